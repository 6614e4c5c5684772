package io.remdb.ask.local;

import static io.remdb.ask.local.Shop.insert;
import static io.remdb.ask.local.Shop.register;

import io.remdb.RemDatabase;
import java.util.List;

/** The library, the kitchen and the machines of a village, as somebody writes schemas who has never thought of questions. */
final class Village {
    private Village() {}

    static RemDatabase open() {
        RemDatabase database = RemDatabase.inMemory();
        library(database);
        kitchen(database);
        machines(database);
        return database;
    }

    private static void library(RemDatabase database) {
        register(
                database,
                "books",
                "A book of the library",
                """
                "title": {"type": "string"},
                "author": {"type": "string", "description": "Who wrote it"},
                "genre": {"type": "string"},
                "summary": {"type": "string"},
                "pages": {"type": "integer", "description": "Number of pages"},
                "year": {"type": "integer", "description": "Year of publication"},
                "price": {"type": "number", "description": "Price in euros"},
                "language": {"type": "string", "enum": ["English", "German"]},
                "tags": {"type": "array", "items": {"type": "string"}}
                """,
                "title",
                "[\"summary\"]",
                "[\"author\", \"genre\"]",
                "[\"title\", \"author\"]");
        register(
                database,
                "loans",
                "Somebody has borrowed a book",
                """
                "code": {"type": "string"},
                "book": {"type": "string", "description": "Title of the book"},
                "borrower": {"type": "string"},
                "due_on": {"type": "string", "format": "date"},
                "status": {"type": "string", "enum": ["out", "returned", "lost"]},
                "fine": {"type": "number", "description": "Fine in euros"}
                """,
                "code",
                "[]",
                "[\"book\", \"borrower\"]",
                "[\"code\", \"book\", \"borrower\"]");
        insert(
                database,
                "books",
                List.of(
                        "{'title':'Emma','author':'Jane Austen','genre':'novel','summary':'A matchmaker errs','pages':474,'year':1815,'price':9,'language':'English','tags':['classic','blues']}",
                        "{'title':'The Trial','author':'Franz Kafka','genre':'novel','summary':'A man is arrested','pages':255,'year':1925,'price':7,'language':'German','tags':['classic']}",
                        "{'title':'The Castle','author':'Franz Kafka','genre':'novel','summary':'A surveyor arrives','pages':352,'year':1926,'price':12,'language':'German','tags':['containers']}",
                        "{'title':'Matilda','author':'Roald Dahl','genre':'children','summary':'A girl reads','pages':240,'year':1988,'price':6,'language':'English','tags':['planes','fun']}",
                        "{'title':'Cosmos','author':'Carl Sagan','genre':'science','summary':'About stars','pages':396,'year':1980,'price':15,'language':'English','tags':['space']}"));
        insert(
                database,
                "loans",
                List.of(
                        "{'code':'N-1','book':'Emma','borrower':'Chlo\u00e9 Dubois','due_on':'2026-12-05','status':'out','fine':0}",
                        "{'code':'N-2','book':'The Trial','borrower':'Anna Meier','due_on':'2026-02-01','status':'returned','fine':2}",
                        "{'code':'N-3','book':'Cosmos','borrower':'Anna Meier','due_on':'2026-04-01','status':'out','fine':0}"));
    }

    private static void kitchen(RemDatabase database) {
        register(database, "suppliers", "Who delivers food", """
                "name": {"type": "string"},
                "city": {"type": "string"}
                """, "name", "[]", "[\"city\"]", "[\"name\"]");
        register(database, "recipes", "A dish", """
                "name": {"type": "string"},
                "supplier": {"type": "string"},
                "vegan": {"type": "boolean"},
                "course": {"type": "string", "enum": ["starter", "dessert"]}
                """, "name", "[]", "[\"supplier\"]", "[\"name\"]");
        insert(
                database,
                "suppliers",
                List.of(
                        "{'name':'Alma','city':'Milan'}",
                        "{'name':'Bergmann','city':'Munich'}",
                        "{'name':'Unused','city':'Paris'}"));
        insert(
                database,
                "recipes",
                List.of(
                        "{'name':'Risotto','supplier':'Alma','vegan':true,'course':'starter'}",
                        "{'name':'Tiramisu','supplier':'Alma','vegan':false,'course':'dessert'}",
                        "{'name':'Goulash','supplier':'Bergmann','vegan':false,'course':'starter'}"));
    }

    private static void machines(RemDatabase database) {
        register(database, "devices", "A machine", """
                "label": {"type": "string"},
                "state": {"type": "string", "enum": ["on", "off", "standby"]},
                "direction": {"type": "string", "enum": ["up", "down"]},
                "room": {"type": "string"},
                "runtime": {"type": "integer", "description": "Runtime in minutes"},
                "bought": {"type": "string", "format": "date"}
                """, "label", "[]", "[\"room\"]", "[\"label\"]");
        insert(
                database,
                "devices",
                List.of(
                        "{'label':'Device 1','state':'on','direction':'up','room':'bath','runtime':5,'bought':'2010-03-01'}",
                        "{'label':'Device 2','state':'off','direction':'down','room':'bath','runtime':9,'bought':'2024-05-01'}",
                        "{'label':'Device 3','state':'off','direction':'up','room':'attic','runtime':7,'bought':'2025-05-01'}"));
    }
}
