//! How many vacancies use each word.
//!
//! The counts change with the vacancies, by what is written. Copies and closed vacancies count too: a word is no less one.
//! Both statements below read the same words of a vacancy; raise `copies::WORDS` with any change of them.

use std::collections::HashMap;

use sqlx::PgConnection;

use crate::base::error::AppError;

/// By how many more vacancies a word is used than before.
#[derive(Debug, Default)]
pub struct Uses(HashMap<String, i64>);

impl Uses {
    /// Takes up the words of vacancies, each by source and id there, that are stored now and will not be.
    pub async fn remove(
        &mut self,
        conn: &mut PgConnection,
        sources: &[&str],
        ids: &[&str],
    ) -> Result<(), AppError> {
        self.change(conn, sources, ids, -1).await
    }

    /// Takes up the words of vacancies that are stored anew.
    pub async fn add(
        &mut self,
        conn: &mut PgConnection,
        sources: &[&str],
        ids: &[&str],
    ) -> Result<(), AppError> {
        self.change(conn, sources, ids, 1).await
    }

    async fn change(
        &mut self,
        conn: &mut PgConnection,
        sources: &[&str],
        ids: &[&str],
        by: i64,
    ) -> Result<(), AppError> {
        let words = sqlx::query!(
            r#"SELECT word AS "word!", count(*) AS "n!"
               FROM vacancy CROSS JOIN LATERAL unnest(tsvector_to_array(to_tsvector('simple', translate(
                   concat_ws(' ', title, company_name, keywords, description, requirements),
                   '/.,_-()|&:;', '           ')))) AS word
               WHERE (source, source_id) IN (SELECT * FROM unnest($1::text[], $2::text[])) AND word ~ '^[a-z]{3,40}$'
               GROUP BY word"#,
            sources as _,
            ids as _,
        )
        .fetch_all(conn)
        .await?;
        for row in words {
            *self.0.entry(row.word).or_default() += by * row.n;
        }
        Ok(())
    }

    /// By how much the stored counts differ from the vacancies. Both are read at one moment, and nobody is held up
    /// meanwhile: whatever is published later is in neither, so that it stays when the difference is written.
    pub async fn missing(conn: &mut PgConnection) -> Result<Uses, AppError> {
        let words = sqlx::query!(
            r#"SELECT word AS "word!", coalesce(counted.ndoc, 0)::bigint - coalesce(stored.uses, 0) AS "n!"
               FROM (SELECT word COLLATE "C" AS word, ndoc
                     FROM ts_stat($$
                         SELECT to_tsvector('simple', translate(
                             concat_ws(' ', title, company_name, keywords, description, requirements),
                             '/.,_-()|&:;', '           '))
                         FROM vacancy$$)
                     WHERE word ~ '^[a-z]{3,40}$') AS counted
               FULL JOIN search_word AS stored USING (word)
               WHERE counted.ndoc IS DISTINCT FROM stored.uses"#,
        )
        .fetch_all(conn)
        .await?;
        Ok(Uses(
            words.into_iter().map(|row| (row.word, row.n)).collect(),
        ))
    }

    /// The same in portions of so many words at most.
    pub fn portions(self, words: usize) -> Vec<Uses> {
        let all: Vec<(String, i64)> = self.0.into_iter().collect();
        let portions = all.chunks(words);
        portions
            .map(|portion| Uses(portion.iter().cloned().collect()))
            .collect()
    }

    /// Writes what was taken up.
    pub async fn write(self, conn: &mut PgConnection) -> Result<(), AppError> {
        let mut changed: Vec<(String, i64)> = self.0.into_iter().filter(|(_, n)| *n != 0).collect();
        // In one order, so that two that write wait for each other and never both.
        changed.sort_unstable();
        let (words, uses): (Vec<String>, Vec<i64>) = changed.into_iter().unzip();
        let gone = sqlx::query_scalar!(
            r#"WITH changed AS (
                   INSERT INTO search_word (word, uses)
                   SELECT word, uses FROM unnest($1::text[], $2::bigint[]) AS changed (word, uses)
                   ON CONFLICT (word) DO UPDATE SET uses = search_word.uses + excluded.uses
                   RETURNING word, uses)
               SELECT word AS "word!" FROM changed WHERE uses <= 0"#,
            &words,
            &uses,
        )
        .fetch_all(&mut *conn)
        .await?;
        if !gone.is_empty() {
            sqlx::query!("DELETE FROM search_word WHERE word = ANY ($1)", &gone)
                .execute(conn)
                .await?;
        }
        Ok(())
    }
}
