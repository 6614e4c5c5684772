package io.remdb.engine;

import static io.remdb.engine.Databases.article;
import static org.assertj.core.api.Assertions.assertThat;

import io.remdb.QueryResult;
import io.remdb.RemDatabase;
import io.remdb.RemException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/**
 * A list of wrong statements, one a line: the statement (a line break written as a backslash and n), the code, the position, a piece of
 * the hint; with tabs between. Each is an error that says where, and what to do.
 */
class WrongStatementsTest {
    private static final int FEWEST = 100;

    private record Wrong(String statement, String code, String position, String hint) {
        static Wrong of(String line) {
            String[] parts = line.split("\t", -1);
            return new Wrong(parts[0].replace("\\n", "\n"), parts[1], parts[2], parts[3]);
        }

        boolean isSaidBy(Wrong said) {
            return said.code.equals(code)
                    && said.position.equals(position)
                    && !hint.isEmpty()
                    && said.hint.contains(hint);
        }

        String line() {
            return String.join("\t", statement.replace("\n", "\\n"), code, position, hint);
        }
    }

    @Test
    void everyOneIsAnErrorWithAPlaceAndAHint() throws IOException {
        List<Wrong> statements = statements();
        assertThat(statements).hasSizeGreaterThanOrEqualTo(FEWEST).doesNotHaveDuplicates();
        List<String> others = new ArrayList<>();
        try (RemDatabase db = Databases.withArticles()) {
            db.insert("articles", article("Rust", "ownership of values", "programming", 2015));
            db.insert("articles", article("Moon", "tides and craters", "space", 1969));
            for (Wrong wrong : statements) {
                Wrong said = said(db, wrong.statement());
                if (!wrong.isSaidBy(said)) {
                    others.add(said.line());
                }
            }
            assertThat(db.count("articles")).isEqualTo(2);
        }
        assertThat(others).as("said otherwise:%n%s", String.join("\n", others)).isEmpty();
    }

    private static Wrong said(RemDatabase db, String statement) {
        try (QueryResult result = db.query(statement)) {
            return new Wrong(statement, "rows: " + result.stream().count(), "", "");
        } catch (RemException e) {
            return new Wrong(
                    statement,
                    e.code().name(),
                    String.valueOf(e.details().get("position")),
                    e.hint().orElse("no hint: " + e.getMessage()));
        }
    }

    private static List<Wrong> statements() throws IOException {
        try (InputStream in = WrongStatementsTest.class.getResourceAsStream("wrong-statements.tsv")) {
            String text = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
            return text.lines().filter(line -> !line.isBlank()).map(Wrong::of).toList();
        }
    }
}
