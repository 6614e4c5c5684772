package io.remdb.engine;

import io.remdb.QueryResult;
import io.remdb.RemDatabase;
import io.remdb.RemException;
import io.remdb.Row;
import io.remdb.Schema;
import io.remdb.json.Json;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Runs a file of sqllogictest over tables of a database: CREATE TABLE becomes a schema, CREATE INDEX an indexed field of it; all
 * else is SQL.
 */
final class SqlLogicRunner {
    private static final Pattern CREATE_TABLE =
            Pattern.compile("CREATE TABLE (\\w+)\\s*\\((.*)\\)", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    private static final Pattern CREATE_INDEX = Pattern.compile(
            "CREATE (?:UNIQUE )?INDEX \\w+ ON (\\w+)\\s*\\((.*)\\)", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    private static final Pattern INSERT_ALL = Pattern.compile(
            "(INSERT INTO \\w+\\s+SELECT) \\*( FROM (\\w+).*)", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    private static final Pattern HASH = Pattern.compile("(\\d+) values hashing to ([0-9a-f]{32})");
    /** SELECT * shows the system columns too, which no file knows of. */
    private static final Pattern SYSTEM = Pattern.compile("(id|entity_type|created_at|modified_at|deleted_at)(_\\d+)?");

    private final RemDatabase db;
    private final Map<String, Map<String, String>> columns = new LinkedHashMap<>();
    private final Map<String, List<String>> indexed = new LinkedHashMap<>();
    private final List<Problem> problems = new ArrayList<>();
    private int passed;

    /** A record that did not do what its file says. */
    record Problem(SqlLogicFile.Entry entry, String reason) {}

    SqlLogicRunner(RemDatabase db) {
        this.db = db;
    }

    int passed() {
        return passed;
    }

    List<Problem> problems() {
        return problems;
    }

    void run(SqlLogicFile file) {
        for (SqlLogicFile.Entry entry : file.entries()) {
            String reason = switch (entry) {
                case SqlLogicFile.Statement statement -> run(statement);
                case SqlLogicFile.Query query -> run(query);
            };
            if (reason == null) {
                passed++;
            } else {
                problems.add(new Problem(entry, reason));
            }
        }
    }

    private @Nullable String run(SqlLogicFile.Statement statement) {
        try {
            perform(statement.sql().strip());
            return statement.works() ? null : "works";
        } catch (RemException error) {
            return statement.works() ? error.toString() : null;
        }
    }

    private void perform(String sql) {
        Matcher table = CREATE_TABLE.matcher(sql);
        Matcher index = CREATE_INDEX.matcher(sql);
        Matcher copy = INSERT_ALL.matcher(sql);
        if (table.matches()) {
            createTable(table.group(1), table.group(2));
        } else if (index.matches()) {
            // An index of several columns is one of each here.
            for (String column : index.group(2).split(",")) {
                indexed.getOrDefault(index.group(1), new ArrayList<>())
                        .add(column.strip().split("\\s+")[0]);
            }
            register(index.group(1));
        } else if (copy.matches()) {
            Set<String> fields = columns.getOrDefault(copy.group(3), Map.of()).keySet();
            apply(copy.group(1) + ' ' + String.join(", ", fields) + copy.group(2));
        } else {
            apply(sql);
        }
    }

    private void apply(String sql) {
        try (QueryResult result = db.query(sql)) {
            result.forEach(row -> {});
        }
    }

    private void createTable(String table, String definition) {
        Map<String, String> types = new LinkedHashMap<>();
        List<String> indexes = new ArrayList<>();
        for (String column : definition.split(",(?![^(]*\\))")) {
            String[] words = column.strip().split("\\s+", 3);
            types.put(words[0], words.length > 1 ? words[1].toUpperCase(Locale.ROOT) : "TEXT");
            if (words.length > 2 && words[2].toUpperCase(Locale.ROOT).contains("PRIMARY KEY")) {
                indexes.add(words[0]);
            }
        }
        columns.put(table, types);
        indexed.put(table, indexes);
        register(table);
    }

    private void register(String table) {
        ObjectNode schema = Json.object();
        schema.put("title", "T" + table)
                .put("description", "of a file")
                .put("version", "1.0.0")
                .put("short_name", table);
        ObjectNode properties = schema.putObject("properties");
        columns.getOrDefault(table, Map.of())
                .forEach((name, type) -> properties
                        .putObject(name)
                        .put("type", type.startsWith("INT") ? "integer" : isText(type) ? "string" : "number"));
        ArrayNode fields = schema.putObject("json_schema_extra").putArray("indexed_fields");
        indexed.getOrDefault(table, List.of()).stream().distinct().forEach(fields::add);
        db.schemas().register(Schema.parse(Json.text(schema)));
    }

    private static boolean isText(String type) {
        return type.startsWith("TEXT") || type.startsWith("VARCHAR") || type.startsWith("CHAR");
    }

    private @Nullable String run(SqlLogicFile.Query query) {
        List<List<String>> rows = new ArrayList<>();
        try (QueryResult result = db.query(query.sql())) {
            for (Row row : result) {
                rows.add(shown(row, query.types()));
            }
        } catch (RemException error) {
            return error.toString();
        }
        if (query.sort().equals("rowsort")) {
            rows.sort(SqlLogicRunner::compare);
        }
        List<String> values = new ArrayList<>();
        rows.forEach(values::addAll);
        if (query.sort().equals("valuesort")) {
            values.sort(null);
        }
        Matcher hash =
                HASH.matcher(query.expected().isEmpty() ? "" : query.expected().getFirst());
        if (hash.matches()) {
            boolean same = Integer.parseInt(hash.group(1)) == values.size()
                    && hash.group(2).equals(md5(values));
            return same ? null : "other values, " + values.size() + " instead of " + hash.group(1);
        }
        return values.equals(query.expected()) ? null : "gives " + values + " instead of " + query.expected();
    }

    private static int compare(List<String> a, List<String> b) {
        for (int i = 0; i < a.size(); i++) {
            int order = a.get(i).compareTo(b.get(i));
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    private static List<String> shown(Row row, String types) {
        List<String> values = new ArrayList<>();
        for (int i = 0; i < row.columns().size(); i++) {
            if (!SYSTEM.matcher(row.columns().get(i).name()).matches()) {
                char type = values.size() < types.length() ? types.charAt(values.size()) : 'T';
                values.add(shown(row.value(i), type));
            }
        }
        return values;
    }

    private static String shown(@Nullable Object value, char type) {
        if (value == null) {
            return "NULL";
        }
        return switch (type) {
            case 'I' -> whole(value);
            case 'R' ->
                new BigDecimal(value.toString())
                        .setScale(3, RoundingMode.HALF_UP)
                        .toPlainString();
            default -> value.toString().isEmpty() ? "(empty)" : value.toString();
        };
    }

    /** As SQLite's sqlite3_column_int: numbers are cut off, text that is no number is 0. */
    private static String whole(Object value) {
        return switch (value) {
            case Boolean bool -> bool ? "1" : "0";
            case Number number ->
                new BigDecimal(number.toString()).toBigInteger().toString();
            default -> value.toString().matches("-?\\d+") ? value.toString() : "0";
        };
    }

    private static String md5(List<String> values) {
        StringBuilder text = new StringBuilder();
        values.forEach(value -> text.append(value).append('\n'));
        try {
            byte[] digest =
                    MessageDigest.getInstance("MD5").digest(text.toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
