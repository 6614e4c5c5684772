package io.remdb.engine;

import io.remdb.EdgeCursor;
import io.remdb.EdgeDirection;
import io.remdb.ErrorCode;
import io.remdb.ProgressListener;
import io.remdb.QueryResult;
import io.remdb.RemDatabase;
import io.remdb.RemException;
import io.remdb.SearchMode;
import io.remdb.Verification.Depth;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What a database answers to questions of every kind: the right answer, or an error with a code. */
final class DamageAnswers {
    /** Stands for an error with a code. */
    private static final String REFUSED = "refused: ";

    private final Map<String, String> answers = new LinkedHashMap<>();

    private DamageAnswers() {}

    static DamageAnswers of(RemDatabase db) {
        DamageAnswers all = new DamageAnswers();
        all.ask(db, "rows", each -> {
            try (var rows = each.list("articles", RemDatabase.Visibility.WITH_DELETED)) {
                List<String> lines = new ArrayList<>();
                rows.forEachRemaining(row -> lines.add(row.id() + " " + row.properties() + " " + row.deletedAt()));
                return sorted(lines);
            }
        });
        for (int i = 0; i < DamageTemplate.ROWS; i += 7) {
            String key = "row " + i;
            all.ask(db, "lookup " + key, each -> each.lookup(key).toString());
        }
        all.ask(
                db,
                "keys",
                each ->
                        sorted(each
                                .getAll(each.lookup("row 1", "row 2", "row 30").stream()
                                        .map(io.remdb.Entity::id)
                                        .toList())
                                .stream()
                                .map(String::valueOf)
                                .toList()));
        all.ask(db, "count", each -> Long.toString(each.count("articles")));
        all.sql(db, "SELECT count(*) AS n FROM articles");
        all.sql(db, "SELECT title FROM articles WHERE category = 'c1' ORDER BY title");
        all.sql(db, "SELECT title, year FROM articles WHERE year > 1902 ORDER BY year, title");
        all.sql(db, "SELECT title FROM articles ORDER BY created_at, title");
        all.sql(db, "SELECT category, count(*) AS n FROM articles GROUP BY category ORDER BY category");
        all.search(db, "words", SearchMode.KEYWORD, "number n7", null);
        all.search(db, "words where", SearchMode.KEYWORD, "number", "year > 1903 AND category = 'c2'");
        all.search(db, "meaning", SearchMode.SEMANTIC, "n8 many", null);
        all.search(db, "meaning where", SearchMode.SEMANTIC, "n8 many", "category = 'c3'");
        all.ask(
                db,
                "fuzzy",
                each -> sorted(each.fuzzy("rwo 33").in("articles").limit(3).run().stream()
                        .map(match -> match.key() + " " + match.entity().id())
                        .toList()));
        all.ask(db, "edges from", each -> edges(each, "row 1", EdgeDirection.OUT));
        all.ask(db, "edges to", each -> edges(each, "row 40", EdgeDirection.IN));
        all.ask(
                db,
                "paths",
                each -> each.traverse("row 1").depth(3).run().stream()
                        .map(path -> path.toString())
                        .sorted()
                        .collect(Collectors.joining("\n")));
        all.ask(db, "vector", each -> {
            StringBuilder text = new StringBuilder();
            each.getWithEmbeddings(each.lookup("row 3").getFirst().id())
                    .orElseThrow()
                    .embeddings()
                    .forEach((slot, vector) -> text.append(slot).append(Arrays.toString(vector)));
            return text.toString();
        });
        return all;
    }

    /** How many things a check finds; -1 when that itself is refused. */
    static long findings(RemDatabase db, Depth depth) {
        try {
            return db.operations().verify(depth, ProgressListener.NONE).found();
        } catch (RemException e) {
            requireCode(e);
            return -1;
        }
    }

    private static String edges(RemDatabase db, String key, EdgeDirection direction) {
        try (EdgeCursor edges = db.edges(key, direction, List.of())) {
            List<String> lines = new ArrayList<>();
            edges.forEachRemaining(edge -> lines.add(edge.toString()));
            return sorted(lines);
        }
    }

    private void sql(RemDatabase db, String statement) {
        ask(db, statement, each -> {
            try (QueryResult result = each.query(statement)) {
                return result.stream().map(Object::toString).collect(Collectors.joining("\n"));
            }
        });
    }

    /** Without an order: a rank by words depends on rows that were deleted, until they are gone from the index. */
    private void search(
            RemDatabase db,
            String name,
            SearchMode mode,
            String text,
            @org.jspecify.annotations.Nullable String where) {
        ask(db, name, each -> {
            var search = each.search(text).in("articles").mode(mode).limit(mode == SearchMode.KEYWORD ? 1000 : 5);
            return sorted((where == null ? search : search.where(where))
                    .run().stream()
                            .map(hit -> hit.entity().id() + " " + hit.entity().properties())
                            .toList());
        });
    }

    private static String sorted(List<String> lines) {
        return lines.stream().sorted().collect(Collectors.joining("\n"));
    }

    private void ask(RemDatabase db, String question, Function<RemDatabase, String> answer) {
        try {
            answers.put(question, answer.apply(db));
        } catch (RemException e) {
            requireCode(e);
            answers.put(question, REFUSED + e.code());
        }
    }

    /** A defect has a code, too, which is none that damage may have. */
    static void requireCode(RemException e) {
        if (e.code() == ErrorCode.INTERNAL) {
            throw e;
        }
    }

    /** Whether all questions were answered. */
    boolean complete() {
        return answers.values().stream().noneMatch(answer -> answer.startsWith(REFUSED));
    }

    /** The first wrong answer; empty where those that were given are right. */
    String wrong(DamageAnswers right) {
        for (Map.Entry<String, String> answer : answers.entrySet()) {
            String given = answer.getValue();
            if (!given.startsWith(REFUSED) && !given.equals(right.answers.get(answer.getKey()))) {
                return answer.getKey() + ": " + shortened(given) + " for "
                        + shortened(String.valueOf(right.answers.get(answer.getKey())));
            }
        }
        return "";
    }

    private static String shortened(String text) {
        String line = text.replace('\n', '|');
        return text.lines().count() + " lines: " + line.substring(0, Math.min(400, line.length()));
    }
}
