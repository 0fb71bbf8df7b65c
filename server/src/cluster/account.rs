//! The account that Postgres runs as. Postgres refuses uid 0, so under root it gets the `postgres` account.

use std::path::Path;

use tokio::process::Command;

use super::error::ClusterError;

/// The account that owns the cluster's files and processes.
#[derive(Clone, Debug)]
pub struct Account {
    pub name: String,
    pub uid: u32,
    pub gid: u32,
    /// True when the portal is root and starts the programs under this other account.
    pub switched: bool,
}

impl Account {
    /// # Errors
    /// `NoAccount` when the portal is root and the machine has no `postgres` account.
    pub fn find() -> Result<Self, ClusterError> {
        let uid = rustix::process::geteuid();
        if !uid.is_root() {
            return Ok(Self {
                name: format!("number {}", uid.as_raw()),
                uid: uid.as_raw(),
                gid: rustix::process::getegid().as_raw(),
                switched: false,
            });
        }
        std::fs::read_to_string("/etc/passwd")
            .ok()
            .and_then(|passwd| named(&passwd, "postgres"))
            .ok_or(ClusterError::NoAccount)
    }

    /// A command that runs a program of Postgres under this account. It gets its own process group, because Ctrl-C must
    /// reach the portal first. It gets nothing of the portal's environment, because `PG…` variables change the
    /// program's behaviour.
    pub fn command(&self, program: &Path) -> Command {
        let mut command = Command::new(program);
        command
            .env_clear()
            .env("PATH", "/usr/local/bin:/usr/bin:/bin")
            .env("LC_ALL", "C.UTF-8")
            .env("TZ", "UTC")
            .process_group(0);
        if self.switched {
            command.uid(self.uid).gid(self.gid);
        }
        command
    }
}

/// The account called `name` in the text of `/etc/passwd`. An account with uid 0 does not count.
fn named(passwd: &str, name: &str) -> Option<Account> {
    passwd.lines().find_map(|line| {
        let mut fields = line.split(':');
        if fields.next() != Some(name) {
            return None;
        }
        let uid = fields.nth(1)?.parse().ok()?;
        let gid = fields.next()?.parse().ok()?;
        (uid != 0).then(|| Account {
            name: name.to_owned(),
            uid,
            gid,
            switched: true,
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_the_account_by_its_whole_name() {
        let passwd = "root:x:0:0:root:/root:/bin/bash\n\
                      postgres-old:x:7:7::/:/bin/false\n\
                      postgres:x:101:104:PostgreSQL:/var/lib/postgresql:/bin/bash\n";
        let found = named(passwd, "postgres").map(|a| (a.uid, a.gid, a.switched));
        assert_eq!(found, Some((101, 104, true)));
        assert!(named(passwd, "post").is_none());
    }

    #[test]
    fn an_account_that_is_root_again_is_no_account() {
        assert!(named("postgres:x:0:0::/:/bin/sh\n", "postgres").is_none());
        assert!(named("postgres:x:broken\n", "postgres").is_none());
    }
}
