package io.remdb.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.remdb.RemException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LineReaderTest {
    private final ByteArrayOutputStream tooLong = new ByteArrayOutputStream();

    @Test
    void readsLinesWithAndWithoutAnEnd() {
        assertThat(lines("a\n\nb".getBytes(StandardCharsets.UTF_8)))
                .containsExactly(new Line.Decoded(1, "a"), new Line.Decoded(2, ""), new Line.Decoded(3, "b"));
        assertThat(lines(new byte[0])).isEmpty();
    }

    @Test
    void readsLinesThatSpanBuffers() {
        String line = "é".repeat(100_000);

        assertThat(lines((line + "\n" + line).getBytes(StandardCharsets.UTF_8)))
                .containsExactly(new Line.Decoded(1, line), new Line.Decoded(2, line));
    }

    @Test
    void skipsAByteOrderMark() {
        assertThat(lines("\ufeff{}".getBytes(StandardCharsets.UTF_8))).containsExactly(new Line.Decoded(1, "{}"));
    }

    @Test
    void tellsWhichLineIsNotUtf8() {
        byte[] bytes = {'a', '\n', 'b', (byte) 0xc3, (byte) 0x28, '\n', 'c'};

        List<Line> lines = lines(bytes);

        assertThat(lines).hasSize(3);
        assertThat(lines.get(1)).isInstanceOfSatisfying(Line.Undecodable.class, line -> {
            assertThat(line.number()).isEqualTo(2);
            assertThat(line.column()).isEqualTo(2);
            assertThat(line.bytes()).containsExactly('b', (byte) 0xc3, (byte) 0x28);
        });
        assertThat(lines.get(2)).isEqualTo(new Line.Decoded(3, "c"));
    }

    @Test
    void aTruncatedCharacterAtTheEndIsNotUtf8() {
        assertThat(lines(new byte[] {'a', (byte) 0xc3})).first().isInstanceOf(Line.Undecodable.class);
    }

    @Test
    void passesOnALineOverTheLimitAndGoesOn() {
        String longLine = "x".repeat(300_000);
        LineReader reader = new LineReader(stream("a\n" + longLine + "\nb"), 100_000, tooLong);

        assertThat(reader.next()).contains(new Line.Decoded(1, "a"));
        assertThat(reader.next()).contains(new Line.TooLong(2));
        assertThat(reader.next()).contains(new Line.Decoded(3, "b"));
        assertThat(reader.next()).isEmpty();
        assertThat(tooLong.toString(StandardCharsets.UTF_8)).isEqualTo(longLine + "\n");
    }

    @Test
    void refusesADocumentThatIsNotUtf8WithItsLine() {
        assertThatThrownBy(() -> LineReader.readAll(new ByteArrayInputStream(new byte[] {'\n', '\n', (byte) 0xff})))
                .isInstanceOf(RemException.class)
                .hasMessageContaining("line=3");
    }

    private List<Line> lines(byte[] bytes) {
        LineReader reader = new LineReader(new ByteArrayInputStream(bytes), LineReader.LONGEST_LINE, tooLong);
        List<Line> lines = new ArrayList<>();
        for (Optional<Line> line = reader.next(); line.isPresent(); line = reader.next()) {
            lines.add(line.get());
        }
        return lines;
    }

    private static ByteArrayInputStream stream(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }
}
