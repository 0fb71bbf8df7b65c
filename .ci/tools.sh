# Sourced by the other steps: where the kept tools live, and which versions.
# The folder is outside the tree so that `git clean` and a fresh clone find them again.
export PORTAL_TOOLS="${PORTAL_TOOLS:-${XDG_CACHE_HOME:-$HOME/.cache}/portal-tools}"
export PATH="$PORTAL_TOOLS/bin:$PORTAL_TOOLS/node_modules/.bin:$PATH"

CARGO_LEPTOS_VERSION=0.3.10 # 0.3.11 needs a newer rustc than 1.95
SQLX_CLI_VERSION=0.9.0
S3S_FS_VERSION=0.14.1 # 0.17 needs a newer rustc than 1.95
CARGO_MACHETE_VERSION=0.9.2
BINARYEN_VERSION=132.0.0 # Debian's wasm-opt (108) is too old for what rustc writes
WASM_BINDGEN_VERSION="$(awk '/^name = "wasm-bindgen"$/ { getline; gsub(/"/, "", $3); print $3 }' Cargo.lock)"

# What is tried, measured or pictured must not reach the database, the files or the mails that an operator's settings
# name in this shell.
forget_settings() {
  unset DATABASE_URL FILES_URL NATS_URL PORTAL_ADDR PORTAL_DATA PORTAL_BASE_URL PORTAL_TRUSTED_PROXIES PORTAL_SMTP_URL \
    PORTAL_MAIL_FROM PORTAL_PHONE_COMMAND PORTAL_EVENT_KEY "${!AWS_@}" "${!LEPTOS_@}"
}

say() { printf '\033[1m%s\033[0m\n' "==> $*"; }

# The newest installed Postgres programs (initdb, postgres): Debian keeps them off the PATH.
postgres_bin() {
  local newest
  newest="$(find /usr/lib/postgresql -mindepth 3 -maxdepth 3 -path '*/bin/initdb' -executable 2>/dev/null \
    | sort -t/ -k5 -n | tail -n 1)"
  if [ -n "$newest" ]; then dirname "$newest"; return; fi
  newest="$(command -v initdb || true)"
  if [ -n "$newest" ]; then dirname "$(readlink -f "$newest")"; fi
}
