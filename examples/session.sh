#!/bin/sh
# The first hour in some seconds: a database, a table, rows, a file, four ways to ask, links and a backup. Everything is in a folder of
# its own, which is removed at the end. docs/cli.md has every command.
#
#   examples/session.sh
#
# REM names the command; without it, the one of this checkout is taken.
set -eu

examples=$(dirname "$0")
rem=${REM:-$examples/../rem}
home=$(mktemp -d "${TMPDIR:-/tmp}/rem-session-XXXXXX")
unset P8_DB_PATH P8_PASSWORD P8_REPLICATION_MODE P8_BACKUP_PATH P8_DEFAULT_LLM P8_OPENAI_API_KEY
export P8_HOME="$home"

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

say 'A database, and a table for recipes'
"$rem" init
cat >"$home/recipes.yaml" <<'SCHEMA'
title: Recipe
description: What to cook, and how
version: 1.0.0
short_name: recipes
properties:
  name:    {type: string, key_field: true}
  method:  {type: string, embed: true}
  course:  {type: string, indexed: true}
  minutes: {type: integer, indexed: true, description: how long it takes}
required: [name, method, course]
SCHEMA
"$rem" schema add "$home/recipes.yaml"

say 'A row, and more of them from a file of lines'
"$rem" insert recipes '{"name": "Tomato Soup", "method": "Roast the tomatoes, then blend them.", "course": "starter", "minutes": 40}'
"$rem" insert recipes --batch <<'ROWS'
{"name": "Pesto", "method": "Crush basil, pine nuts and cheese in a mortar with oil.", "course": "sauce", "minutes": 10}
{"name": "Gnocchi", "method": "Boil potatoes, knead them with flour, cut small dumplings.", "course": "main", "minutes": 60}
{"name": "Lemon Sorbet", "method": "Freeze juice, sugar and water; stir every half hour.", "course": "dessert", "minutes": 240}
ROWS

say 'A document: it becomes chunks, which are found like rows'
"$rem" ingest "$examples/tides.md"
"$rem" --format table query "SELECT name, content FROM search('resources', 'why are there two high waters a day?', 1)"

say 'By meaning: no word of the question is in the row'
"$rem" --format table search 'something cold and sweet' --schema recipes --top-k 1

say 'By SQL'
"$rem" --format table query "SELECT name, minutes FROM recipes WHERE minutes <= 60 ORDER BY minutes"

say 'In plain language: the question becomes a statement'
"$rem" --format table ask 'which recipes take less than 30 minutes?'

say 'Links, and what they lead to'
"$rem" edge add Gnocchi Pesto goes_with
"$rem" edge add Pesto 'Tomato Soup' goes_with
"$rem" --format table traverse Gnocchi --depth 2

say 'A backup, beside the database'
"$rem" backup create
"$rem" backup verify
