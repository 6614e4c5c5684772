package io.remdb.engine;

import io.remdb.Deletion.Mode;
import io.remdb.engine.ModelOperation.Delete;
import io.remdb.engine.ModelOperation.Insert;
import io.remdb.engine.ModelOperation.Link;
import io.remdb.json.Json;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/**
 * Random operations on rows whose keys begin with a prefix. The same seed gives the same ones, whatever a database says, so that who
 * watches a process from outside knows what it does.
 */
final class ModelOperations {
    static final int KEYS = 24;
    static final int WORDS = 30;
    static final int CATEGORIES = 4;
    static final int FIRST_YEAR = 2000;
    static final int YEARS = 8;
    static final List<String> TYPES = List.of("cites", "likes", "knows");

    private static final int RECENT = 12;

    private final Random random;
    private final Deque<Link> drawn = new ArrayDeque<>();
    private final String prefix;
    private final boolean changesSchemas;

    /** @param changesSchemas whether it is this one that registers and removes a table */
    ModelOperations(long seed, String prefix, boolean changesSchemas) {
        this.random = new Random(seed);
        this.prefix = prefix;
        this.changesSchemas = changesSchemas;
    }

    ModelOperation next() {
        int kind = random.nextInt(100);
        if (kind < 18) {
            return insert(table());
        } else if (kind < 28) {
            return new ModelOperation.InsertAll(table(), rows(1 + random.nextInt(12)), 1 + random.nextInt(5));
        } else if (kind < 32) {
            return new ModelOperation.InsertStrictly(table(), rows(1 + random.nextInt(8)));
        } else if (kind < 46) {
            return update();
        } else if (kind < 58) {
            return delete();
        } else if (kind < 70) {
            Link link = random.nextInt(4) == 0 ? oneOfBefore() : link();
            return new ModelOperation.PutLink(link, random.nextBoolean() ? "{}" : "{\"n\":" + random.nextInt(9) + "}");
        } else if (kind < 74) {
            return new ModelOperation.RemoveLink(oneOfBefore());
        } else if (kind < 78) {
            return new ModelOperation.SqlUpdate(category(), prefix);
        } else if (kind < 80) {
            return new ModelOperation.SqlDelete(year(), prefix);
        } else if (kind < 84) {
            List<String> keys = new ArrayList<>();
            for (int i = 0; i <= random.nextInt(4); i++) {
                keys.add(key());
            }
            return new ModelOperation.SqlInsert(keys, random.nextInt(90));
        } else if (kind < 90) {
            return mixed();
        } else if (kind < 95 && changesSchemas) {
            return random.nextInt(3) == 0
                    ? new ModelOperation.Remove()
                    : new ModelOperation.Register(1 + random.nextInt(ModelTables.EXTRAS_SCHEMAS.size()));
        }
        return new ModelOperation.Read(random.nextLong());
    }

    private String table() {
        int kind = random.nextInt(10);
        if (kind < 2 && changesSchemas) {
            return ModelTables.EXTRAS;
        }
        return kind < 7 ? ModelTables.ITEMS : ModelTables.PEOPLE;
    }

    private String lastingTable() {
        return random.nextInt(3) > 0 ? ModelTables.ITEMS : ModelTables.PEOPLE;
    }

    private String key() {
        return prefix + "k" + random.nextInt(KEYS);
    }

    private String category() {
        return "c" + random.nextInt(CATEGORIES);
    }

    private int year() {
        return FIRST_YEAR + random.nextInt(YEARS);
    }

    private Link link() {
        return link(lastingTable(), key());
    }

    private Link link(String table, String key) {
        Link link = new Link(table, key, TYPES.get(random.nextInt(TYPES.size())), lastingTable(), key());
        drawn.add(link);
        if (drawn.size() > RECENT) {
            drawn.removeFirst();
        }
        return link;
    }

    /** There are so many that one which is drawn anew is rarely there. */
    static <T> T oneOf(List<T> values, Random random) {
        return values.get(random.nextInt(values.size()));
    }

    private Link oneOfBefore() {
        return drawn.isEmpty() || random.nextInt(4) == 0
                ? link()
                : List.copyOf(drawn).get(random.nextInt(drawn.size()));
    }

    private String text() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i <= random.nextInt(6); i++) {
            text.append(text.isEmpty() ? "" : " ").append("w").append(random.nextInt(WORDS));
        }
        return text.toString();
    }

    private Insert insert(String table) {
        return new Insert(table, row(table, key()));
    }

    private List<ModelOperation.Row> rows(int count) {
        // Drawn for a table of any kind: fields that a table does not have are kept as they are.
        List<ModelOperation.Row> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            rows.add(row(ModelTables.ITEMS, key()));
        }
        return rows;
    }

    private ModelOperation.Row row(String table, String key) {
        ObjectNode row = Json.object().put("name", key).put("text", text());
        if (random.nextInt(4) > 0) {
            row.put("category", category());
        }
        if (random.nextInt(4) > 0) {
            row.put("year", year());
        }
        if (random.nextInt(3) == 0) {
            row.put("score", random.nextInt(100) / 4.0);
        }
        if (random.nextInt(3) == 0) {
            row.put("owner", key());
        }
        if (random.nextInt(3) == 0) {
            row.put("age", random.nextInt(90));
        }
        if (random.nextInt(3) == 0) {
            row.put("rank", random.nextInt(5));
        }
        if (random.nextInt(3) == 0) {
            row.putArray("tags").add("t" + random.nextInt(3)).add("t" + random.nextInt(3));
        }
        if (random.nextInt(5) == 0) {
            row.putObject("extra").put("n", random.nextInt(3)).put("more", "x".repeat(random.nextInt(2_000)));
        }
        List<Link> links = new ArrayList<>();
        if (table.equals(ModelTables.PEOPLE) && random.nextInt(4) == 0) {
            links.add(link(table, key));
        }
        return new ModelOperation.Row(key, Json.text(row), links);
    }

    private ModelOperation update() {
        ObjectNode patch = Json.object();
        switch (random.nextInt(5)) {
            case 0 -> patch.put("text", text());
            case 1 -> patch.put("year", year());
            case 2 -> patch.putNull("year");
            case 3 -> patch.put("category", category()).put("text", text());
            default -> patch.putArray("tags").add("t" + random.nextInt(3));
        }
        return new ModelOperation.Update(table(), key(), Json.text(patch));
    }

    private Delete delete() {
        return new Delete(table(), key(), random.nextInt(3) > 0 ? Mode.SOFT : Mode.HARD);
    }

    private ModelOperation mixed() {
        Set<String> used = new LinkedHashSet<>();
        List<Insert> inserts = new ArrayList<>();
        for (int i = 0; i <= random.nextInt(5); i++) {
            Insert insert = insert(lastingTable());
            used.add(insert.table() + insert.row().key());
            inserts.add(insert);
        }
        List<Delete> deletes = new ArrayList<>();
        for (int i = 0; i < random.nextInt(4); i++) {
            Delete delete = new Delete(lastingTable(), key(), random.nextBoolean() ? Mode.SOFT : Mode.HARD);
            if (used.add(delete.table() + delete.key())) {
                deletes.add(delete);
            }
        }
        return new ModelOperation.Mixed(inserts, deletes);
    }
}
