//! `portal officer`: manages the accounts of the agency's officers.

use std::io::Read;

use app::accounts::officers::{add_officer, remove_officer};
use domain::accounts::Role;

use super::data::with_platform;
use super::say::say;
use crate::args::DataArgs;
use crate::failure::Failure;

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
    /// Take an officer's rights: the account stays as a citizen's and is signed out everywhere.
    Remove(RemoveArgs),
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

/// Whose office ends.
#[derive(clap::Args, Clone)]
pub struct RemoveArgs {
    /// E-mail address or mobile number of the account
    #[arg(long)]
    pub contact: String,
    #[command(flatten)]
    pub data: DataArgs,
}

fn officer_role(name: &str) -> Result<Role, &'static str> {
    Role::parse(name)
        .filter(|role| role.is_officer())
        .ok_or("one of counsellor, trainer, admin")
}

/// Runs the command; the portal may be serving the same data folder.
///
/// # Errors
/// An argument cannot be used, or the database cannot be reached.
pub async fn run(args: OfficerArgs) -> Result<(), Failure> {
    match args.command {
        OfficerCommand::Add(args) => add(args).await,
        OfficerCommand::Remove(args) => remove(args).await,
    }
}

async fn remove(args: RemoveArgs) -> Result<(), Failure> {
    with_platform(&args.data, "officer", async |platform| {
        remove_officer(platform, &args.contact).await?;
        say(format_args!(
            "{} is no officer any more, and signed out everywhere.",
            args.contact
        ));
        Ok(())
    })
    .await
}

async fn add(args: AddArgs) -> Result<(), Failure> {
    let typed = if args.password_stdin {
        Some(read_password()?)
    } else {
        None
    };
    with_platform(&args.data, "officer", async |platform| {
        // Four groups of four characters: 78 bits, and still easy to read aloud.
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
