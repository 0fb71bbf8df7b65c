//! `portal officer add`: makes the account of somebody who works for the agency.

use std::io::Read;

use app::accounts::officers::add_officer;
use domain::accounts::Role;

use super::{DataArgs, Failure, say, with_platform};

/// `portal officer …`
#[derive(clap::Args, Clone)]
pub struct OfficerArgs {
    /// What to do.
    #[command(subcommand)]
    pub command: OfficerCommand,
}

/// What can be done with officers.
#[derive(clap::Subcommand, Clone)]
pub enum OfficerCommand {
    /// Make the account of an officer, and print its password once.
    Add(AddArgs),
}

/// Who the officer is.
#[derive(clap::Args, Clone)]
pub struct AddArgs {
    /// counsellor, trainer or admin
    #[arg(long, value_parser = officer_role)]
    pub role: Role,
    /// Full name
    #[arg(long)]
    pub name: String,
    /// E-mail address or mobile number, to sign in with
    #[arg(long)]
    pub contact: String,
    /// Read the password from standard input instead of making one
    #[arg(long)]
    pub password_stdin: bool,
    #[command(flatten)]
    pub data: DataArgs,
}

fn officer_role(name: &str) -> Result<Role, &'static str> {
    Role::parse(name)
        .filter(|role| role.is_officer())
        .ok_or("one of counsellor, trainer, admin")
}

/// Makes the officer; the portal may be serving the same data folder.
///
/// # Errors
/// What cannot be used of the given facts, or a database that cannot be reached.
pub async fn run(args: OfficerArgs) -> Result<(), Failure> {
    let OfficerCommand::Add(args) = args.command;
    let typed = if args.password_stdin {
        Some(read_password()?)
    } else {
        None
    };
    with_platform(&args.data, "officer", async |platform| {
        // Four groups of four: 78 bits, and still to be read aloud.
        let password = typed.unwrap_or_else(|| {
            let groups: Vec<String> = (0..4).map(|_| platform.ids.code(4)).collect();
            groups.join("-")
        });
        add_officer(platform, args.role, &args.name, &args.contact, &password).await?;
        tell(&args, (!args.password_stdin).then_some(&password));
        Ok(())
    })
    .await
}

fn read_password() -> Result<String, Failure> {
    let mut text = String::new();
    std::io::stdin().take(4096).read_to_string(&mut text)?;
    Ok(text.trim_end_matches(['\r', '\n']).to_owned())
}

fn tell(args: &AddArgs, password: Option<&String>) {
    say(format_args!(
        "Made the {} {} ({}).",
        args.role.as_str(),
        args.name,
        args.contact
    ));
    if let Some(password) = password {
        say(format_args!("Password, shown only now: {password}"));
    }
}
