package io.remdb.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SqlTablesTest {
    private static final Set<String> TABLES = Set.of("books", "people");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT * FROM books",
                "SELECT people FROM books WHERE shelf IN ('people', 'FROM people')",
                "select title, people from \"books\" b, books c order by people, title",
                "SELECT EXTRACT(YEAR FROM printed) FROM books",
                "WITH old AS (SELECT * FROM books) SELECT * FROM old, edges",
                "SELECT * FROM books WHERE id IN (SELECT id FROM traverse('people', 1, 'out'))",
                "SELECT * FROM (SELECT * FROM public.books) /* FROM people */",
                "SELECT * FROM search('books', 'people', 5)",
                "TABLE books"
            })
    void readsOneTable(String sql) {
        assertThat(SqlTables.of(sql).isOnly("books", TABLES::contains)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT * FROM people",
                "SELECT 1",
                "SELECT * FROM books, people",
                "SELECT * FROM books b, (SELECT 1) c, \"people\" p",
                "SELECT * FROM books WHERE EXISTS (SELECT 1 FROM People)",
                "SELECT * FROM books LEFT JOIN (people) ON true",
                "SELECT * FROM books UNION SELECT * FROM public.people",
                "SELECT * FROM books, search('people', 'x')",
                "SELECT * FROM books, lookup('x')",
                "SELECT * FROM books JOIN kv ON kv.id = books.id",
                "SELECT * FROM traverse('x')",
                "TABLE people"
            })
    void readsOthersToo(String sql) {
        assertThat(SqlTables.of(sql).isOnly("books", TABLES::contains)).isFalse();
    }
}
