"""What each question of ../questions-3.jsonl is to be answered with; check.py runs these as it does its own ANSWERS."""

from collections import Counter

from check import (
    article,
    average,
    buyer,
    f,
    first,
    hours,
    includes,
    least,
    mean,
    most,
    ordered,
    per,
    same,
    session,
    station,
    total,
    value,
    values,
)

ANSWERS_3 = {
    "articles-x-001": lambda d: same(d.get("articles", "Methane Seas on Titan")),
    "articles-x-002": lambda d: same(d.get("articles", "Escoffier's Five Mother Sauces")),
    "articles-x-003": lambda d: value(d.get("articles", "Iodised Salt Against Goitre")[0]["category"]),
    "articles-x-004": lambda d: same(d.get("articles", "The Blue Whale's Slow Heart", "Photo 51 and the Double Helix")),
    "articles-x-005": lambda d: same(r for r in d.articles if r["category"] == "music"),
    "articles-x-006": lambda d: same(r for r in d.articles if "spices" in r["tags"]),
    "articles-x-007": lambda d: same(r for r in d.articles if r["category"] in ("biology", "geography")),
    "articles-x-008": lambda d: same(r for r in d.articles if r["category"] == "programming" and "compilers" in r["tags"]),
    "articles-x-009": lambda d: same(r for r in d.articles if {"cosmology", "relativity"} & set(r["tags"])),
    "articles-x-010": lambda d: value(sum(r["category"] == "history" for r in d.articles)),
    "articles-x-011": lambda d: value(sum(r["category"] != "programming" for r in d.articles)),
    "articles-x-012": lambda d: value(len({t for r in d.articles for t in r["tags"]})),
    "articles-x-013": lambda d: value(sum("concurrency" in r["tags"] for r in d.articles)),
    "articles-x-014": lambda d: values(
        per(
            [r for r in d.articles if r["category"] in ("cooking", "music", "health")],
            f("category"),
            lambda rows: min(r["title"] for r in rows),
        )
    ),
    "articles-x-015": lambda d: values(
        [[t] for t in sorted({t for r in d.articles for t in r["tags"]}) if len({r["category"] for r in d.articles if t in r["tags"]}) > 1]
    ),
    "articles-x-016": lambda d: ordered(most([r for r in d.articles if r["category"] == "databases"], f("title"), 2)),
    "articles-x-017": lambda d: ordered(least([r for r in d.articles if r["category"] == "health"], f("title"), 3)),
    "articles-x-018": lambda d: same(r for r in d.articles if r["category"] == "astronomy" and "cosmology" not in r["tags"]),
    "articles-x-019": lambda d: same(r for r in d.articles if r["category"] == "music" and "percussion" not in r["tags"]),
    "articles-x-020": lambda d: same(r for r in d.articles if "enzymes" in r["tags"] and r["category"] != "cooking"),
    "articles-x-021": lambda d: includes(d.get("articles", "How Honeybees Dance Directions")),
    "articles-x-022": lambda d: includes(d.get("articles", "Rickets, Sunlight and Vitamin D")),
    "articles-x-023": lambda d: includes(d.get("articles", "SQL Injection and Prepared Statements")),
    "articles-x-024": lambda d: includes(d.get("articles", "Baarle, the Town of Enclaves")),
    "articles-x-025": lambda d: includes(d.get("articles", "Oral Rehydration with Salt and Sugar")),
    "articles-x-026": lambda d: includes(d.get("articles", "The Shipping Container Shrinks the World")),
    "articles-x-027": lambda d: includes(d.get("articles", "Why 0.1 Plus 0.2 Misses 0.3")),
    "articles-x-028": lambda d: includes(
        d.get("articles", "Steelpan, Trinidad's Tuned Oil Drum"), [r for r in d.articles if r["category"] == "music"]
    ),
    "articles-x-029": lambda d: includes(
        d.get("articles", "Pompeii Under Vesuvius in AD 79"), [r for r in d.articles if r["category"] == "history"]
    ),
    "articles-x-030": lambda d: includes(
        d.get("articles", "Vickrey's Second-Price Auction"), [r for r in d.articles if r["category"] == "economics"]
    ),
    "articles-x-031": lambda d: includes(
        d.get("articles", "Capsaicin and the Scoville Scale"), [r for r in d.articles if "spices" in r["tags"]]
    ),
    "articles-x-032": lambda d: includes(
        d.get("articles", "Helicobacter pylori and Stomach Ulcers"), [r for r in d.articles if r["category"] == "health"]
    ),
    "people-x-001": lambda d: same(d.get("people", "Fatima Zahra")),
    "people-x-002": lambda d: value(d.get("teams", "Operations")[0]["office"]),
    "people-x-003": lambda d: same(d.get("projects", "Granite")),
    "people-x-004": lambda d: value(d.get("people", "Kwame Mensah")[0]["salary"]),
    "people-x-005": lambda d: value(d.get("projects", "Harbor")[0]["due_on"]),
    "people-x-006": lambda d: same(d.get("notes", "Floor friction tests")),
    "people-x-007": lambda d: same(r for r in d.people if r["job_title"] == "Machine Learning Engineer"),
    "people-x-008": lambda d: same(r for r in d.people if r["status"] == "left"),
    "people-x-009": lambda d: same(r for r in d.projects if r["priority"] == "critical"),
    "people-x-010": lambda d: same(r for r in d.teams if r["office"] == "Berlin"),
    "people-x-011": lambda d: same(r for r in d.notes if r["kind"] == "minutes"),
    "people-x-012": lambda d: same(r for r in d.notes if {"safety", "fire"} & set(r["tags"])),
    "people-x-013": lambda d: same(r for r in d.people if "kubernetes" in r["skills"]),
    "people-x-014": lambda d: same(r for r in d.projects if 200_000 <= r["budget"] <= 300_000),
    "people-x-015": lambda d: same(r for r in d.people if r["salary"] >= 85_000),
    "people-x-016": lambda d: same(r for r in d.people if r["weekly_hours"] <= 30),
    "people-x-017": lambda d: same(r for r in d.notes if r["read_minutes"] < 3),
    "people-x-018": lambda d: same(r for r in d.teams if r["budget"] < 300_000),
    "people-x-019": lambda d: value(sum(r["status"] in ("on_leave", "left") for r in d.people)),
    "people-x-020": lambda d: value(sum(r["pinned"] for r in d.notes)),
    "people-x-021": lambda d: value(len(d.into("Harbor", "works_on"))),
    "people-x-022": lambda d: value(len({r["city"] for r in d.people})),
    "people-x-023": lambda d: value(sum("architecture" in r["tags"] for r in d.notes)),
    "people-x-024": lambda d: value(sum(r["salary"] for r in d.people)),
    "people-x-025": lambda d: value(mean(r["weekly_hours"] for r in d.people if r["city"] == "Berlin")),
    "people-x-026": lambda d: value(min(r["budget"] for r in d.projects)),
    "people-x-027": lambda d: value(sum(r["read_minutes"] for r in d.notes if r["kind"] == "design")),
    "people-x-028": lambda d: value(mean(r["salary"] for r in d.into("Perception", "member_of"))),
    "people-x-029": lambda d: values(per(d.people, f("status"))),
    "people-x-030": lambda d: values(per(d.people, f("city"), lambda rows: max(r["salary"] for r in rows))),
    "people-x-031": lambda d: values(per(d.projects, f("priority"))),
    "people-x-032": lambda d: values(per(d.notes, f("kind"), average("read_minutes"))),
    "people-x-033": lambda d: values([[p.key, len(d.into(p.key, "works_on"))] for p in d.projects if d.into(p.key, "works_on")]),
    "people-x-034": lambda d: values(per(d.teams, f("office"), total("budget"))),
    "people-x-035": lambda d: first(least(d.people, f("hired_on"), 1)),
    "people-x-036": lambda d: ordered(least(d.projects, f("budget"), 3)),
    "people-x-037": lambda d: first(most(d.teams, f("budget"), 1)),
    "people-x-038": lambda d: first(least(d.notes, f("read_minutes"), 1)),
    "people-x-039": lambda d: ordered(most(d.people, f("hired_on"), 3)),
    "people-x-040": lambda d: first(least(d.projects, f("started_on"), 1)),
    "people-x-041": lambda d: same(r for r in d.people if r["remote"] and "python" not in r["skills"]),
    "people-x-042": lambda d: same(r for r in d.projects if not d.into(r.key, "depends_on")),
    "people-x-043": lambda d: same(r for r in d.people if not d.out(r.key, "reports_to")),
    "people-x-044": lambda d: same(r for r in d.notes if r["kind"] == "howto" and not r["pinned"]),
    "people-x-045": lambda d: same(r for r in d.notes if not d.out(r.key, "cites")),
    "people-x-046": lambda d: same(r for r in d.notes if d.between(r["written_at"], "2026-05-19", "2026-05-20")),
    "people-x-047": lambda d: same(r for r in d.people if "2022-03-01" <= r["hired_on"] <= "2022-09-30"),
    "people-x-048": lambda d: same(r for r in d.notes if d.between(r["written_at"], "2026-05-12 11:00", "now")),
    "people-x-049": lambda d: same(r for r in d.projects if "2026-07-01" <= r["due_on"] <= "2026-09-30"),
    "people-x-050": lambda d: same(r for r in d.notes if d.between(r["written_at"], None, "2025-11-01")),
    "people-x-051": lambda d: same(r for r in d.notes if d.between(r["written_at"], "2026-04-01", "now")),
    "people-x-052": lambda d: same(r for r in d.teams if r["founded_on"][:4] == "2018"),
    "people-x-053": lambda d: value(sum(d.between(r["written_at"], "2026-01-01", "now") for r in d.notes)),
    "people-x-054": lambda d: same(d.into("Design", "member_of")),
    "people-x-055": lambda d: same(d.out("Nora Petersen", "works_on")),
    "people-x-056": lambda d: same(n for p in d.into("Safety", "member_of") for n in d.out(p.key, "wrote")),
    "people-x-057": lambda d: same(d.out("Ember", "depends_on")),
    "people-x-058": lambda d: same(d.out("Pavel Novak", "reports_to")),
    "people-x-059": lambda d: same(d.into("How to calibrate a stereo camera", "cites")),
    "people-x-060": lambda d: same(d.out("Tomasz Zielinski", "member_of")),
    "people-x-061": lambda d: same(p for r in d.projects if r.get("customer") == "Nordlager AG" for p in d.into(r.key, "works_on")),
    "people-x-062": lambda d: same(d.reach("Kwame Mensah", lambda key: d.out(key, "reports_to"))),
    "people-x-063": lambda d: includes(d.get("notes", "Emergency stop measurements")),
    "people-x-064": lambda d: includes(d.get("notes", "Payment provider shoot-out")),
    "people-x-065": lambda d: includes(d.get("notes", "Outage of 9 March")),
    "people-x-066": lambda d: includes(d.get("notes", "Speech recognition beside machines")),
    "people-x-067": lambda d: includes(d.get("teams", "Operations")),
    "people-x-068": lambda d: ordered(most([r for r in d.notes if r["pinned"] and r["read_minutes"] >= 12], f("read_minutes"))),
    "people-x-069": lambda d: first(most([r for r in d.people if r["remote"]], f("salary"), 1)),
    "people-x-070": lambda d: same(
        r for r in d.into("Atlas", "about") if r["kind"] == "report" and d.between(r["written_at"], "2026-01-01", "now")
    ),
    "people-x-071": lambda d: ordered(
        least([r for r in d.people if r["hired_on"] > "2021-12-31" and "python" in r["skills"]], f("salary"))
    ),
    "people-x-072": lambda d: same(
        r for r in d.projects if r["status"] == "active" and r["priority"] == "high" and r["due_on"] < "2026-08-01"
    ),
    "people-x-073": lambda d: same(r for r in d.out("Victor Dumont", "wrote") if "alerts" in r["tags"]),
    "people-x-074": lambda d: includes(d.get("notes", "Moving telemetry to a column store"), [r for r in d.notes if r["kind"] == "design"]),
    "shop-x-001": lambda d: same(d.get("products", "SLB-301")),
    "shop-x-002": lambda d: value(next(r["city"] for r in d.customers if r["name"] == "Quentin Moreau")),
    "shop-x-003": lambda d: value(d.get("orders", "ORD-2102")[0]["total"]),
    "shop-x-004": lambda d: same(d.get("customers", "C-1020")),
    "shop-x-005": lambda d: value(next(r["rating"] for r in d.products if r["name"] == "Festival Pop-Up")),
    "shop-x-006": lambda d: same(r for r in d.products if r["name"] == "Polar Hut Slippers"),
    "shop-x-007": lambda d: same(r for r in d.products if r["brand"] == "Lumo"),
    "shop-x-008": lambda d: same(r for r in d.orders if r["status"] == "paid"),
    "shop-x-009": lambda d: same(r for r in d.orders if r["payment"] == "invoice"),
    "shop-x-010": lambda d: same(r for r in d.customers if r["country"] in ("ES", "IT")),
    "shop-x-011": lambda d: same(r for r in d.customers if r["tier"] == "silver"),
    "shop-x-012": lambda d: same(r for r in d.products if {"red", "pink"} & set(r["colours"])),
    "shop-x-013": lambda d: same(r for r in d.products if r["category"] == "stoves" and r["brand"] == "Brenna"),
    "shop-x-014": lambda d: same(r for r in d.products if r["weight_g"] > 2000),
    "shop-x-015": lambda d: same(r for r in d.orders if 100 <= r["total"] <= 110),
    "shop-x-016": lambda d: same(r for r in d.products if r["price"] > 250),
    "shop-x-017": lambda d: same(r for r in d.products if r["stock"] <= 5),
    "shop-x-018": lambda d: same(r for r in d.orders if r["quantity"] > 3),
    "shop-x-019": lambda d: same(r for r in d.products if r["category"] == "footwear" and r["weight_g"] >= 500),
    "shop-x-020": lambda d: value(sum(r["category"] == "lighting" for r in d.products)),
    "shop-x-021": lambda d: value(sum(r["payment"] == "card" for r in d.orders)),
    "shop-x-022": lambda d: value(sum(r["newsletter"] for r in d.customers)),
    "shop-x-023": lambda d: value(len({r["product"] for r in d.orders})),
    "shop-x-024": lambda d: value(sum(buyer(d, r)["country"] == "DE" for r in d.orders)),
    "shop-x-025": lambda d: value(mean(r["price"] for r in d.products if r["brand"] == "Campo")),
    "shop-x-026": lambda d: value(min(r["weight_g"] for r in d.products if r["category"] == "backpacks")),
    "shop-x-027": lambda d: value(mean(r["quantity"] for r in d.orders)),
    "shop-x-028": lambda d: value(max(r["price"] for r in d.products if r["category"] == "clothing")),
    "shop-x-029": lambda d: value(total("total")([r for r in d.orders if r["status"] == "returned"])),
    "shop-x-030": lambda d: value(mean(r["total"] for r in d.orders if buyer(d, r)["name"] == "Zoe Hartmann")),
    "shop-x-031": lambda d: values(per(d.products, f("category"), total("stock"))),
    "shop-x-032": lambda d: values(per(d.customers, f("tier"))),
    "shop-x-033": lambda d: values(per(d.products, f("brand"), average("rating"))),
    "shop-x-034": lambda d: values(per(d.orders, lambda r: buyer(d, r)["name"])),
    "shop-x-035": lambda d: values(per(d.orders, lambda r: article(d, r)["category"], total("total"))),
    "shop-x-036": lambda d: values([g for g in per(d.products, f("brand")) if g[1] > 5]),
    "shop-x-037": lambda d: values(per(d.orders, f("status"), average("total"))),
    "shop-x-038": lambda d: ordered(least(d.products, f("weight_g"), 2)),
    "shop-x-039": lambda d: ordered(most(d.orders, f("total"), 2)),
    "shop-x-040": lambda d: first(most(d.products, f("released_on"), 1)),
    "shop-x-041": lambda d: first(most(d.customers, f("joined_on"), 1)),
    "shop-x-042": lambda d: first(most(d.products, f("stock"), 1)),
    "shop-x-043": lambda d: ordered(most(d.orders, f("ordered_at"), 10)),
    "shop-x-044": lambda d: ordered(least(d.products, f("rating"), 3)),
    "shop-x-045": lambda d: same(r for r in d.orders if r["status"] not in ("delivered", "returned")),
    "shop-x-046": lambda d: same(r for r in d.products if "black" not in r["colours"]),
    "shop-x-047": lambda d: same(r for r in d.customers if r["country"] == "GB" and r["tier"] != "gold"),
    "shop-x-048": lambda d: same(
        c for c in d.customers if not any(o["customer"] == c.key and article(d, o)["category"] == "backpacks" for o in d.orders)
    ),
    "shop-x-049": lambda d: same(r for r in d.products if r["category"] == "lighting" and r["brand"] != "Lumo"),
    "shop-x-050": lambda d: same(
        r for r in d.orders if d.between(r["ordered_at"], "2025-11-01", "2025-12-01") and r.get("gift_note") is None
    ),
    "shop-x-051": lambda d: same(r for r in d.orders if d.between(r["ordered_at"], "2026-01-12", "now")),
    "shop-x-052": lambda d: same(r for r in d.orders if d.between(r.get("shipped_at"), "2026-01-14", "2026-01-15")),
    "shop-x-053": lambda d: same(r for r in d.orders if d.between(r["ordered_at"], "2025-11-12 12:00", "2025-11-12 18:00")),
    "shop-x-054": lambda d: same(r for r in d.orders if d.between(r["ordered_at"], "2025-12-16 10:00", "now")),
    "shop-x-055": lambda d: same(r for r in d.orders if d.between(r["ordered_at"], "2025-12-01", "2026-01-01")),
    "shop-x-056": lambda d: same(r for r in d.orders if d.between(r["ordered_at"], "2025-04-01", "2025-07-01")),
    "shop-x-057": lambda d: same(r for r in d.products if "2024-01-01" <= r["released_on"] <= "2024-04-30"),
    "shop-x-058": lambda d: same(r for r in d.customers if r["joined_on"] < "2022-01-01"),
    "shop-x-059": lambda d: same(r for r in d.orders if d.between(r["ordered_at"], "2025-10-30", "2025-10-31")),
    "shop-x-060": lambda d: same(r for r in d.orders if d.between(r.get("shipped_at"), "2026-01-10 10:00", "now")),
    "shop-x-061": lambda d: same(buyer(d, r) for r in d.orders if article(d, r)["brand"] == "Norrfjell"),
    "shop-x-062": lambda d: same(r for r in d.orders if buyer(d, r)["city"] == "Paris"),
    "shop-x-063": lambda d: same(article(d, r) for r in d.orders if buyer(d, r)["name"] == "Carmen Ruiz"),
    "shop-x-064": lambda d: same(r for r in d.orders if article(d, r)["discontinued"]),
    "shop-x-065": lambda d: same(buyer(d, r) for r in d.orders if article(d, r)["name"] == "Drizzle Shell Jacket"),
    "shop-x-066": lambda d: same(buyer(d, r) for r in d.orders if r["status"] == "pending"),
    "shop-x-067": lambda d: values(
        [[c] for c in sorted({buyer(d, r)["country"] for r in d.orders if article(d, r)["name"] == "Basecamp Dome 6"})]
    ),
    "shop-x-068": lambda d: includes(d.get("products", "LGT-503")),
    "shop-x-069": lambda d: includes(d.get("products", "SLB-303")),
    "shop-x-070": lambda d: includes(d.get("products", "CLT-704")),
    "shop-x-071": lambda d: includes(d.get("products", "CLT-702")),
    "shop-x-072": lambda d: includes(d.get("products", "CLT-706")),
    "shop-x-073": lambda d: same(r for r in d.products if r["brand"] == "Lumo" and r["price"] < 50),
    "shop-x-074": lambda d: first(least([r for r in d.products if r["category"] == "tents" and not r["discontinued"]], f("weight_g"), 1)),
    "shop-x-075": lambda d: ordered(
        most(
            [r for r in d.orders if r["status"] == "shipped" and r["total"] > 100 and d.between(r["ordered_at"], "2026-01-01", "now")],
            f("total"),
        )
    ),
    "shop-x-076": lambda d: value(
        total("total")([r for r in d.orders if buyer(d, r)["country"] == "FR" and d.between(r["ordered_at"], "2025-01-01", "2026-01-01")])
    ),
    "shop-x-077": lambda d: same(
        r for r in d.orders if buyer(d, r)["name"] == "Felix Baumann" and r["status"] == "returned" and r["total"] > 200
    ),
    "shop-x-078": lambda d: ordered(
        least([r for r in d.products if r["brand"] == "Campo" and r["rating"] >= 4 and r["stock"] > 0], f("price"))
    ),
    "shop-x-079": lambda d: same(
        r
        for r in d.orders
        if r["payment"] == "paypal" and buyer(d, r)["country"] == "GB" and d.between(r["ordered_at"], "2025-11-01", "2025-12-01")
    ),
    "shop-x-080": lambda d: ordered(most([r for r in d.orders if r["payment"] == "invoice"], f("ordered_at"), 3)),
    "shop-x-081": lambda d: includes(
        d.get("products", "FTW-605"), [r for r in d.products if r["category"] == "footwear" and r["price"] < 60]
    ),
    "memory-x-001": lambda d: same(r for r in d.documents if r["name"] == "Manual of the telescope"),
    "memory-x-002": lambda d: same(d.get("moments", "Champagne")),
    "memory-x-003": lambda d: value(d.get("moments", "Retrospective of the migration")[0]["moment_type"]),
    "memory-x-004": lambda d: value(next(r["content_type"] for r in d.documents if r["name"] == "Billing schema")),
    "memory-x-005": lambda d: same(d.get("documents", "file:///home/lena/invoices/2026-001.pdf")),
    "memory-x-006": lambda d: same(r for r in d.moments if r["moment_type"] == "reflection"),
    "memory-x-007": lambda d: same(r for r in d.documents if {"astronomy", "cooking"} & set(r["tags"])),
    "memory-x-008": lambda d: same(r for r in d.messages if r["role"] == "system"),
    "memory-x-009": lambda d: same(r for r in d.moments if "annoyed" in r["emotion_tags"]),
    "memory-x-010": lambda d: same(r for r in d.documents if r["content_type"] == "text/markdown"),
    "memory-x-011": lambda d: same(r for r in d.moments if {"tax", "talk"} & set(r["tags"])),
    "memory-x-012": lambda d: same(r for r in d.documents if 50_000 <= r["file_size"] <= 100_000),
    "memory-x-013": lambda d: same(r for r in d.moments if hours(d, r) >= 1.5),
    "memory-x-014": lambda d: same(r for r in d.documents if r["chunk_count"] < 3),
    "memory-x-015": lambda d: same(r for r in d.documents if r["file_size"] > 1_000_000),
    "memory-x-016": lambda d: same(r for r in d.moments if len(r["people"]) == 2),
    "memory-x-017": lambda d: value(sum(r["category"] == "invoice" for r in d.documents)),
    "memory-x-018": lambda d: value(sum(r["role"] == "user" for r in d.messages)),
    "memory-x-019": lambda d: value(len({p for r in d.moments for p in r["people"]})),
    "memory-x-020": lambda d: value(sum(r.get("case_id") is not None for r in d.sessions)),
    "memory-x-021": lambda d: value(mean(r["file_size"] for r in d.documents if r["category"] == "work")),
    "memory-x-022": lambda d: value(sum(r["chunk_count"] for r in d.documents)),
    "memory-x-023": lambda d: value(max(hours(d, r) for r in d.moments) * 60),
    "memory-x-024": lambda d: value(len(d.messages) / len({r["session_id"] for r in d.messages})),
    "memory-x-025": lambda d: value(min(r["file_size"] for r in d.documents if r["content_type"] == "application/pdf")),
    "memory-x-026": lambda d: values(per(d.documents, f("category"))),
    "memory-x-027": lambda d: values(per(d.messages, f("session_id"))),
    "memory-x-028": lambda d: values([[t, n] for t, n in sorted(Counter(t for r in d.moments for t in r["emotion_tags"]).items())]),
    "memory-x-029": lambda d: values(per(d.documents, f("category"), lambda rows: max(r["file_size"] for r in rows))),
    "memory-x-030": lambda d: values(per(d.messages, lambda r: session(d, r)["user_id"])),
    "memory-x-031": lambda d: ordered(least(d.documents, f("file_size"), 2)),
    "memory-x-032": lambda d: first(most(d.documents, f("chunk_count"), 1)),
    "memory-x-033": lambda d: ordered(least(d.messages, f("timestamp"), 4)),
    "memory-x-034": lambda d: first(most([r for r in d.moments if "Marek" in r["people"]], lambda r: d.local(r["start_time"]), 1)),
    "memory-x-035": lambda d: first(most([r for r in d.messages if r["role"] == "user"], f("timestamp"), 1)),
    "memory-x-036": lambda d: same(r for r in d.documents if r["category"] not in ("work", "tax")),
    "memory-x-037": lambda d: same(r for r in d.moments if "Marek" in r["people"] and "Petra" not in r["people"]),
    "memory-x-038": lambda d: same(r for r in d.moments if "lisbon" in r["tags"] and r["moment_type"] != "planning"),
    "memory-x-039": lambda d: same(s for s in d.sessions if not any(m["session_id"] == s.key and m["role"] == "tool" for m in d.messages)),
    "memory-x-040": lambda d: same(r for r in d.messages if r["role"] == "tool" and r.get("trace_id") is None),
    "memory-x-041": lambda d: same(r for r in d.messages if d.between(r["timestamp"], "2026-03-17", "2026-03-18")),
    "memory-x-042": lambda d: same(r for r in d.moments if d.between(r["start_time"], "2026-03-16", "now")),
    "memory-x-043": lambda d: same(r for r in d.moments if d.between(r["start_time"], "2026-03-06 18:00", "2026-03-07")),
    "memory-x-044": lambda d: same(r for r in d.messages if d.between(r["timestamp"], "2026-02-09", "2026-02-10")),
    "memory-x-045": lambda d: same(r for r in d.moments if d.between(r["start_time"], "2026-03-13 15:30", "now")),
    "memory-x-046": lambda d: value(sum(d.between(r["timestamp"], "2026-03-11 15:30", "now") for r in d.messages)),
    "memory-x-047": lambda d: same(r for r in d.moments if d.between(r["start_time"], "2026-03-02", "2026-03-09")),
    "memory-x-048": lambda d: same(r for r in d.messages if d.between(r["timestamp"], "2026-03-13 18:00", "2026-03-14")),
    "memory-x-049": lambda d: same(x for r in d.moments if "billing" in r["tags"] for x in d.out(r.key, "used")),
    "memory-x-050": lambda d: same(d.into("file:///home/lena/billing/post-mortem.md", "used")),
    "memory-x-051": lambda d: same(d.out("file:///home/lena/billing/runbook-v2.md", "supersedes")),
    "memory-x-052": lambda d: same(r for r in d.messages if session(d, r).get("case_id") == "29a176be-23a2-4436-be32-93f581681f86"),
    "memory-x-053": lambda d: same(m for r in d.documents if r["category"] == "invoice" for m in d.into(r.key, "used")),
    "memory-x-054": lambda d: includes(d.get("messages", "msg-039")),
    "memory-x-055": lambda d: includes(d.get("moments", "Physiotherapy")),
    "memory-x-056": lambda d: includes(d.get("moments", "Friendly reminder to Norrsken", "Call with Norrsken")),
    "memory-x-057": lambda d: includes(d.get("messages", "msg-087")),
    "memory-x-058": lambda d: includes(d.get("messages", "msg-025")),
    "memory-x-059": lambda d: same(r for r in d.messages if r["role"] == "user" and d.between(r["timestamp"], "2026-03-09", "2026-03-10")),
    "memory-x-060": lambda d: ordered(
        least(
            [
                r
                for r in d.moments
                if r["moment_type"] == "planning" and "Lena" in r["people"] and d.between(r["start_time"], "2026-02-01", "2026-03-01")
            ],
            lambda r: d.local(r["start_time"]),
        )
    ),
    "memory-x-061": lambda d: ordered(
        most([r for r in d.documents if r["content_type"] == "application/pdf" and r["file_size"] > 500_000], f("file_size"))
    ),
    "memory-x-062": lambda d: same(r for r in d.moments if {"Marek", "Petra"} <= set(r["people"]) and hours(d, r) > 2),
    "memory-x-063": lambda d: includes(
        d.get("messages", "msg-083"), [r for r in d.messages if r["role"] == "assistant" and d.between(r["timestamp"], "2026-03-16", "now")]
    ),
    "memory-x-064": lambda d: same(r for r in d.documents if "norrsken" in r["tags"] and r["file_size"] < 30_000),
    "measurements-x-001": lambda d: same(d.get("readings", "R-0136")),
    "measurements-x-002": lambda d: value(next(r["code"] for r in d.stations if r["name"] == "Ottawa Canal")),
    "measurements-x-003": lambda d: value(d.get("readings", "R-0200")[0]["temperature"]),
    "measurements-x-004": lambda d: value(next(r["region"] for r in d.stations if r["name"] == "Horseshoe Valley Farm")),
    "measurements-x-005": lambda d: same(r for r in d.readings if station(d, r)["name"] == "Blue Mountain Summit"),
    "measurements-x-006": lambda d: same(r for r in d.stations if r["kind"] in ("industrial", "rural")),
    "measurements-x-007": lambda d: same(r for r in d.readings if r["station"] == "TOR-03" and r["quality"] == "good"),
    "measurements-x-008": lambda d: same(r for r in d.readings if r.get("remark") == "Housing cleaned"),
    "measurements-x-009": lambda d: same(r for r in d.readings if r["pressure"] > 1022),
    "measurements-x-010": lambda d: same(r for r in d.readings if r["humidity"] < 55),
    "measurements-x-011": lambda d: same(r for r in d.stations if r["battery_mah"] <= 2000),
    "measurements-x-012": lambda d: same(r for r in d.readings if 1 <= r["temperature"] <= 2),
    "measurements-x-013": lambda d: same(r for r in d.readings if (r.get("wind_speed") or 0) >= 12),
    "measurements-x-014": lambda d: same(r for r in d.stations if r["altitude_m"] < 200),
    "measurements-x-015": lambda d: value(sum(r["active"] for r in d.stations)),
    "measurements-x-016": lambda d: value(sum(r["temperature"] < -10 for r in d.readings)),
    "measurements-x-017": lambda d: value(sum(r.get("wind_speed") is None for r in d.readings)),
    "measurements-x-018": lambda d: value(sum(r["snowfall"] > 2 for r in d.readings)),
    "measurements-x-019": lambda d: value(max(r["humidity"] for r in d.readings if r["station"] == "SUD-05")),
    "measurements-x-020": lambda d: value(
        mean(r["temperature"] for r in d.readings if r["station"] == "ALG-04" and r["quality"] == "good")
    ),
    "measurements-x-021": lambda d: value(min(r["battery"] for r in d.readings)),
    "measurements-x-022": lambda d: value(mean(r["altitude_m"] for r in d.stations)),
    "measurements-x-023": lambda d: value(sum(r["battery_mah"] for r in d.stations)),
    "measurements-x-024": lambda d: values(per(d.readings, f("station"))),
    "measurements-x-025": lambda d: values(
        per(d.readings, lambda r: station(d, r)["name"], lambda rows: min(r["temperature"] for r in rows))
    ),
    "measurements-x-026": lambda d: values(per([r for r in d.readings if r["quality"] == "faulty"], f("station"))),
    "measurements-x-027": lambda d: values(per(d.readings, lambda r: station(d, r)["kind"], average("wind_speed"))),
    "measurements-x-028": lambda d: values(per(d.stations, f("kind"), average("altitude_m"))),
    "measurements-x-029": lambda d: ordered(least(d.stations, f("altitude_m"), 3)),
    "measurements-x-030": lambda d: first(most(d.readings, f("temperature"), 1)),
    "measurements-x-031": lambda d: ordered(most(d.readings, f("wind_speed"), 2)),
    "measurements-x-032": lambda d: first(least(d.stations, f("latitude"), 1)),
    "measurements-x-033": lambda d: first(most(d.stations, f("battery_mah"), 1)),
    "measurements-x-034": lambda d: ordered(most([r for r in d.readings if r["station"] == "GBY-02"], f("measured_at"), 5)),
    "measurements-x-035": lambda d: same(
        s for s in d.stations if not any(r["station"] == s.key and r["temperature"] > 0 for r in d.readings)
    ),
    "measurements-x-036": lambda d: same(
        r for r in d.readings if d.between(r["measured_at"], "2026-02-10", "now") and r["quality"] != "good"
    ),
    "measurements-x-037": lambda d: same(r for r in d.stations if r["region"] not in ("Toronto", "Ottawa")),
    "measurements-x-038": lambda d: same(r for r in d.readings if r["quality"] == "suspect" and r.get("remark") is None),
    "measurements-x-039": lambda d: same(r for r in d.readings if d.between(r["measured_at"], "2026-02-05", "2026-02-06")),
    "measurements-x-040": lambda d: same(r for r in d.readings if d.between(r["measured_at"], "2026-02-09 06:00", "2026-02-09 12:00")),
    "measurements-x-041": lambda d: same(r for r in d.readings if d.between(r["measured_at"], "2026-02-06", "2026-02-08")),
    "measurements-x-042": lambda d: same(r for r in d.readings if d.between(r["measured_at"], "2026-02-09", "now")),
    "measurements-x-043": lambda d: value(
        mean(r["humidity"] for r in d.readings if d.between(r["measured_at"], "2026-01-01", "2026-02-01"))
    ),
    "measurements-x-044": lambda d: value(
        round(sum(r["snowfall"] for r in d.readings if d.between(r["measured_at"], "2026-02-07 09:00", "now")), 4)
    ),
    "measurements-x-045": lambda d: same(r for r in d.readings if d.between(r["measured_at"], "2026-02-08 18:00", "2026-02-09")),
    "measurements-x-046": lambda d: same(r for r in d.stations if r["installed_on"] > "2017-12-31"),
    "measurements-x-047": lambda d: same(r for r in d.readings if station(d, r)["altitude_m"] > 400),
    "measurements-x-048": lambda d: same(station(d, r) for r in d.readings if r["temperature"] < -15),
    "measurements-x-049": lambda d: same(station(d, r) for r in d.readings if r["humidity"] == 100),
    "measurements-x-050": lambda d: value(min(r["temperature"] for r in d.readings if station(d, r)["kind"] == "urban")),
    "measurements-x-051": lambda d: same(r for r in d.readings if station(d, r)["region"] == "Muskoka"),
    "measurements-x-052": lambda d: includes(d.get("readings", "R-0193")),
    "measurements-x-053": lambda d: includes(d.get("readings", "R-0179")),
    "measurements-x-054": lambda d: includes(d.get("stations", "TOR-03")),
    "measurements-x-055": lambda d: includes(d.get("readings", "R-0211")),
    "measurements-x-056": lambda d: includes(d.get("stations", "PEL-07")),
    "measurements-x-057": lambda d: ordered(
        least([r for r in d.readings if d.between(r["measured_at"], "2026-02-02", "2026-02-09")], f("temperature"), 5)
    ),
    "measurements-x-058": lambda d: same(
        r
        for r in d.readings
        if r["quality"] in ("suspect", "faulty")
        and station(d, r)["kind"] == "coastal"
        and d.between(r["measured_at"], "2026-02-01", "2026-03-01")
    ),
    "measurements-x-059": lambda d: ordered(
        most(
            [r for r in d.readings if r["station"] == "BLM-01" and r["quality"] == "good" and (r.get("wind_speed") or 0) > 9.5],
            f("wind_speed"),
        )
    ),
    "measurements-x-060": lambda d: value(
        mean(
            r["temperature"]
            for r in d.readings
            if station(d, r)["name"] == "Blue Mountain Summit" and d.between(r["measured_at"], "2026-02-02", "2026-02-09")
        )
    ),
    "measurements-x-061": lambda d: same(r for r in d.stations if r["battery_mah"] >= 3000 and r["installed_on"] > "2015-12-31"),
    "measurements-x-062": lambda d: first(
        most(
            [
                r
                for r in d.readings
                if station(d, r)["name"] == "Toronto Rooftop" and d.between(r["measured_at"], "2026-01-01", "2026-02-01")
            ],
            f("temperature"),
            1,
        )
    ),
    "measurements-x-063": lambda d: includes(d.get("readings", "R-0018"), [r for r in d.readings if r["station"] == "GBY-02"]),
}
