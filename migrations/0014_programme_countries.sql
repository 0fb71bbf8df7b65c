-- Some programmes are for those who worked in certain countries, and their families; none is any country.
-- Of domain's COUNTRIES, without the one for any other (ZZ).
alter table programme add column countries text[] not null default '{}' constraint programme_countries check (
    countries <@ array['HK', 'TW', 'MY', 'KR', 'JP', 'SG', 'BN', 'SA', 'AE', 'QA', 'KW', 'OM', 'BH', 'JO', 'TR']);
