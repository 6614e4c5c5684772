package io.remdb.query;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Of a statement nothing is kept that somebody may have put into a row. */
class StatementShapeTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            SELECT title FROM articles WHERE category = 'secret' LIMIT 5 | SELECT title FROM articles WHERE category = ? LIMIT ?
            SELECT * FROM a WHERE x IN ('s', 's', 's', 's')              | SELECT * FROM a WHERE x IN ( ? , ? )
            SELECT * FROM a -- secret                                    | SELECT * FROM a
            SELECT * /* secret */ FROM a WHERE n = -1.5e3 AND d = DATE '2020-01-01' | SELECT * FROM a WHERE n = - ? AND d = DATE ?
            SELECT $$secret$$ FROM "a table"                             | SELECT ? FROM "a table"
            SELECT 'it''s secret', U&'sec\\0061ret' FROM a                | SELECT ? , ? FROM a
            SELECT 'secret                                               | SELECT ?
            LOOKUP 'secret', 'other'                                     | LOOKUP ? , ?
            SEARCH 'secret' IN articles WHERE category = 'secret' LIMIT 3 | SEARCH ? IN articles WHERE category = ? LIMIT ? MODE hybrid
            SEARCH articles 'secret'                                     | SEARCH ? IN articles LIMIT ? MODE hybrid
            TRAVERSE FROM 'secret' TYPE 'secret'                         | TRAVERSE FROM ? DEPTH ? DIRECTION out TYPE ? LIMIT ?
            LOOKUP secret secret                                         | a statement that is none
            INSERT INTO a VALUES ('secret', 1)                           | INSERT INTO a VALUES ( ? , ? )
            """)
    void valuesAreLeftOut(String statement, String shape) {
        assertThat(StatementShape.of(statement)).isEqualTo(shape);
    }
}
