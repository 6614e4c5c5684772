package io.remdb.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.remdb.QueryResult;
import io.remdb.RemDatabase;
import io.remdb.Schema;
import io.remdb.Schemas.Evolution;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * A row is found by its number or not, whichever way leads to it: a scan of the table, an index of SQL, the search index. Numbers
 * that are written with a point or an exponent are the ones on which readers may differ, and rows that are older than their field
 * may hold any.
 */
class DelicateNumbersTest {
    private static final String WITHOUT = """
            {"title": "Number", "description": "Numbers", "version": "1.0.0", "short_name": "numbers",
             "properties": {"name": {"type": "string"}}, "json_schema_extra": {"key_field": "name"}}""";

    private static final String WITH = """
            {"title": "Number", "description": "Numbers", "version": "2.0.0", "short_name": "numbers",
             "properties": {"name": {"type": "string"},
               "whole": {"type": "integer"}, "whole_indexed": {"type": "integer"},
               "real": {"type": "number"}, "real_indexed": {"type": "number"}},
             "json_schema_extra": {"key_field": "name", "indexed_fields": ["whole_indexed", "real_indexed"]}}""";

    private static final List<String> WRITTEN = List.of(
            "0",
            "-0",
            "0.0",
            "-0.0",
            "1",
            "1.0",
            "1e0",
            "1.5",
            "10e-1",
            "-1",
            "5e-324",
            "1e308",
            "123456789012345678",
            "1.2345678901234567e17",
            "1.2345678901234568e17",
            "9007199254740992",
            "9007199254740993",
            "9007199254740992.0",
            "9.007199254740993e15",
            "9007199254740994",
            "-9007199254740993",
            "9223372036854775807",
            "9223372036854775808",
            "9.223372036854775807e18",
            "9.223372036854775808e18",
            "-9223372036854775808",
            "-9.223372036854775808e18",
            "-9223372036854775809",
            "1e19",
            "100000000000000000000",
            "0.1",
            "0.30000000000000004");

    private static final List<String> ASKED = List.of(
            "0",
            "1",
            "-1",
            "123456789012345678",
            "123456789012345660",
            "123456789012345664",
            "123456789012345680",
            "9007199254740992",
            "9007199254740993",
            "9007199254740994",
            "-9007199254740993",
            "-9007199254740992",
            "9223372036854775807",
            "-9223372036854775808");

    @Test
    void everyWayToARowReadsItsNumberTheSame() {
        try (RemDatabase db = Databases.inMemory()) {
            db.schemas().register(Schema.parse(WITHOUT));
            for (String number : WRITTEN) {
                db.insert("numbers", """
                        {"name": "%s", "whole": %s, "whole_indexed": %s, "real": %s, "real_indexed": %s}""".formatted("n " + number, number, number, number, number));
            }
            db.schemas().register(Schema.parse(WITH), Evolution.FORCED, (done, total) -> {});

            List<String> differing = new ArrayList<>();
            for (String field : List.of("whole", "real")) {
                for (String operator : List.of("=", "<", ">=", "<>")) {
                    for (String number : ASKED) {
                        String condition = " " + operator + " " + number;
                        Set<String> scanned = sql(db, field + condition);
                        Set<String> indexed = sql(db, field + "_indexed" + condition);
                        Set<String> searched = searched(db, field + condition);
                        if (!scanned.equals(indexed) || !scanned.equals(searched)) {
                            differing.add(field + condition + ": scan " + scanned + ", index " + indexed + ", search "
                                    + searched);
                        }
                    }
                }
                assertThat(sql(db, field + " IS NULL"))
                        .isEqualTo(sql(db, field + "_indexed IS NULL"))
                        .isEqualTo(searched(db, field + " IS NULL"));
            }
            assertThat(differing).isEmpty();
            // Read as a double and written as the shortest text that means it: 1.2345678901234566E17.
            assertThat(sql(db, "whole = 123456789012345660")).containsExactly("n 1.2345678901234567e17");
            assertThat(sql(db, "whole IS NULL")).contains("n 9.223372036854775808e18", "n 1.5", "n 1e308");
        }
    }

    private static Set<String> sql(RemDatabase db, String condition) {
        Set<String> names = new TreeSet<>();
        try (QueryResult result = db.query("SELECT name FROM numbers WHERE " + condition)) {
            result.forEach(row -> names.add(row.string("name")));
        }
        return names;
    }

    private static Set<String> searched(RemDatabase db, String condition) {
        Set<String> names = new TreeSet<>();
        db.search("anything")
                .in("numbers")
                .where(condition)
                .limit(1_000)
                .run()
                .forEach(hit -> names.add(hit.entity().properties().get("name").stringValue()));
        return names;
    }
}
