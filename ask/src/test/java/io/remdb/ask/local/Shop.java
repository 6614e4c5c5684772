package io.remdb.ask.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.remdb.BatchOptions;
import io.remdb.RemDatabase;
import io.remdb.Schema;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;

/** A small shop, its customers, and the reviews that they write. */
final class Shop {
    static final Clock NOW = Clock.fixed(Instant.parse("2026-03-18T15:30:00Z"), ZoneOffset.UTC);

    private Shop() {}

    static RemDatabase open() {
        RemDatabase database = RemDatabase.inMemory();
        register(
                database,
                "products",
                "A thing that the shop sells",
                """
                "sku": {"type": "string", "description": "Article number"},
                "name": {"type": "string", "description": "Name of the product"},
                "text": {"type": "string", "description": "What it is good for"},
                "category": {"type": "string", "enum": ["tent", "stove", "lamp", "boots"], "description": "Department; lamp has torches and lanterns"},
                "price": {"type": "number", "description": "Price in euros"},
                "weight_g": {"type": "integer", "description": "Weight in grams"},
                "rating": {"type": "number", "description": "1 to 5 stars"},
                "stock": {"type": "integer", "description": "Pieces in the warehouse; 0 is sold out"},
                "waterproof": {"type": "boolean", "description": "Whether it keeps dry"},
                "colours": {"type": "array", "items": {"type": "string"}},
                "released_on": {"type": "string", "format": "date", "description": "Since when it is sold"}
                """,
                "sku",
                "[\"text\"]",
                "[\"category\", \"price\", \"colours\"]",
                "[\"sku\", \"name\"]");
        register(
                database,
                "customers",
                "Who buys",
                """
                "email": {"type": "string"},
                "name": {"type": "string"},
                "country": {"type": "string", "description": "Two letters of ISO 3166"},
                "tier": {"type": "string", "enum": ["standard", "gold"]},
                "phone": {"type": "string", "description": "Telephone number"}
                """,
                "email",
                "[]",
                "[\"country\", \"tier\"]",
                "[\"email\", \"name\"]");
        register(
                database,
                "orders",
                "One product for one customer",
                """
                "order_id": {"type": "string"},
                "customer": {"type": "string", "description": "E-mail address of who ordered"},
                "product": {"type": "string", "description": "The sku"},
                "quantity": {"type": "integer", "description": "Number of pieces"},
                "total": {"type": "number", "description": "Sum in euros"},
                "status": {"type": "string", "enum": ["open", "shipped", "returned"]},
                "ordered_at": {"type": "string", "format": "date-time"}
                """,
                "order_id",
                "[]",
                "[\"customer\", \"product\", \"status\", \"ordered_at\"]",
                "[\"order_id\"]");
        insert(
                database,
                "products",
                List.of(
                        "{'sku':'T-1','name':'Ridge Tent','text':'A house of cloth for two hikers in the rain','category':'tent','price':300,'weight_g':1800,'rating':4.5,'stock':3,'waterproof':true,'colours':['green','red'],'released_on':'2024-03-01'}",
                        "{'sku':'S-1','name':'Storm Stove','text':'Boils water with twigs, no gas needed','category':'stove','price':60,'weight_g':400,'rating':4.9,'stock':0,'waterproof':false,'colours':['black'],'released_on':'2025-05-01'}",
                        "{'sku':'L-1','name':'Night Torch','text':'A bright light for the dark','category':'lamp','price':25,'weight_g':90,'rating':4.0,'stock':12,'waterproof':true,'colours':['red'],'released_on':'2023-01-15'}",
                        "{'sku':'B-1','name':'Peak Boots','text':'Shoes for rocks and mud','category':'boots','price':150,'weight_g':1200,'rating':3.5,'stock':7,'waterproof':true,'colours':['brown'],'released_on':'2025-11-20','edges':[{'dst':{'entity_type':'products','key':'T-1'},'rel_type':'goes_with'}]}"));
        insert(
                database,
                "customers",
                List.of(
                        "{'email':'ann@x.example','name':'Ann Lee','country':'DE','tier':'gold','phone':'1','edges':[{'dst':{'entity_type':'products','key':'T-1'},'rel_type':'reviewed'},{'dst':{'entity_type':'customers','key':'bob@x.example'},'rel_type':'reports_to'}]}",
                        "{'email':'bob@x.example','name':'Bob Ray','country':'FR','tier':'standard'}",
                        "{'email':'eve@x.example','name':'Eve Orr','country':'FR','tier':'standard','phone':'2'}"));
        insert(
                database,
                "orders",
                List.of(
                        "{'order_id':'O-1','customer':'ann@x.example','product':'T-1','quantity':1,'total':300,'status':'shipped','ordered_at':'2026-03-10T10:00:00Z'}",
                        "{'order_id':'O-2','customer':'ann@x.example','product':'L-1','quantity':4,'total':100,'status':'open','ordered_at':'2026-03-17T14:00:00Z'}",
                        "{'order_id':'O-3','customer':'bob@x.example','product':'L-1','quantity':1,'total':25,'status':'returned','ordered_at':'2026-01-05T09:00:00Z'}"));
        return database;
    }

    static void register(
            RemDatabase database,
            String table,
            String description,
            String properties,
            String key,
            String embedded,
            String indexed,
            String required) {
        database.schemas().register(Schema.parse("""
                {"title": "%s", "description": "%s", "version": "1.0.0", "short_name": "%s", "type": "object", "properties": {%s}, "required": %s,
                 "json_schema_extra": {"key_field": "%s", "embedding_fields": %s, "indexed_fields": %s}}
                """.formatted(
                        table.substring(0, 1).toUpperCase(java.util.Locale.ROOT) + table.substring(1),
                        description,
                        table,
                        properties,
                        required,
                        key,
                        embedded,
                        indexed)));
    }

    static void insert(RemDatabase database, String table, List<String> rows) {
        assertThat(database.insertAll(
                                table,
                                rows.stream().map(row -> row.replace('\'', '"')).iterator(),
                                BatchOptions.DEFAULTS)
                        .failed())
                .isZero();
    }
}
