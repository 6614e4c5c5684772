package io.remdb.json;

import static org.assertj.core.api.Assertions.assertThat;

import io.remdb.ErrorCode;
import io.remdb.RowError;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Lines are rows where they are not blank, and each row knows its line. */
class RowLinesTest {
    private static RowError of(long row) {
        return new RowError(row, ErrorCode.VALIDATION_FAILED, "wrong", List.of(), "");
    }

    @Test
    void rowsKnowTheirLinesAndWhyTheyAreNone() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes("\uFEFF{\"a\": 1}\r\n\n \n{\"b\": 2}\n".getBytes(StandardCharsets.UTF_8));
        bytes.writeBytes(new byte[] {'x', (byte) 0xFF, '\n'});
        bytes.writeBytes(("y".repeat(100) + "\n\n{\"c\": 3}").getBytes(StandardCharsets.UTF_8));
        RowLines lines = new RowLines(new ByteArrayInputStream(bytes.toByteArray()), 50);
        List<String> rows = new ArrayList<>();
        lines.forEachRemaining(row -> rows.add(row.strip()));
        assertThat(rows).containsExactly("{\"a\": 1}", "{\"b\": 2}", "", "", "{\"c\": 3}");
        assertThat(lines.rows()).isEqualTo(5);
        assertThat(lines.placed(of(1)).line()).isEqualTo(1);
        assertThat(lines.placed(of(2))).isEqualTo(of(2).atLine(4));
        assertThat(lines.placed(of(3)).line()).isEqualTo(5);
        assertThat(lines.placed(of(3)).message()).contains("UTF-8", "byte=2");
        assertThat(lines.placed(of(4)).code()).isEqualTo(ErrorCode.TOO_LARGE);
        lines.forget(4);
        assertThat(lines.placed(of(5)).line()).isEqualTo(8);
    }
}
