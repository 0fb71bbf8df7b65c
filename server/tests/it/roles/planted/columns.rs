//! Every text column of the database: people's texts get the seed, the others hold the portal's own text.

use sqlx::{AssertSqlSafe, PgPool};

/// The SQL that plants the seed into people's texts.
const PLANT: &str = include_str!("plant.sql");

const CODE: &str = "a code of the portal";
const SHIPPED: &str = "read from the portal's own files";
const ADDRESS: &str = "letters, digits and dashes of an address";
const FORMS: &str = "typed anew by the test that fills every form";

/// The columns that the portal itself writes, with a description of each.
const OWN: &[(&str, &str)] = &[
    ("application.code", CODE),
    ("application.status", CODE),
    ("application_step.actor", CODE),
    ("application_step.status", CODE),
    ("audit.action", CODE),
    ("audit.actor_role", CODE),
    ("audit.object", "a kind and an id"),
    ("cohort.regency_code", CODE),
    ("cohort.slug", ADDRESS),
    ("cohort_region.regency_code", CODE),
    (
        "company.name_key",
        "letters and digits of the name, never shown",
    ),
    ("company_request.nib", "thirteen digits"),
    ("consent.lang", CODE),
    ("consent.notice", CODE),
    ("conversation.outcome", CODE),
    ("conversation.status", CODE),
    ("conversation.topic", CODE),
    ("conversation_event.event", CODE),
    ("conversation_event.outcome", CODE),
    ("conversation_message.kind", CODE),
    ("conversation_message.party", CODE),
    ("conversation_read.party", CODE),
    ("cv_file.kind", CODE),
    ("enrolment.code", CODE),
    ("enrolment.country", CODE),
    ("enrolment.kind", CODE),
    ("enrolment.regency_code", CODE),
    ("enrolment.status", CODE),
    ("enrolment_draft.answers", "choices from lists"),
    ("enrolment_event.status", CODE),
    ("form_draft.draft", FORMS),
    ("form_draft.form", FORMS),
    (
        "form_draft.path",
        "only compared with the page's own address",
    ),
    ("holiday.name", SHIPPED),
    ("one_time_code.purpose", CODE),
    ("outbox_message.body", "written from what is planted"),
    ("outbox_message.channel", CODE),
    (
        "outbox_message.recipient",
        "a contact, whose letters the rule of contacts knows",
    ),
    ("outbox_message.subject", "written from what is planted"),
    (
        "person.email",
        "a contact, whose letters the rule of contacts knows",
    ),
    ("person.password_hash", "a hash"),
    ("person.phone", "digits"),
    ("person.role", CODE),
    ("presence_talk.party", CODE),
    ("programme.audience", CODE),
    ("programme.countries", CODE),
    ("programme.slug", ADDRESS),
    ("programme.stream", CODE),
    ("programme.topic", CODE),
    ("programme_text.lang", CODE),
    ("province.code", SHIPPED),
    ("province.name", SHIPPED),
    ("rate_limit.key", "a kind and a hash, never shown"),
    ("regency.code", SHIPPED),
    ("regency.kind", SHIPPED),
    ("regency.name", SHIPPED),
    ("regency.province_code", SHIPPED),
    ("search_word.word", "a stem of letters and digits"),
    ("security_event.account", "a keyed hash"),
    ("security_event.kind", CODE),
    ("security_event.network", "an address of the network"),
    ("security_event.place", "a method and a route's pattern"),
    ("setting.key", CODE),
    ("setting.value", "numbers and ids of the portal"),
    ("vacancy.content_hash", "a hash"),
    ("vacancy.dump", "refers to the dump"),
    ("vacancy.education", CODE),
    ("vacancy.kind", CODE),
    ("vacancy.province_code", CODE),
    ("vacancy.regency_code", CODE),
    ("vacancy.slug", ADDRESS),
    ("vacancy.source", CODE),
    ("vacancy_draft.state", CODE),
    (
        "vacancy_dump.name",
        "a file's name that an operator gives, never shown",
    ),
    ("vacancy_dump.source", CODE),
    ("vacancy_rule.name", CODE),
];

/// The columns that can hold text, as `table.column`.
async fn columns_of(pool: &PgPool) -> Vec<String> {
    sqlx::query_scalar(
        "SELECT format('%s.%s', c.table_name, c.column_name) FROM information_schema.columns c
         JOIN information_schema.tables t USING (table_schema, table_name)
         WHERE c.table_schema = 'public' AND t.table_type = 'BASE TABLE'
           AND c.table_name NOT IN ('_sqlx_migrations', 'plant_seed')
           AND c.data_type IN ('text', 'character varying', 'character', 'json', 'jsonb', 'xml', 'ARRAY')
         ORDER BY 1",
    )
    .fetch_all(pool)
    .await
    .unwrap()
}

/// The columns that are planted, read from the triggers in `plant.sql`.
fn planted() -> Vec<(&'static str, &'static str)> {
    let triggers = PLANT.split("INSERT OR UPDATE ON ").skip(1);
    triggers
        .flat_map(|trigger| {
            let (table, rest) = trigger.split_once(' ').unwrap();
            // The arguments stand between quotes: every second part of the split.
            let arguments = rest
                .split_once("plant(")
                .unwrap()
                .1
                .split('\'')
                .skip(1)
                .step_by(2);
            arguments.map(move |argument| (table, argument.split(':').next().unwrap()))
        })
        .collect()
}

/// The text columns that neither list names, and the names in the lists that are no text column.
pub async fn unknown_columns(pool: &PgPool) -> Vec<String> {
    let found = columns_of(pool).await;
    let known: Vec<String> = planted()
        .into_iter()
        .map(|(table, column)| format!("{table}.{column}"))
        .chain(OWN.iter().map(|(column, _)| (*column).to_owned()))
        .collect();
    let missing = found.iter().filter(|column| !known.contains(column));
    let gone = known.iter().filter(|column| !found.contains(column));
    missing.chain(gone).cloned().collect()
}

/// Plants the seed into all stored texts, and into all that are stored later.
pub async fn plant(pool: &PgPool, seed: &str) {
    let mut sql = format!(
        "{PLANT} INSERT INTO plant_seed VALUES ('{}');",
        seed.replace('\'', "''")
    );
    // The audit trail cannot be changed, and a new portal's is empty.
    for (table, column) in planted()
        .into_iter()
        .filter(|(table, _)| !table.starts_with("audit"))
    {
        sql += &format!("UPDATE {table} SET {column} = {column};");
    }
    sqlx::raw_sql(AssertSqlSafe(sql))
        .execute(pool)
        .await
        .unwrap();
}
