//! `portal events`: prints the security events.

use app::platform::newest_events;
use domain::accounts::Contact;
use time::Duration;
use time::format_description::well_known::Rfc3339;

use super::data::with_platform;
use super::say::say;
use crate::args::DataArgs;
use crate::failure::{Coded, Failure};

/// Most lines that are printed.
const MOST: i64 = 10_000;

/// Which events to print.
#[derive(clap::Args, Clone)]
pub struct EventsArgs {
    /// Only those of the last so many days; older ones than 90 are gone
    #[arg(long, default_value_t = 7, value_name = "N")]
    pub days: u16,
    /// Only those of the account with this e-mail address or mobile number
    #[arg(long)]
    pub contact: Option<String>,
    #[command(flatten)]
    pub data: DataArgs,
}

/// Prints the events, newest first: one line each, with tabs between the fields.
///
/// # Errors
/// The contact is not valid, or the database cannot be reached.
pub async fn run(args: EventsArgs) -> Result<(), Failure> {
    let contact = args.contact.as_deref().map(Contact::parse).transpose();
    let contact = contact.map_err(|_| {
        Coded::setting("The contact cannot be used: write an e-mail address or a mobile number.")
    })?;
    with_platform(&args.data, "events", async |platform| {
        let account = contact.map(|contact| platform.events.account(contact.as_str()));
        let since = platform.clock.now() - Duration::days(i64::from(args.days));
        let mut conn = platform.pool.acquire().await?;
        let events = newest_events(&mut conn, since, account.as_deref(), MOST).await?;
        say("first\tlast\ttimes\tkind\taccount\tnetwork\tplace");
        for event in events {
            let at = |at: time::OffsetDateTime| at.format(&Rfc3339).unwrap_or_default();
            say(format_args!(
                "{}\t{}\t{}\t{}\t{}\t{}\t{}",
                at(event.first_at),
                at(event.last_at),
                event.times,
                event.kind,
                event.account,
                event.network,
                event.place
            ));
        }
        Ok(())
    })
    .await
}
