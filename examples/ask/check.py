#!/usr/bin/env python3
"""Works out what the questions in ../questions.jsonl should be answered with, from the data alone.

    python3 check.py            validates the file, compares its answers with those worked out here, prints counts
    python3 check.py --write    writes the answers into the file
    python3 check.py FILE       the same for another file of questions: ../questions-2.jsonl has its answers in answers_2.py,
                                ../questions-3.jsonl in answers_3.py, ../questions-held-out.jsonl in held_out_answers.py

No database takes part: every answer is a plain expression over the JSONL rows. Only the rows of searches are picked by hand.
Conventions are in README.md.
"""

import json
import re
import sys
from collections import Counter
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

HERE = Path(__file__).resolve().parent
KINDS = ("lookup", "filter", "comparison", "count", "aggregate", "group", "top", "negation", "time", "relation", "search", "combined")
MATCHES = {
    "set": {"match", "keys"},
    "ordered": {"match", "keys"},
    "first": {"match", "keys"},
    "includes": {"match", "keys"},
    "values": {"match", "rows", "ordered"},
}


class Row(dict):
    """A row that knows what it is called."""

    def __init__(self, values, table, key):
        super().__init__(values)
        self.table = table
        self.key = values[key]


class Domain:
    """The tables of a domain as attributes, its edges, and its clock."""

    def __init__(self, folder):
        about = json.loads((folder / "domain.json").read_text(encoding="utf-8"))
        self.name = about["domain"]
        self.now = about.get("now")
        self.zone = ZoneInfo(about["zone"]) if "zone" in about else None
        self.tables = {}
        self.edges = []
        for table in about["tables"]:
            name, key = table["table"], table["key"]
            lines = (folder / table["data"]).read_text(encoding="utf-8").splitlines()
            rows = [Row(json.loads(line), name, key) for line in lines]
            for unique in [key, *table.get("also", [])]:
                twice = [v for v, n in Counter(row[unique] for row in rows).items() if n > 1]
                assert not twice, f"{self.name}.{name}: {unique} is not unique: {twice}"
            if "schema" in table:
                assert (folder / table["schema"]).exists(), table["schema"]
            self.tables[name] = rows
            setattr(self, name, rows)
            self.edges += [(row, e["rel_type"], e["dst"]) for row in rows for e in row.get("edges", [])]
        for src, rel_type, dst in self.edges:
            assert any(r.key == dst["key"] for r in self.tables[dst["entity_type"]]), f"{src.key} {rel_type} {dst}"

    def get(self, table, *keys):
        """The rows of these keys; all of them must exist."""
        rows = {row.key: row for row in self.tables[table]}
        return [rows[key] for key in keys]

    def out(self, key, *types):
        """Where the edges of these types (all, if none is named) lead that start at the row."""
        ends = [dst for src, rel_type, dst in self.edges if src.key == key and (not types or rel_type in types)]
        return [row for dst in ends for row in self.get(dst["entity_type"], dst["key"])]

    def into(self, key, *types):
        """Where the edges of these types start that lead to the row."""
        return [src for src, rel_type, dst in self.edges if dst["key"] == key and (not types or rel_type in types)]

    def reach(self, key, step):
        """Everything that is reached by any number of steps, without the start."""
        seen, todo = {key}, [key]
        found = []
        while todo:
            for row in step(todo.pop()):
                if row.key not in seen:
                    seen.add(row.key)
                    todo.append(row.key)
                    found.append(row)
        return found

    def at(self, text):
        """A local time: '2026-03-09', '2026-03-09 12:00', or 'now'."""
        if text == "now":
            return datetime.fromisoformat(self.now)
        return datetime.fromisoformat(text).replace(tzinfo=self.zone)

    def between(self, text, since=None, until=None):
        """Whether a date-time lies in [since, until) of local time."""
        if text is None:
            return False
        moment = datetime.fromisoformat(text)
        return (since is None or self.at(since) <= moment) and (until is None or moment < self.at(until))

    def local(self, text):
        return datetime.fromisoformat(text).astimezone(self.zone)


def same(rows):
    """Exactly these rows, in any order."""
    keys = sorted({row.key for row in rows})
    assert keys, "nothing is expected"
    return {"match": "set", "keys": keys}


def ordered(rows):
    rows = list(rows)
    assert rows
    return {"match": "ordered", "keys": [row.key for row in rows]}


def first(rows):
    return {"match": "first", "keys": sorted({row.key for row in rows})}


def includes(rows, within=None):
    """These are among the first ten; within: the rows that the question allows at all."""
    answer = {"match": "includes", "keys": sorted(row.key for row in rows)}
    if within is not None:
        answer["within"] = sorted(row.key for row in within)
        assert set(answer["keys"]) <= set(answer["within"])
    return answer


def values(rows, in_order=False):
    rows = [[round(v, 4) if isinstance(v, float) else v for v in row] for row in rows]
    assert rows
    return {"match": "values", "rows": rows, "ordered": in_order}


def value(v):
    return values([[v]])


def most(rows, by, n=None):
    """The rows by a value, greatest first; where that would not be clear, it is no question to be asked."""
    rows = [row for row in rows if by(row) is not None]
    rows = sorted(rows, key=by, reverse=True)
    shown = rows if n is None else rows[: n + 1]
    assert len({by(row) for row in shown}) == len(shown), f"a tie: {[(r.key, by(r)) for r in shown]}"
    return rows if n is None else rows[:n]


def least(rows, by, n=None):
    rows = most(rows, by)[::-1] if n is None else sorted((r for r in rows if by(r) is not None), key=by)
    shown = rows if n is None else rows[: n + 1]
    assert len({by(row) for row in shown}) == len(shown), f"a tie: {[(r.key, by(r)) for r in shown]}"
    return rows if n is None else rows[:n]


def per(rows, by, of=len):
    """Rows of [group, value]."""
    groups = {}
    for row in rows:
        groups.setdefault(by(row), []).append(row)
    return [[group, of(members)] for group, members in sorted(groups.items())]


def most_common(rows, by, weight=lambda row: 1):
    """The value that most rows have; there must be one."""
    counts = Counter()
    for row in rows:
        counts[by(row)] += weight(row)
    (best, n), (_, second) = counts.most_common(2)
    assert n > second, "a tie"
    return best


def mean(numbers):
    numbers = list(numbers)
    return sum(numbers) / len(numbers)


def f(name):
    return lambda row: row.get(name)


def total(name):
    return lambda rows: round(sum(row[name] for row in rows), 4)


def average(name):
    return lambda rows: mean(row[name] for row in rows if row.get(name) is not None)


def buyer(d, row):
    return d.get("customers", row["customer"])[0]


def article(d, row):
    return d.get("products", row["product"])[0]


def station(d, row):
    return d.get("stations", row["station"])[0]


def session(d, row):
    return d.get("sessions", row["session_id"])[0]


def hours(d, row):
    return (d.local(row["end_time"]) - d.local(row["start_time"])).total_seconds() / 3600


# What each question is to be answered with.
ANSWERS = {
    "articles-001": lambda d: same(d.get("articles", "Goroutines and Channels in Go")),
    "articles-002": lambda d: same(d.get("articles", "John Cage's Silent Piece 4′33″")),
    "articles-003": lambda d: same(d.get("articles", "Baarle, the Town of Enclaves")),
    "articles-004": lambda d: value("geography"),
    "articles-005": lambda d: same(r for r in d.articles if r["category"] == "astronomy"),
    "articles-006": lambda d: same(r for r in d.articles if r["category"] == "databases"),
    "articles-007": lambda d: same(r for r in d.articles if "egypt" in r["tags"]),
    "articles-008": lambda d: same(r for r in d.articles if {"java", "rust"} & set(r["tags"])),
    "articles-009": lambda d: same(r for r in d.articles if r["category"] == "music" and "percussion" in r["tags"]),
    "articles-010": lambda d: value(len(d.articles)),
    "articles-011": lambda d: value(sum(r["category"] == "cooking" for r in d.articles)),
    "articles-012": lambda d: value(sum("functional-programming" in r["tags"] for r in d.articles)),
    "articles-013": lambda d: values(per(d.articles, f("category"))),
    "articles-014": lambda d: values([g for g in per(d.articles, f("category")) if g[1] > 18]),
    "articles-015": lambda d: ordered(sorted((r for r in d.articles if r["category"] == "music"), key=f("title"))[:5]),
    "articles-016": lambda d: (
        same(r for r in d.articles if r["category"] == "programming" and not {"java", "rust", "python"} & set(r["tags"]))
    ),
    "articles-017": lambda d: same(r for r in d.articles if "hashing" in r["tags"] and r["category"] != "programming"),
    "articles-018": lambda d: includes(d.get("articles", "Why Cutting Onions Makes People Cry")),
    "articles-019": lambda d: includes(d.get("articles", "The Violins of Antonio Stradivari")),
    "articles-020": lambda d: includes(d.get("articles", "Hungary's Record Hyperinflation of 1946")),
    "articles-021": lambda d: includes(d.get("articles", "Multiversion Concurrency Control in Practice")),
    "articles-022": lambda d: (
        includes(d.get("articles", "Tardigrades and the Art of Suspended Life", "Hummingbirds Hover by Day, Chill by Night"))
    ),
    "articles-023": lambda d: includes(d.get("articles", "John Snow and the Broad Street Pump")),
    "articles-024": lambda d: (
        includes(d.get("articles", "Bombardier Beetles Fire Boiling Spray"), [r for r in d.articles if r["category"] == "biology"])
    ),
    "articles-025": lambda d: (
        includes(d.get("articles", "The Great Fire of London"), [r for r in d.articles if r["category"] == "history"])
    ),
    "articles-026": lambda d: (
        includes(
            d.get("articles", "Sagittarius A*, the Milky Way's Black Hole", "LIGO Hears Two Black Holes Merge"),
            [r for r in d.articles if r["category"] == "astronomy"],
        )
    ),
    "articles-027": lambda d: (
        includes(d.get("articles", "Koji, the Mould Behind Miso"), [r for r in d.articles if r["category"] == "cooking"])
    ),
    "people-001": lambda d: same(d.get("people", "Priya Raman")),
    "people-002": lambda d: same(d.get("notes", "On-call handbook")),
    "people-003": lambda d: value("Field Technician"),
    "people-004": lambda d: same(d.get("notes", "Idea: polarised light for shiny parts")),
    "people-005": lambda d: same(d.get("people", "Elif Yilmaz")),
    "people-006": lambda d: same(r for r in d.people if r["remote"]),
    "people-007": lambda d: same(r for r in d.projects if r["status"] == "on_hold"),
    "people-008": lambda d: same(r for r in d.people if "java" in r["skills"]),
    "people-009": lambda d: same(r for r in d.people if r["status"] == "on_leave"),
    "people-010": lambda d: same(r for r in d.notes if r["kind"] == "design"),
    "people-011": lambda d: same(r for r in d.notes if r["pinned"]),
    "people-012": lambda d: same(r for r in d.people if r["salary"] > 100000),
    "people-013": lambda d: same(r for r in d.people if r["weekly_hours"] < 35),
    "people-014": lambda d: same(r for r in d.projects if r["budget"] >= 500000),
    "people-015": lambda d: same(r for r in d.notes if r["read_minutes"] > 10),
    "people-016": lambda d: value(sum(r["status"] == "active" for r in d.projects)),
    "people-017": lambda d: value(sum(r["city"] == "Berlin" for r in d.people)),
    "people-018": lambda d: value(len(d.out("Greta Sommer", "wrote"))),
    "people-019": lambda d: value(len(d.into("Controls", "member_of"))),
    "people-020": lambda d: value(mean(r["salary"] for r in d.people if r["city"] == "Hamburg")),
    "people-021": lambda d: value(sum(r["budget"] for r in d.projects if r["status"] == "active")),
    "people-022": lambda d: value(sum(r["budget"] for r in d.teams)),
    "people-023": lambda d: value(max(r["read_minutes"] for r in d.notes if r["kind"] == "howto")),
    "people-024": lambda d: values(per(d.people, f("city"))),
    "people-025": lambda d: values(per(d.notes, f("kind"))),
    "people-026": lambda d: values(per(d.projects, f("priority"), total("budget"))),
    "people-027": lambda d: ordered(most(d.people, f("salary"), 3)),
    "people-028": lambda d: first(most(d.people, f("hired_on"), 1)),
    "people-029": lambda d: first(most(d.notes, f("read_minutes"), 1)),
    "people-030": lambda d: ordered(most(d.notes, f("written_at"), 5)),
    "people-031": lambda d: same(r for r in d.projects if r.get("customer") is None),
    "people-032": lambda d: same(r for r in d.projects if r["status"] == "active" and r["priority"] != "critical"),
    "people-033": lambda d: same(r for r in d.people if "python" in r["skills"] and r["city"] != "Berlin"),
    "people-034": lambda d: same(r for r in d.people if r["hired_on"][:4] == "2022"),
    "people-035": lambda d: same(r for r in d.notes if d.between(r["written_at"], "2026-05-11", "2026-05-18")),
    "people-036": lambda d: same(r for r in d.notes if d.between(r["written_at"], "2026-04-01", "2026-05-01")),
    "people-037": lambda d: same(r for r in d.notes if d.between(r["written_at"], "2026-05-18")),
    "people-038": lambda d: same(r for r in d.notes if d.between(r["written_at"], "2025-10-01", "2026-01-01")),
    "people-039": lambda d: same(r for r in d.projects if "2026-05-20" <= r["due_on"] <= "2026-07-19"),
    "people-040": lambda d: same(r for r in d.people if r["hired_on"] < "2018-01-01"),
    "people-041": lambda d: same(r for r in d.notes if d.between(r["written_at"], "2025-12-01", "2025-12-17")),
    "people-042": lambda d: same(d.into("Iris", "works_on")),
    "people-043": lambda d: same(d.out("Sofia Marchetti", "wrote")),
    "people-044": lambda d: same(d.into("On-call handbook", "wrote")),
    "people-045": lambda d: same(d.into("Nora Petersen", "reports_to")),
    "people-046": lambda d: same(d.out("Jonas Weber", "reports_to")),
    "people-047": lambda d: same(d.into("Safety", "member_of")),
    "people-048": lambda d: same(d.into("Drift", "depends_on")),
    "people-049": lambda d: same(d.into("Cobalt", "about")),
    "people-050": lambda d: same(d.reach("Rafael Ortega", lambda key: d.into(key, "reports_to"))),
    "people-051": lambda d: same(d.out("Audit preparation checklist", "cites")),
    "people-052": lambda d: same(d.out("Ember") + d.into("Ember")),
    "people-053": lambda d: includes(d.get("notes", "How to calibrate a stereo camera")),
    "people-054": lambda d: includes(d.get("notes", "Alert fatigue in the night shift")),
    "people-055": lambda d: includes(d.get("notes", "Login without passwords")),
    "people-056": lambda d: includes(d.get("notes", "Deadlocks at aisle crossings")),
    "people-057": lambda d: (
        ordered(
            most(
                [
                    r
                    for r in d.notes
                    if r["kind"] == "report" and "testing" in r["tags"] and d.between(r["written_at"], "2026-01-01", "2027-01-01")
                ],
                f("written_at"),
            )
        )
    ),
    "people-058": lambda d: same(r for r in d.out("Jonas Weber", "wrote") if d.between(r["written_at"], "2026-01-01")),
    "people-059": lambda d: same(r for r in d.people if r["city"] == "Berlin" and "computer-vision" in r["skills"] and r["salary"] < 80000),
    "people-060": lambda d: ordered(most([r for r in d.projects if r["status"] == "active"], f("budget"), 2)),
    "people-061": lambda d: (
        includes(
            d.get("notes", "Thermal cameras compared"),
            [r for r in d.notes if r["kind"] == "report" and d.between(r["written_at"], "2026-01-01")],
        )
    ),
    "people-062": lambda d: same(r for r in d.into("Platform", "member_of") if r["remote"]),
    "shop-001": lambda d: same(d.get("orders", "ORD-2042")),
    "shop-002": lambda d: same(d.get("products", "TNT-103")),
    "shop-003": lambda d: same(r for r in d.products if r["name"] == "Storm Cook System"),
    "shop-004": lambda d: same(r for r in d.customers if r["name"] == "Isla MacLeod"),
    "shop-005": lambda d: value(74.9),
    "shop-006": lambda d: same(r for r in d.products if r["category"] == "sleeping_bags"),
    "shop-007": lambda d: same(r for r in d.products if r["category"] == "footwear"),
    "shop-008": lambda d: same(r for r in d.orders if r["status"] == "returned"),
    "shop-009": lambda d: same(r for r in d.customers if r["country"] == "DE"),
    "shop-010": lambda d: same(r for r in d.customers if r["tier"] == "gold"),
    "shop-011": lambda d: same(r for r in d.products if "yellow" in r["colours"]),
    "shop-012": lambda d: same(r for r in d.orders if r["payment"] == "transfer"),
    "shop-013": lambda d: same(r for r in d.products if r["price"] < 30),
    "shop-014": lambda d: same(r for r in d.products if r["category"] == "tents" and r["weight_g"] < 1500),
    "shop-015": lambda d: same(r for r in d.products if r["rating"] >= 4.7),
    "shop-016": lambda d: same(r for r in d.orders if r["total"] > 500),
    "shop-017": lambda d: same(r for r in d.products if 50 <= r["price"] <= 80),
    "shop-018": lambda d: same(r for r in d.products if 0 < r["stock"] < 10),
    "shop-019": lambda d: value(len(d.orders)),
    "shop-020": lambda d: value(sum(r["stock"] == 0 for r in d.products)),
    "shop-021": lambda d: value(sum(r["country"] == "FR" for r in d.customers)),
    "shop-022": lambda d: value(sum(buyer(d, r)["name"] == "Leo Marchetti" for r in d.orders)),
    "shop-023": lambda d: value(total("total")([r for r in d.orders if r["status"] == "delivered"])),
    "shop-024": lambda d: value(mean(r["rating"] for r in d.products if r["category"] == "stoves")),
    "shop-025": lambda d: value(min(r["price"] for r in d.products if r["category"] == "backpacks")),
    "shop-026": lambda d: value(mean(r["total"] for r in d.orders if d.between(r["ordered_at"], "2025-12-01", "2026-01-01"))),
    "shop-027": lambda d: value(sum(r["quantity"] for r in d.orders if r["product"] == "LGT-502")),
    "shop-028": lambda d: values(per(d.orders, f("status"))),
    "shop-029": lambda d: values(per(d.products, f("category"), average("price"))),
    "shop-030": lambda d: values(per(d.customers, f("country"))),
    "shop-031": lambda d: values(per(d.orders, f("payment"), total("total"))),
    "shop-032": lambda d: values(per(d.orders, lambda r: buyer(d, r)["country"], total("total"))),
    "shop-033": lambda d: ordered(most(d.products, f("price"), 5)),
    "shop-034": lambda d: first(most(d.products, f("rating"), 1)),
    "shop-035": lambda d: first(most(d.orders, f("ordered_at"), 1)),
    "shop-036": lambda d: first(d.get("customers", most_common(d.orders, f("customer")))),
    "shop-037": lambda d: first(d.get("products", most_common(d.orders, f("product"), f("quantity")))),
    "shop-038": lambda d: ordered(least(d.customers, f("joined_on"), 3)),
    "shop-039": lambda d: same(r for r in d.customers if all(o["customer"] != r.key for o in d.orders)),
    "shop-040": lambda d: same(r for r in d.customers if not r["newsletter"]),
    "shop-041": lambda d: same(r for r in d.products if all(o["product"] != r.key for o in d.orders)),
    "shop-042": lambda d: same(r for r in d.products if r["category"] == "footwear" and r["brand"] != "Campo"),
    "shop-043": lambda d: same(r for r in d.orders if d.between(r["ordered_at"], "2026-01-14", "2026-01-15")),
    "shop-044": lambda d: same(r for r in d.orders if d.between(r["ordered_at"], "2026-01-05", "2026-01-12")),
    "shop-045": lambda d: same(r for r in d.orders if d.between(r["ordered_at"], "2026-01-14 12:00", "2026-01-14 18:00")),
    "shop-046": lambda d: value(sum(d.between(r["ordered_at"], "2025-07-01", "2025-10-01") for r in d.orders)),
    "shop-047": lambda d: same(r for r in d.orders if d.between(r["ordered_at"], "2026-01-08 10:00")),
    "shop-048": lambda d: same(r for r in d.orders if d.between(r["ordered_at"], "2025-12-10", "2025-12-25")),
    "shop-049": lambda d: same(r for r in d.products if r["released_on"][:4] == "2024"),
    "shop-050": lambda d: same(r for r in d.orders if d.between(r["ordered_at"], "2026-01-15")),
    "shop-051": lambda d: same(r for r in d.orders if buyer(d, r)["name"] == "Katrin Schäfer"),
    "shop-052": lambda d: same(buyer(d, r) for r in d.orders if article(d, r)["name"] == "Summit Down Parka"),
    "shop-053": lambda d: same(r for r in d.orders if article(d, r)["brand"] == "Brenna"),
    "shop-054": lambda d: same(buyer(d, r) for r in d.orders if article(d, r)["category"] == "tents"),
    "shop-055": lambda d: includes(d.get("products", "WTR-804")),
    "shop-056": lambda d: includes(d.get("products", "WTR-801", "WTR-802")),
    "shop-057": lambda d: includes(d.get("products", "LGT-502")),
    "shop-058": lambda d: includes(d.get("products", "STV-403")),
    "shop-059": lambda d: (
        includes(d.get("products", "CLT-701"), [r for r in d.products if r["category"] == "clothing" and r["price"] < 250])
    ),
    "shop-060": lambda d: ordered(least([r for r in d.products if r["category"] == "tents" and r["stock"] > 0], f("price"), 3)),
    "shop-061": lambda d: (
        ordered(
            most(
                [
                    r
                    for r in d.orders
                    if r["status"] == "delivered" and r["total"] > 200 and d.between(r["ordered_at"], "2025-12-01", "2026-01-01")
                ],
                f("total"),
            )
        )
    ),
    "shop-062": lambda d: same(r for r in d.orders if buyer(d, r)["tier"] == "gold" and d.between(r["ordered_at"], "2026-01-01")),
    "shop-063": lambda d: first(most([r for r in d.products if r["category"] == "backpacks" and r["price"] < 150], f("rating"), 1)),
    "shop-064": lambda d: includes(d.get("products", "BPK-204", "FTW-605"), [r for r in d.products if r["stock"] > 0 and r["price"] <= 35]),
    "memory-001": lambda d: same(d.get("documents", "file:///home/lena/flat/floor plan.png")),
    "memory-002": lambda d: same(r for r in d.documents if r["name"] == "Cutover runbook"),
    "memory-003": lambda d: same(d.get("moments", "Hunting the slow statement query")),
    "memory-004": lambda d: same(d.get("sessions", "2c17f168-35f0-434d-883e-cf62e2aa53df")),
    "memory-005": lambda d: same(r for r in d.documents if r["content_type"] == "application/pdf"),
    "memory-006": lambda d: same(r for r in d.moments if r["moment_type"] == "learning"),
    "memory-007": lambda d: same(r for r in d.moments if "Petra" in r["people"]),
    "memory-008": lambda d: same(r for r in d.messages if r["role"] == "tool"),
    "memory-009": lambda d: same(r for r in d.documents if r["category"] == "tax"),
    "memory-010": lambda d: same(r for r in d.documents if r["file_size"] > 3_000_000),
    "memory-011": lambda d: same(r for r in d.documents if r["chunk_count"] > 20),
    "memory-012": lambda d: same(r for r in d.moments if hours(d, r) > 2),
    "memory-013": lambda d: value(sum(r["role"] == "assistant" for r in d.messages)),
    "memory-014": lambda d: value(sum(r["user_id"] == "tom" for r in d.sessions)),
    "memory-015": lambda d: value(sum("Marek" in r["people"] for r in d.moments)),
    "memory-016": lambda d: value(sum(r["file_size"] for r in d.documents)),
    "memory-017": lambda d: value(mean(r["file_size"] for r in d.documents if r["content_type"] == "application/pdf")),
    "memory-018": lambda d: value(sum(r["chunk_count"] for r in d.documents if "lisbon" in r["tags"])),
    "memory-019": lambda d: values(per(d.messages, f("role"))),
    "memory-020": lambda d: values(per(d.moments, f("moment_type"))),
    "memory-021": lambda d: values(per(d.documents, f("category"), total("file_size"))),
    "memory-022": lambda d: first(most(d.messages, f("timestamp"), 1)),
    "memory-023": lambda d: ordered(most(d.moments, lambda r: d.local(r["start_time"]), 5)),
    "memory-024": lambda d: first(most(d.documents, f("file_size"), 1)),
    "memory-025": lambda d: first(least([r for r in d.moments if "Ana" in r["people"]], lambda r: d.local(r["start_time"]), 1)),
    "memory-026": lambda d: same(r for r in d.moments if "Lena" not in r["people"]),
    "memory-027": lambda d: same(r for r in d.sessions if r.get("case_id") is None),
    "memory-028": lambda d: same(r for r in d.documents if r["category"] == "home" and r["content_type"] != "application/pdf"),
    "memory-029": lambda d: same(r for r in d.moments if d.between(r["start_time"], "2026-03-17", "2026-03-18")),
    "memory-030": lambda d: same(r for r in d.moments if d.between(r["start_time"], "2026-03-09", "2026-03-16")),
    "memory-031": lambda d: same(r for r in d.messages if d.between(r["timestamp"], "2026-03-18 06:00", "2026-03-18 12:00")),
    "memory-032": lambda d: same(r for r in d.messages if d.between(r["timestamp"], "2026-03-14", "2026-03-15")),
    "memory-033": lambda d: same(r for r in d.moments if d.between(r["start_time"], "2026-03-10")),
    "memory-034": lambda d: same(r for r in d.moments if d.between(r["start_time"], "2026-02-16", "2026-02-21")),
    "memory-035": lambda d: same(r for r in d.documents if d.between(r.get("active_end_time"), "now", "2026-04-17 15:30")),
    "memory-036": lambda d: value(sum(d.between(r["timestamp"], "2026-02-01", "2026-03-01") for r in d.messages)),
    "memory-037": lambda d: same(r for r in d.messages if r["session_id"] == "14bb19ac-3f8a-4f4b-932e-498ceb67eedf"),
    "memory-038": lambda d: same(d.out("Sorting receipts", "used")),
    "memory-039": lambda d: same(d.into("file:///home/lena/billing/runbook-v2.md", "used")),
    "memory-040": lambda d: same(d.out("file:///home/lena/invoices/reminder-2.docx", "supersedes")),
    "memory-041": lambda d: same(r for r in d.messages if r["role"] == "user" and session(d, r)["user_id"] == "tom"),
    "memory-042": lambda d: includes(d.get("messages", "msg-019", "msg-020")),
    "memory-043": lambda d: includes(d.get("moments", "Jupiter at midnight")),
    "memory-044": lambda d: includes(d.get("messages", "msg-084")),
    "memory-045": lambda d: includes(d.get("moments", "Sowing tomatoes")),
    "memory-046": lambda d: includes(d.get("messages", "msg-052"), [r for r in d.messages if r["role"] == "assistant"]),
    "memory-047": lambda d: (
        includes(
            d.get("messages", "msg-058"),
            [r for r in d.messages if r["role"] == "user" and d.between(r["timestamp"], "2026-03-09", "2026-03-16")],
        )
    ),
    "memory-048": lambda d: (
        ordered(most([r for r in d.moments if r["moment_type"] == "work_session"], lambda r: d.local(r["start_time"]), 3))
    ),
    "memory-049": lambda d: (
        ordered(
            most(
                [r for r in d.moments if "billing" in r["tags"] and d.between(r["start_time"], "2026-03-01", "2026-04-01")],
                lambda r: d.local(r["start_time"]),
            )
        )
    ),
    "memory-050": lambda d: (
        same(r for r in d.moments if "relieved" in r["emotion_tags"] and d.between(r["start_time"], "2026-02-01", "2026-03-01"))
    ),
    "measurements-001": lambda d: same(d.get("stations", "ALG-04")),
    "measurements-002": lambda d: same(d.get("readings", "R-0100")),
    "measurements-003": lambda d: same(r for r in d.stations if r["name"] == "Point Pelee Marsh"),
    "measurements-004": lambda d: value(541),
    "measurements-005": lambda d: same(r for r in d.stations if r["kind"] == "coastal"),
    "measurements-006": lambda d: same(r for r in d.readings if r["quality"] == "faulty"),
    "measurements-007": lambda d: same(r for r in d.stations if r["kind"] == "urban"),
    "measurements-008": lambda d: same(r for r in d.readings if r["station"] == "HRS-08"),
    "measurements-009": lambda d: same(r for r in d.readings if r["temperature"] < -18),
    "measurements-010": lambda d: same(r for r in d.readings if (r.get("wind_speed") or 0) > 10),
    "measurements-011": lambda d: same(r for r in d.stations if r["altitude_m"] > 300),
    "measurements-012": lambda d: same(r for r in d.readings if r["humidity"] >= 98),
    "measurements-013": lambda d: same(r for r in d.readings if r["battery"] < 3.35),
    "measurements-014": lambda d: same(r for r in d.readings if r["snowfall"] > 4),
    "measurements-015": lambda d: value(len(d.readings)),
    "measurements-016": lambda d: value(sum(r["station"] == "SUD-05" and r["quality"] != "good" for r in d.readings)),
    "measurements-017": lambda d: value(mean(r["temperature"] for r in d.readings if station(d, r)["name"] == "Ottawa Canal")),
    "measurements-018": lambda d: value(max(r.get("wind_speed") or 0 for r in d.readings)),
    "measurements-019": lambda d: value(min(r["pressure"] for r in d.readings if r["station"] == "TOR-03")),
    "measurements-020": lambda d: (
        value(
            sum(r["snowfall"] for r in d.readings if r["station"] == "GBY-02" and d.between(r["measured_at"], "2026-01-01", "2026-02-01"))
        )
    ),
    "measurements-021": lambda d: values(per(d.readings, f("station"), average("temperature"))),
    "measurements-022": lambda d: values(per(d.readings, f("quality"))),
    "measurements-023": lambda d: values(per(d.readings, f("station"), lambda rows: max(r.get("wind_speed") or 0 for r in rows))),
    "measurements-024": lambda d: values(per(d.readings, lambda r: station(d, r)["kind"], average("humidity"))),
    "measurements-025": lambda d: ordered(least(d.readings, f("temperature"), 3)),
    "measurements-026": lambda d: first(most(d.stations, f("altitude_m"), 1)),
    "measurements-027": lambda d: first(most(d.stations, f("installed_on"), 1)),
    "measurements-028": lambda d: first(most([r for r in d.readings if station(d, r)["name"] == "Toronto Rooftop"], f("measured_at"), 1)),
    "measurements-029": lambda d: same(r for r in d.readings if r.get("wind_speed") is None),
    "measurements-030": lambda d: same(r for r in d.stations if r["kind"] not in ("coastal", "urban")),
    "measurements-031": lambda d: same(r for r in d.stations if not r["active"]),
    "measurements-032": lambda d: same(r for r in d.readings if d.between(r["measured_at"], "2026-02-09 12:00", "2026-02-09 18:00")),
    "measurements-033": lambda d: same(r for r in d.readings if d.between(r["measured_at"], "2026-02-10")),
    "measurements-034": lambda d: (
        same(r for r in d.readings if r["station"] == "PEL-07" and d.between(r["measured_at"], "2026-02-02", "2026-02-09"))
    ),
    "measurements-035": lambda d: (
        same(r for r in d.readings if r["station"] == "OTT-06" and d.between(r["measured_at"], "2026-01-25", "2026-01-29"))
    ),
    "measurements-036": lambda d: (
        value(mean(r["temperature"] for r in d.readings if d.between(r["measured_at"], "2026-02-09", "2026-02-10")))
    ),
    "measurements-037": lambda d: value(sum(d.between(r["measured_at"], "2026-02-07") for r in d.readings)),
    "measurements-038": lambda d: same(station(d, r) for r in d.readings if r["quality"] == "faulty"),
    "measurements-039": lambda d: (
        same(r for r in d.readings if station(d, r)["kind"] == "mountain" and d.between(r["measured_at"], "2026-01-01", "2026-02-01"))
    ),
    "measurements-040": lambda d: includes(d.get("stations", "ALG-04")),
    "measurements-041": lambda d: includes(d.get("readings", "R-0018")),
    "measurements-042": lambda d: includes(d.get("readings", "R-0185")),
    "measurements-043": lambda d: (
        ordered(
            most(
                [r for r in d.readings if r["quality"] == "good" and d.between(r["measured_at"], "2026-02-01", "2026-03-01")],
                f("wind_speed"),
                3,
            )
        )
    ),
    "measurements-044": lambda d: (
        ordered(most([r for r in d.readings if r["quality"] == "suspect" and d.between(r["measured_at"], "2026-02-08")], f("measured_at")))
    ),
    "measurements-045": lambda d: (
        same(
            r
            for r in d.readings
            if r["station"] == "ALG-04" and r["temperature"] < -15 and d.between(r["measured_at"], "2026-02-02", "2026-02-09")
        )
    ),
    "measurements-046": lambda d: includes(d.get("readings", "R-0182"), [r for r in d.readings if r["quality"] == "good"]),
}


def read(path):
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def write(path, questions):
    path.write_text("".join(json.dumps(q, ensure_ascii=False) + "\n" for q in questions), encoding="utf-8")


def problems_of_form(question, domains):
    name = question.get("id", "?")
    match = re.fullmatch(r"([a-z]+)-(?:[hxy]-)?(\d{3})", name)
    if not match or match.group(1) != question.get("domain"):
        yield f"{name}: the id is none of domain-000, domain-h-000, domain-x-000, domain-y-000"
    if question.get("domain") not in domains:
        yield f"{name}: no such domain"
        return
    extra = set(question) - {"id", "domain", "kind", "question", "now", "expected"}
    if extra:
        yield f"{name}: unknown {extra}"
    if question.get("kind") not in KINDS:
        yield f"{name}: no such kind: {question.get('kind')}"
    if not question.get("question", "").strip():
        yield f"{name}: no question"
    domain = domains[question["domain"]]
    if "now" in question and question["now"] != domain.now:
        yield f"{name}: now is not that of its domain"
    if question.get("kind") == "time" and "now" not in question:
        yield f"{name}: a question of time without now"
    expected = question.get("expected", {})
    fields = set(expected) - {"within"} if expected.get("match") == "includes" else set(expected)
    if fields != MATCHES.get(expected.get("match")):
        yield f"{name}: expected is malformed"
    known = {row.key for rows in domain.tables.values() for row in rows}
    for key in expected.get("keys", []) + expected.get("within", []):
        if key not in known:
            yield f"{name}: no row is called {key}"
    if expected.get("match") in ("includes", "first") and len(expected["keys"]) > 10:
        yield f"{name}: more rows than ten places"


def main(arguments):
    from answers_2 import ANSWERS_2  # here, because these files take their helpers from this one
    from answers_3 import ANSWERS_3
    from held_out_answers import ANSWERS_HELD_OUT

    worked_out = ANSWERS | ANSWERS_2 | ANSWERS_3 | ANSWERS_HELD_OUT
    writing = "--write" in arguments
    names = [a for a in arguments if not a.startswith("--")]
    path = Path(names[0]) if names else HERE.parent / "questions.jsonl"
    domains = {d.name: d for d in (Domain(about.parent) for about in sorted(HERE.glob("*/domain.json")))}
    questions = read(path)
    problems = []
    for question in questions:
        name = question.get("id")
        if name not in worked_out:
            problems.append(f"{name}: no answer is worked out here")
            continue
        try:
            answer = worked_out[name](domains[question["domain"]])
        except (AssertionError, KeyError, TypeError, ValueError) as e:
            problems.append(f"{name}: {type(e).__name__} {e}")
            continue
        if writing:
            question["expected"] = answer
        elif question.get("expected") != answer:
            problems.append(f"{name}: expected {question.get('expected')}, worked out {answer}")
    problems += [f"{i}: twice" for i, n in Counter(q.get("id") for q in questions).items() if n > 1]
    problems += [f"twice: {t}" for t, n in Counter((q["domain"], q["question"].lower()) for q in questions).items() if n > 1]
    files = {
        "questions.jsonl": ANSWERS,
        "questions-2.jsonl": ANSWERS_2,
        "questions-3.jsonl": ANSWERS_3,
        "questions-held-out.jsonl": ANSWERS_HELD_OUT,
    }
    whole = files.get(path.name, {}) if path.resolve().parent == HERE.parent else {}
    problems += [f"{i}: answered, but not asked" for i in whole.keys() - {q.get("id") for q in questions}]
    for question in questions:
        problems += problems_of_form(question, domains)
    if writing and not problems:
        write(path, questions)
    counts = Counter((q["kind"], q["domain"]) for q in questions)
    print("kind".ljust(12) + "".join(d.rjust(14) for d in domains) + "all".rjust(6))
    for kind in KINDS:
        row = [counts[kind, d] for d in domains]
        print(kind.ljust(12) + "".join(str(n).rjust(14) for n in row) + str(sum(row)).rjust(6))
    row = [sum(counts[k, d] for k in KINDS) for d in domains]
    print("all".ljust(12) + "".join(str(n).rjust(14) for n in row) + str(len(questions)).rjust(6))
    print("rows".ljust(12) + "".join(str(sum(map(len, d.tables.values()))).rjust(14) for d in domains.values()))
    print("\n".join(problems) if problems else "all in order")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
