"""The questions of ../questions-held-out.jsonl with what answers them; check.py runs the expressions as it does its own ANSWERS."""

from datetime import date, datetime

from check import includes, least, most, ordered, per, same, value, values


def mean(numbers):
    numbers = [n for n in numbers if n is not None]
    return sum(numbers) / len(numbers)


def customer(d, order):
    return d.get("customers", order["customer"])[0]


def product(d, order):
    return d.get("products", order["product"])[0]


def station(d, reading):
    return d.get("stations", reading["station"])[0]


def minutes(moment):
    begin, end = (datetime.fromisoformat(moment[k]) for k in ("start_time", "end_time"))
    return (end - begin).total_seconds() / 60


def day(text):
    return date.fromisoformat(text)


# Written in one go, before any of them was asked.
ASKED = [
    # articles
    ("articles", "lookup", "Kimchi and the Kimjang Tradition", lambda d: same(d.get("articles", "Kimchi and the Kimjang Tradition"))),
    ("articles", "lookup", "can you open the piece called 'Prospect Theory and Loss Aversion'?", lambda d: same(d.get("articles", "Prospect Theory and Loss Aversion"))),
    ("articles", "filter", "everything we have in history", lambda d: same(r for r in d.articles if r["category"] == "history")),
    ("articles", "filter", "Which articles carry the tag eggs?", lambda d: same(r for r in d.articles if "eggs" in r["tags"])),
    ("articles", "filter", "economics or geography articles", lambda d: same(r for r in d.articles if r["category"] in ("economics", "geography"))),
    ("articles", "count", "How big is the cooking section, in articles?", lambda d: value(sum(r["category"] == "cooking" for r in d.articles))),
    ("articles", "count", "number of categories", lambda d: value(len({r["category"] for r in d.articles}))),
    ("articles", "group", "article count for each category", lambda d: values(per(d.articles, lambda r: r["category"]))),
    ("articles", "group", "How many articles carry each of the tags?", lambda d: values([[t, sum(t in r["tags"] for r in d.articles)] for t in sorted({t for r in d.articles for t in r["tags"]})])),
    ("articles", "negation", "databases articles without the tag hashing", lambda d: same(r for r in d.articles if r["category"] == "databases" and "hashing" not in r["tags"])),
    ("articles", "negation", "music, but nothing about percussion", lambda d: same(r for r in d.articles if r["category"] == "music" and "percussion" not in r["tags"])),
    ("articles", "search", "why do bees dance", lambda d: includes(d.get("articles", "How Honeybees Dance Directions"))),
    ("articles", "search", "something on how surgeons learned to put patients to sleep", lambda d: includes(d.get("articles", "Ether Day and the Birth of Anaesthesia"))),
    ("articles", "search", "I'm looking for a text about paying drivers to avoid rush hour in cities", lambda d: includes(d.get("articles", "Congestion Pricing from Singapore to Stockholm"))),
    ("articles", "combined", "biology articles about animals that can regrow body parts", lambda d: includes(d.get("articles", "Axolotls Regrow Limbs and Spinal Cord"), [r for r in d.articles if r["category"] == "biology"])),
    ("articles", "combined", "history: how did a volcano bury a city", lambda d: includes(d.get("articles", "Pompeii Under Vesuvius in AD 79"), [r for r in d.articles if r["category"] == "history"])),
    # people
    ("people", "lookup", "greta.sommer@halden.example", lambda d: same(d.get("people", "Greta Sommer"))),
    ("people", "lookup", "tell me about Nora Petersen", lambda d: same(d.get("people", "Nora Petersen"))),
    ("people", "lookup", "what's project Granite", lambda d: same(d.get("projects", "Granite"))),
    ("people", "filter", "colleagues based in Lisbon", lambda d: same(r for r in d.people if r["city"] == "Lisbon")),
    ("people", "filter", "who knows kubernetes?", lambda d: same(r for r in d.people if "kubernetes" in r["skills"])),
    ("people", "filter", "design documents and how-to guides in the wiki", lambda d: same(r for r in d.notes if r["kind"] in ("design", "howto"))),
    ("people", "filter", "projects that are paused", lambda d: same(r for r in d.projects if r["status"] == "on_hold")),
    ("people", "comparison", "people earning at least 100k", lambda d: same(r for r in d.people if r["salary"] >= 100000)),
    ("people", "comparison", "Who works fewer than 35 hours a week?", lambda d: same(r for r in d.people if r["weekly_hours"] < 35)),
    ("people", "comparison", "notes you can read in five minutes or less", lambda d: same(r for r in d.notes if r["read_minutes"] <= 5)),
    ("people", "comparison", "projects whose budget lies between 200000 and 350000 euros", lambda d: same(r for r in d.projects if 200000 <= r["budget"] <= 350000)),
    ("people", "count", "how many of us work remotely?", lambda d: value(sum(bool(r["remote"]) for r in d.people))),
    ("people", "count", "number of pinned notes", lambda d: value(sum(r["pinned"] for r in d.notes))),
    ("people", "aggregate", "what is the mean salary of backend engineers", lambda d: value(mean(r["salary"] for r in d.people if r["job_title"] == "Backend Engineer"))),
    ("people", "aggregate", "combined budget of all teams", lambda d: value(sum(r["budget"] for r in d.teams))),
    ("people", "aggregate", "How many minutes would it take to read all incident reports?", lambda d: value(sum(r["read_minutes"] for r in d.notes if "incident" in r["tags"]))),
    ("people", "group", "headcount by city", lambda d: values(per(d.people, lambda r: r["city"]))),
    ("people", "group", "average salary per team", lambda d: values([[t.key, mean(r["salary"] for r in d.into(t.key, "member_of"))] for t in d.teams])),
    ("people", "group", "number of notes about each project", lambda d: values([[p.key, len(d.into(p.key, "about"))] for p in d.projects if d.into(p.key, "about")])),
    ("people", "group", "how many people share each skill", lambda d: values([[s, sum(s in r["skills"] for r in d.people)] for s in sorted({s for r in d.people for s in r["skills"]})])),
    ("people", "top", "Which team has the biggest budget?", lambda d: same(most(d.teams, lambda r: r["budget"], 1)) | {"match": "first"}),
    ("people", "top", "three longest notes by reading time", lambda d: ordered(most(d.notes, lambda r: r["read_minutes"], 3))),
    ("people", "top", "who joined most recently?", lambda d: same(most(d.people, lambda r: r["hired_on"], 1)) | {"match": "first"}),
    ("people", "top", "the team with the most members", lambda d: same(most(d.teams, lambda t: len(d.into(t.key, "member_of")), 1)) | {"match": "first"}),
    ("people", "negation", "people not on any project", lambda d: same(r for r in d.people if not d.out(r.key, "works_on"))),
    ("people", "negation", "Who hasn't written a single note?", lambda d: same(r for r in d.people if not d.out(r.key, "wrote"))),
    ("people", "negation", "projects that don't depend on anything", lambda d: same(r for r in d.projects if not d.out(r.key, "depends_on"))),
    ("people", "negation", "Berlin staff apart from the Controls team", lambda d: same(r for r in d.people if r["city"] == "Berlin" and "Controls" not in [t.key for t in d.out(r.key, "member_of")])),
    ("people", "negation", "internal projects, i.e. without a customer", lambda d: same(r for r in d.projects if not r.get("customer"))),
    ("people", "time", "who started in 2022?", lambda d: same(r for r in d.people if r["hired_on"].startswith("2022"))),
    ("people", "time", "wiki pages from the last 30 days", lambda d: same(r for r in d.notes if d.between(r["written_at"], "2026-04-20 11:00", "now"))),
    ("people", "time", "projects due before July 2026", lambda d: same(r for r in d.projects if r.get("due_on") and r["due_on"] < "2026-07-01")),
    ("people", "relation", "who reports to Nora Petersen?", lambda d: same(d.into("Nora Petersen", "reports_to"))),
    ("people", "relation", "members of the Perception team", lambda d: same(d.into("Perception", "member_of"))),
    ("people", "relation", "which notes did Amara Okafor write", lambda d: same(d.out("Amara Okafor", "wrote"))),
    ("people", "relation", "What does Iris depend on?", lambda d: same(d.out("Iris", "depends_on"))),
    ("people", "relation", "people working on critical projects", lambda d: same({p.key: p for q in d.projects if q["priority"] == "critical" for p in d.into(q.key, "works_on")}.values())),
    ("people", "search", "guidance for whoever gets woken up by an alarm", lambda d: includes(d.get("notes", "On-call handbook"))),
    ("people", "search", "Is there anything on rust in plugs because of the sea?", lambda d: includes(d.get("notes", "Corrosion of connectors in salt water"))),
    ("people", "combined", "active python developers in Berlin", lambda d: same(r for r in d.people if r["status"] == "active" and "python" in r["skills"] and r["city"] == "Berlin")),
    ("people", "combined", "reports on Beacon written this year", lambda d: same(r for r in d.into("Beacon", "about") if r["kind"] == "report" and d.between(r["written_at"], "2026-01-01", "now"))),
    ("people", "combined", "the two best paid people on the Platform team", lambda d: ordered(most(d.into("Platform", "member_of"), lambda r: r["salary"], 2))),
    ("people", "combined", "how many engineers joined after 2021 and work from home", lambda d: value(sum("Engineer" in r["job_title"] and r["hired_on"] >= "2022" and bool(r["remote"]) for r in d.people))),
    # shop
    ("shop", "lookup", "CLT-703", lambda d: same(d.get("products", "CLT-703"))),
    ("shop", "lookup", "customer record of Isla MacLeod", lambda d: same(d.get("customers", "C-1009"))),
    ("shop", "lookup", "what does the Glow Camp Lantern cost?", lambda d: value(d.get("products", "LGT-503")[0]["price"])),
    ("shop", "filter", "all the tents", lambda d: same(r for r in d.products if r["category"] == "tents")),
    ("shop", "filter", "products from Brenna or Klara", lambda d: same(r for r in d.products if r["brand"] in ("Brenna", "Klara"))),
    ("shop", "filter", "british customers", lambda d: same(r for r in d.customers if r["country"] == "GB")),
    ("shop", "filter", "orders paid by bank transfer", lambda d: same(r for r in d.orders if r["payment"] == "transfer")),
    ("shop", "comparison", "products lighter than 200 grams", lambda d: same(r for r in d.products if r["weight_g"] < 200)),
    ("shop", "comparison", "orders worth more than 700 euros", lambda d: same(r for r in d.orders if r["total"] > 700)),
    ("shop", "comparison", "things with a rating of 4.7 or higher", lambda d: same(r for r in d.products if r["rating"] >= 4.7)),
    ("shop", "comparison", "backpacks under 110 euros", lambda d: same(r for r in d.products if r["category"] == "backpacks" and r["price"] < 110)),
    ("shop", "count", "how many orders came back (returned)?", lambda d: value(sum(r["status"] == "returned" for r in d.orders))),
    ("shop", "count", "How many newsletter subscribers do we have?", lambda d: value(sum(r["newsletter"] for r in d.customers))),
    ("shop", "count", "how many different brands do we carry?", lambda d: value(len({r["brand"] for r in d.products}))),
    ("shop", "aggregate", "average order value", lambda d: value(mean(r["total"] for r in d.orders))),
    ("shop", "aggregate", "total revenue from orders in November 2025", lambda d: value(sum(r["total"] for r in d.orders if d.between(r["ordered_at"], "2025-11-01", "2025-12-01")))),
    ("shop", "aggregate", "price of the dearest sleeping bag", lambda d: value(max(r["price"] for r in d.products if r["category"] == "sleeping_bags"))),
    ("shop", "group", "turnover per payment method", lambda d: values(per(d.orders, lambda r: r["payment"], lambda rows: sum(r["total"] for r in rows)))),
    ("shop", "group", "customers by loyalty tier", lambda d: values(per(d.customers, lambda r: r["tier"]))),
    ("shop", "group", "orders per product category", lambda d: values(per(d.orders, lambda r: product(d, r)["category"]))),
    ("shop", "group", "How much has each country spent in total?", lambda d: values(per(d.orders, lambda r: customer(d, r)["country"], lambda rows: sum(r["total"] for r in rows)))),
    ("shop", "group", "number of products in every colour", lambda d: values([[c, sum(c in r["colours"] for r in d.products)] for c in sorted({c for r in d.products for c in r["colours"]})])),
    ("shop", "top", "five cheapest products", lambda d: ordered(least(d.products, lambda r: r["price"], 5))),
    ("shop", "top", "Which customer has ordered most often?", lambda d: same(most(d.customers, lambda c: sum(o["customer"] == c.key for o in d.orders), 1)) | {"match": "first"}),
    ("shop", "top", "our best seller by pieces sold", lambda d: same(most(d.products, lambda p: sum(o["quantity"] for o in d.orders if o["product"] == p.key), 1)) | {"match": "first"}),
    ("shop", "top", "latest order", lambda d: same(most(d.orders, lambda r: r["ordered_at"], 1)) | {"match": "first"}),
    ("shop", "negation", "products nobody has ever ordered", lambda d: same(p for p in d.products if p.key not in {o["product"] for o in d.orders})),
    ("shop", "negation", "lamps that are not black", lambda d: same(r for r in d.products if r["category"] == "lighting" and "black" not in r["colours"])),
    ("shop", "negation", "gold customers who don't get the newsletter", lambda d: same(r for r in d.customers if r["tier"] == "gold" and not r["newsletter"])),
    ("shop", "negation", "orders not yet shipped", lambda d: same(r for r in d.orders if not r.get("shipped_at"))),
    ("shop", "negation", "Which customers have never bought a tent?", lambda d: same(c for c in d.customers if not any(o["customer"] == c.key and product(d, o)["category"] == "tents" for o in d.orders))),
    ("shop", "time", "orders placed yesterday", lambda d: same(r for r in d.orders if d.between(r["ordered_at"], "2026-01-14", "2026-01-15"))),
    ("shop", "time", "what was shipped in the week before Christmas, 15 to 21 December 2025?", lambda d: same(r for r in d.orders if d.between(r.get("shipped_at"), "2025-12-15", "2025-12-22"))),
    ("shop", "time", "products launched since the beginning of 2024", lambda d: same(r for r in d.products if r["released_on"] >= "2024-01-01")),
    ("shop", "relation", "orders for the Larch 2 Tent", lambda d: same(o for o in d.orders if product(d, o)["name"] == "Larch 2 Tent")),
    ("shop", "relation", "what has Carmen Ruiz bought?", lambda d: same({o["product"]: product(d, o) for o in d.orders if customer(d, o)["name"] == "Carmen Ruiz"}.values())),
    ("shop", "relation", "customers who bought something from Steinweg", lambda d: same({o["customer"]: customer(d, o) for o in d.orders if product(d, o)["brand"] == "Steinweg"}.values())),
    ("shop", "relation", "orders of customers from Italy", lambda d: same(o for o in d.orders if customer(d, o)["country"] == "IT")),
    ("shop", "search", "something to keep my feet dry when it pours", lambda d: includes(d.get("products", "FTW-605"))),
    ("shop", "combined", "cheapest stove that is in stock", lambda d: same(least([r for r in d.products if r["category"] == "stoves" and r["stock"] > 0], lambda r: r["price"], 1)) | {"match": "first"}),
    ("shop", "combined", "delivered orders over 300 euros from german customers", lambda d: same(o for o in d.orders if o["status"] == "delivered" and o["total"] > 300 and customer(d, o)["country"] == "DE")),
    ("shop", "combined", "discontinued products that still have a rating above 4", lambda d: same(r for r in d.products if r["discontinued"] and r["rating"] > 4)),
    ("shop", "combined", "how many orders with a gift note were there last month", lambda d: value(sum(bool(r.get("gift_note")) and d.between(r["ordered_at"], "2025-12-01", "2026-01-01") for r in d.orders))),
    # memory
    ("memory", "lookup", "Physiotherapy", lambda d: same(d.get("moments", "Physiotherapy"))),
    ("memory", "filter", "my planning moments", lambda d: same(r for r in d.moments if r["moment_type"] == "planning")),
    ("memory", "filter", "moments Jakob was part of", lambda d: same(r for r in d.moments if "Jakob" in r["people"])),
    ("memory", "filter", "pdf files about tax", lambda d: same(r for r in d.documents if r["content_type"] == "application/pdf" and "tax" in r["tags"])),
    ("memory", "comparison", "documents larger than 5 MB", lambda d: same(r for r in d.documents if r["file_size"] > 5000000)),
    ("memory", "comparison", "moments that took more than two hours", lambda d: same(r for r in d.moments if minutes(r) > 120)),
    ("memory", "count", "how many messages did the assistant write?", lambda d: value(sum(r["role"] == "assistant" for r in d.messages))),
    ("memory", "aggregate", "average file size of the invoices", lambda d: value(mean(r["file_size"] for r in d.documents if r["category"] == "invoice"))),
    ("memory", "group", "messages per role", lambda d: values(per(d.messages, lambda r: r["role"]))),
    ("memory", "group", "How many moments did each person take part in?", lambda d: values([[p, sum(p in r["people"] for r in d.moments)] for p in sorted({p for r in d.moments for p in r["people"]})])),
    ("memory", "top", "longest moment", lambda d: same(most(d.moments, minutes, 1)) | {"match": "first"}),
    ("memory", "negation", "moments without Lena", lambda d: same(r for r in d.moments if "Lena" not in r["people"])),
    ("memory", "time", "what happened last Friday?", lambda d: same(r for r in d.moments if d.between(r["start_time"], "2026-03-13", "2026-03-14"))),
    ("memory", "time", "moments in the first week of February", lambda d: same(r for r in d.moments if d.between(r["start_time"], "2026-02-01", "2026-02-08"))),
    ("memory", "time", "messages from yesterday afternoon", lambda d: same(r for r in d.messages if d.between(r["timestamp"], "2026-03-17 12:00", "2026-03-17 18:00"))),
    ("memory", "relation", "messages of session 4f0364b7-f5c3-425e-98f7-636e74f9a074", lambda d: same(r for r in d.messages if r["session_id"] == "4f0364b7-f5c3-425e-98f7-636e74f9a074")),
    ("memory", "search", "when did I talk to somebody about the delayed payment", lambda d: includes(d.get("moments", "Call with Norrsken"))),
    ("memory", "combined", "work sessions with Petra in March", lambda d: same(r for r in d.moments if r["moment_type"] == "work_session" and "Petra" in r["people"] and d.between(r["start_time"], "2026-03-01", "2026-04-01"))),
    ("memory", "combined", "happy moments with Marek", lambda d: same(r for r in d.moments if "happy" in r["emotion_tags"] and "Marek" in r["people"])),
    # measurements
    ("measurements", "lookup", "OTT-06", lambda d: same(d.get("stations", "OTT-06"))),
    ("measurements", "filter", "faulty readings", lambda d: same(r for r in d.readings if r["quality"] == "faulty")),
    ("measurements", "filter", "coastal and urban stations", lambda d: same(r for r in d.stations if r["kind"] in ("coastal", "urban"))),
    ("measurements", "comparison", "readings with wind stronger than 12 m/s", lambda d: same(r for r in d.readings if (r.get("wind_speed") or 0) > 12)),
    ("measurements", "comparison", "when was it colder than minus 17 degrees?", lambda d: same(r for r in d.readings if r["temperature"] < -17)),
    ("measurements", "count", "how many readings have a remark?", lambda d: value(sum(bool(r.get("remark")) for r in d.readings))),
    ("measurements", "aggregate", "how much snow fell at the Algonquin Clearing altogether?", lambda d: value(sum(r.get("snowfall") or 0 for r in d.readings if r["station"] == "ALG-04"))),
    ("measurements", "aggregate", "highest air pressure ever recorded", lambda d: value(max(r["pressure"] for r in d.readings))),
    ("measurements", "group", "maximum wind speed by station", lambda d: values([[s["name"], max(r["wind_speed"] for r in d.readings if r["station"] == s.key and r.get("wind_speed") is not None)] for s in d.stations])),
    ("measurements", "group", "number of suspect readings per station", lambda d: values([[s["name"], n] for s in d.stations if (n := sum(r["station"] == s.key and r["quality"] == "suspect" for r in d.readings))])),
    ("measurements", "top", "the oldest station", lambda d: same(least(d.stations, lambda r: r["installed_on"], 1)) | {"match": "first"}),
    ("measurements", "top", "three highest stations, top one first", lambda d: ordered(most(d.stations, lambda r: r["altitude_m"], 3))),
    ("measurements", "negation", "stations that are no longer in service", lambda d: same(r for r in d.stations if not r["active"])),
    ("measurements", "time", "readings of this morning", lambda d: same(r for r in d.readings if d.between(r["measured_at"], "2026-02-10 06:00", "2026-02-10 12:00"))),
    ("measurements", "relation", "all readings from stations in the mountains", lambda d: same(r for r in d.readings if station(d, r)["kind"] == "mountain")),
    ("measurements", "relation", "Which stations have reported faulty readings?", lambda d: same({r["station"]: station(d, r) for r in d.readings if r["quality"] == "faulty"}.values())),
    ("measurements", "search", "which station has a problem with ice on its instruments", lambda d: includes(d.get("stations", "GBY-02"))),
    ("measurements", "combined", "average temperature in Ottawa in February", lambda d: value(mean(r["temperature"] for r in d.readings if station(d, r)["region"] == "Ottawa" and d.between(r["measured_at"], "2026-02-01", "2026-03-01")))),
    ("measurements", "combined", "good readings below -10 at the Sudbury Mine Road", lambda d: same(r for r in d.readings if r["station"] == "SUD-05" and r["quality"] == "good" and r["temperature"] < -10)),
]


def named():
    counts = {}
    for domain, kind, question, answer in ASKED:
        counts[domain] = counts.get(domain, 0) + 1
        yield f"{domain}-y-{counts[domain]:03}", domain, kind, question, answer


ANSWERS_HELD_OUT = {name: answer for name, _, _, _, answer in named()}
