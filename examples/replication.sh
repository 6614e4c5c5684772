#!/bin/sh
# A primary and two replicas, an outage, catching up, and a promotion, on one machine and in about a minute. Everything is in a folder
# of its own, which is removed at the end. docs/replication.md explains what happens.
#
#   examples/replication.sh [PORT]
#
# REM names the command; without it, the one of this checkout is taken.
set -eu

rem=${REM:-$(dirname "$0")/../rem}
port=${1:-50051}
home=$(mktemp -d "${TMPDIR:-/tmp}/rem-replication-XXXXXX")
export P8_HOME="$home/home"
unset P8_DB_PATH P8_REPLICATION_MODE P8_PRIMARY_HOST P8_PASSWORD
serving=
following1=
following2=

end() {
    for process in $serving $following1 $following2; do
        kill -TERM "$process" 2>/dev/null || true
    done
    for process in $serving $following1 $following2; do
        wait "$process" 2>/dev/null || true
    done
    rm -rf "$home"
}
trap end EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

say() {
    printf '\n# %s\n' "$1"
}

# The environment of each node, as three terminals would have it. What stays is begun with env itself, so that $! is its process.
on_primary() {
    env P8_REPLICATION_MODE=primary P8_REPLICATION_PORT="$port" P8_WAL_ENABLED=true P8_DB_PATH="$home/primary" "$@"
}

on_replica1() {
    env P8_REPLICATION_MODE=replica P8_PRIMARY_HOST="localhost:$port" P8_DB_PATH="$home/replica1" "$@"
}

on_replica2() {
    env P8_REPLICATION_MODE=replica P8_PRIMARY_HOST="localhost:$port" P8_DB_PATH="$home/replica2" "$@"
}

serve() {
    env P8_REPLICATION_MODE=primary P8_DB_PATH="$home/primary" \
        "$rem" serve --host 0.0.0.0 --port "$port" >>"$home/primary.log" 2>&1 &
    serving=$!
    await '"address"' "$home/primary.log" "$1"
}

follow() {
    env P8_REPLICATION_MODE=replica P8_DB_PATH="$home/$1" \
        "$rem" replicate --primary="localhost:$port" --follow >"$home/$1.log" 2>&1 &
    following=$!
}

# Waits until a file has so many lines with a text.
await() {
    tries=0
    until [ "$(grep -c "$1" "$2")" -ge "$3" ]; do
        tries=$((tries + 1))
        [ "$tries" -lt 600 ] || { printf 'It has not come about: %s\n' "$1" >&2; cat "$2" >&2; exit 1; }
        sleep 0.1
    done
}

# Waits until a node says so of itself.
until_status() {
    tries=0
    until "$1" "$rem" --format table replication status | grep -q "$2"; do
        tries=$((tries + 1))
        [ "$tries" -lt 120 ] || { printf 'It has not come about: %s\n' "$2" >&2; exit 1; }
        sleep 0.2
    done
}

say 'The primary'
on_primary "$rem" init
cat >"$home/schema.json" <<'SCHEMA'
{"title": "Article", "description": "An article", "version": "1.0.0", "short_name": "articles",
 "properties": {"title": {"type": "string"}, "content": {"type": "string"}, "category": {"type": "string"}},
 "required": ["title", "content"],
 "json_schema_extra": {"embedding_fields": ["content"], "indexed_fields": ["category"], "key_field": "title"}}
SCHEMA
on_primary "$rem" schema add "$home/schema.json"
serve 1
on_primary "$rem" insert articles '{"title": "Doc 1", "content": "Test replication", "category": "test"}'
on_primary "$rem" --format table replication wal-status

say 'Two replicas'
on_replica1 "$rem" init
on_replica2 "$rem" init
follow replica1
following1=$following
follow replica2
following2=$following
await 'Synced' "$home/replica1.log" 1
await 'Synced' "$home/replica2.log" 1
on_replica1 "$rem" --format table replication status
on_replica1 "$rem" query 'SELECT * FROM articles'
on_replica2 "$rem" query 'SELECT COUNT(*) FROM articles'

say 'A replica takes no writes'
on_replica1 "$rem" insert articles '{"title": "Mine", "content": "Not here"}' 2>&1 || true

say 'The primary goes; the replicas answer'
kill -TERM "$serving"
wait "$serving" || true
await 'Disconnected' "$home/replica1.log" 1
on_replica1 "$rem" query 'SELECT title FROM articles'
on_replica1 "$rem" --format table replication status

say 'It comes back, and the replicas catch up'
serve 2
on_primary "$rem" insert articles '{"title": "Doc 2", "content": "Written after the outage", "category": "test"}'
await 'Synced' "$home/replica1.log" 2
until_status on_replica1 'WAL position: 4'
on_replica1 "$rem" --format table replication status
on_replica1 "$rem" query 'SELECT title FROM articles ORDER BY created_at DESC LIMIT 1'
on_primary "$rem" verify --hash
on_replica1 "$rem" verify --hash

say 'The primary goes for good; a replica takes its place'
await 'Synced' "$home/replica2.log" 2
kill -TERM "$serving"
wait "$serving" || true
serving=
on_replica2 "$rem" replication promote
on_replica2 "$rem" insert articles '{"title": "Doc 3", "content": "Written to the new primary"}'
on_replica2 "$rem" query 'SELECT COUNT(*) FROM articles'
