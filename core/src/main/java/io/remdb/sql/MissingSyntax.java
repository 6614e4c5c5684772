package io.remdb.sql;

import io.remdb.RemException;
import java.util.List;
import java.util.Optional;

/**
 * SQL that other databases have and this one has not. Looked for only in a statement that has failed, so that it never stands in the
 * way of one that works.
 */
final class MissingSyntax {
    /** Words in a row that give a construct away, with what to write instead. */
    private record Construct(List<String> words, String hint) {}

    private static final String FULL_JOIN =
            "Write a LEFT JOIN b UNION ALL the rows of b that have no partner: ... WHERE NOT EXISTS (...)";
    private static final String ELEMENTS =
            "Elements of an array: JOIN system_range(1, 1000) n ON n.x <= CARDINALITY(tags), then tags[n.x]";
    private static final String GROUPINGS = "Write one SELECT for each grouping, with UNION ALL";

    private static final List<Construct> CONSTRUCTS = List.of(
            new Construct(List.of("FULL", "JOIN"), FULL_JOIN),
            new Construct(List.of("FULL", "OUTER", "JOIN"), FULL_JOIN),
            new Construct(List.of("LATERAL"), ELEMENTS),
            new Construct(List.of(",", "UNNEST", "("), ELEMENTS),
            new Construct(List.of("JOIN", "UNNEST", "("), ELEMENTS),
            new Construct(List.of("GROUPING", "SETS"), GROUPINGS),
            new Construct(List.of("ROLLUP", "("), GROUPINGS),
            new Construct(List.of("CUBE", "("), GROUPINGS),
            new Construct(List.of("GROUPING", "("), GROUPINGS),
            new Construct(List.of("TABLESAMPLE"), "Write ORDER BY RAND() LIMIT n"),
            new Construct(List.of("PIVOT", "("), "Write SUM(x) FILTER (WHERE ...) for each column"),
            new Construct(List.of("JSON_TABLE", "("), "Take values one by one: JSON_VALUE(column, '$.a.b')"),
            new Construct(List.of("@", ">"), "Write 'x' = ANY(tags), or JSON_EXISTS(column, '$.a')"));

    private MissingSyntax() {}

    /** The first such construct of a statement as an error; empty when it has none. */
    static Optional<RemException> in(String sql) {
        Words words = Words.of(sql);
        for (int i = 0; i < words.size(); i++) {
            for (Construct construct : CONSTRUCTS) {
                if (startsAt(words, i, construct.words())) {
                    return Optional.of(StatementCheck.refuse("SQL does not have this here", sql, words.at(i))
                            .hint(construct.hint()));
                }
            }
        }
        return Optional.empty();
    }

    private static boolean startsAt(Words words, int first, List<String> wanted) {
        for (int i = 0; i < wanted.size(); i++) {
            if (!words.is(first + i, wanted.get(i))) {
                return false;
            }
        }
        return true;
    }
}
