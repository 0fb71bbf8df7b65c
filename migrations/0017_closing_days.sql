-- no-transaction
-- A day on which a vacancy is open ends at midnight in WIB, which is 17:00 UTC; closes_at is the moment from which it is
-- closed. Until now a day ended a second before, and without a deadline at the hour of the publication.
--
-- In portions, each committed: the version before, which serves meanwhile, locks the vacancy that somebody applies for.
-- A step that was cut goes on behind its last portion, since a second pass would add another day.
DO $$
DECLARE
    last uuid;
    upto uuid;
BEGIN
    CREATE TABLE IF NOT EXISTS closing_days_moved (upto uuid NOT NULL);
    SELECT max(moved.upto::text)::uuid INTO last FROM closing_days_moved AS moved;
    LOOP
        SELECT max(portion.id::text)::uuid INTO upto
        FROM (SELECT id FROM vacancy WHERE last IS NULL OR id > last ORDER BY id LIMIT 2000) AS portion;
        EXIT WHEN upto IS NULL;
        UPDATE vacancy SET closes_at = closing.at
        FROM (SELECT id, CASE
                  WHEN NOT has_deadline OR to_char(local, 'HH24:MI') = '23:59' THEN (date_trunc('day', local) + interval '1 day') AT TIME ZONE 'Asia/Jakarta'
                  -- Without a zone, and so read as UTC: 00:00 of the day after, and 23:59.
                  WHEN source <> 'portal' AND to_char(local, 'HH24:MI:SS') = '07:00:00' THEN date_trunc('day', local) AT TIME ZONE 'Asia/Jakarta'
                  WHEN source <> 'portal' AND to_char(local, 'HH24:MI') = '06:59' THEN date_trunc('day', local) AT TIME ZONE 'Asia/Jakarta'
                  ELSE closes_at END AS at
              FROM (SELECT id, source, has_deadline, closes_at, closes_at AT TIME ZONE 'Asia/Jakarta' AS local
                    FROM vacancy WHERE (last IS NULL OR id > last) AND id <= upto) AS stored) AS closing
        WHERE closing.id = vacancy.id AND closing.at <> vacancy.closes_at;
        INSERT INTO closing_days_moved VALUES (upto);
        last := upto;
        COMMIT;
    END LOOP;
    DROP TABLE closing_days_moved;
END
$$;
