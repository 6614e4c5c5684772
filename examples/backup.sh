#!/bin/sh
# A backup, a mistake, and the database as it was a moment before it, in some seconds. Everything is in a folder of its own, which is
# removed at the end. docs/operations.md explains what happens.
#
#   examples/backup.sh
#
# REM names the command; without it, the one of this checkout is taken.
set -eu

rem=${REM:-$(dirname "$0")/../rem}
home=$(mktemp -d "${TMPDIR:-/tmp}/rem-backup-XXXXXX")
unset P8_DB_PATH P8_PASSWORD P8_REPLICATION_MODE
export P8_HOME="$home/home" P8_WAL_ARCHIVE="$home/archive" P8_BACKUP_PATH="$home/backups"

end() {
    "$rem" daemon stop >/dev/null 2>&1 || true
    rm -rf "$home"
}
trap end EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

say() {
    printf '\n# %s\n' "$1"
}

say 'A database with an archive of its log, and a backup'
"$rem" init
"$rem" insert documents '{"name": "Early", "uri": "file:///early"}'
"$rem" backup create

say 'More is written; a second backup has the files of the first'
"$rem" insert documents '{"name": "Kept", "uri": "file:///kept"}'
"$rem" backup create
"$rem" backup list
"$rem" backup verify

say 'A mistake'
"$rem" insert documents '{"name": "Late", "uri": "file:///late"}'
before=$("$rem" --format jsonl replication wal-status | sed 's/^{"sequence":\([0-9]*\).*/\1/')
"$rem" query "DELETE FROM documents"
"$rem" query "SELECT COUNT(*) AS n FROM documents"

say 'The database as it was before, beside the one that is there'
"$rem" daemon stop
"$rem" backup restore --source "$home/backups" --target "$home/copy" --to "$before"
"$rem" --db "$home/copy" query "SELECT name FROM documents ORDER BY name"
"$rem" --db "$home/copy" daemon stop

say 'Or in its place: the mistake is undone, and its files are kept aside'
"$rem" backup restore --source "$home/backups" --target "$home/home/db" --to "$before" --force
"$rem" query "SELECT name FROM documents ORDER BY name"

say 'Only the newest backup is kept, and what it needs of the archive'
"$rem" backup prune --keep 1
