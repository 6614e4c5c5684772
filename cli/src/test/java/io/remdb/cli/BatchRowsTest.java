package io.remdb.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.remdb.BatchOptions;
import io.remdb.ErrorCode;
import io.remdb.RemException;
import io.remdb.RowError;
import io.remdb.cli.input.StoppableInput;
import io.remdb.json.LineReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class BatchRowsTest {
    private static final long A_MINUTE = TimeUnit.MINUTES.toNanos(1);

    private final ByteArrayOutputStream rejected = new ByteArrayOutputStream();

    @Test
    void countsLinesWhereTheDatabaseCountsRows() {
        BatchRows rows = rows("{1}\n\n  \n{2}\n{3}\n\n{4}\n".getBytes(StandardCharsets.UTF_8));

        assertThat(all(rows)).containsExactly("{1}", "{2}", "{3}", "{4}");
        assertThat(rows.rejected(error(1, "{1}")).line()).isEqualTo(1);
        assertThat(rows.rejected(error(2, "{2}")).line()).isEqualTo(4);
        assertThat(rows.rejected(error(3, "{3}")).line()).isEqualTo(5);
        rows.forget(3);
        assertThat(rows.rejected(error(4, "{4}")).line()).isEqualTo(7);
    }

    @Test
    void handsOnWhatIsNoTextAsARowThatIsRefused() {
        BatchRows rows = rows(new byte[] {'a', '\n', (byte) 0xff, '\n', 'b'});

        assertThat(all(rows)).containsExactly("a", "", "b");
        BatchRows.Rejected refused = rows.rejected(error(2, ""));
        assertThat(refused.line()).isEqualTo(2);
        assertThat(refused.reason()).contains("UTF-8");
        assertThat(refused.bytes()).containsExactly((byte) 0xff);
    }

    @Test
    void keepsTheBytesOfARowAsTheyCame() {
        BatchRows rows = rows("{\"é\": 1}\r\n".getBytes(StandardCharsets.UTF_8));
        String row = all(rows).getFirst();

        assertThat(rows.rejected(error(1, row)).bytes()).isEqualTo("{\"é\": 1}\r".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aStopEndsTheRowsOrCallsThemAllOffWhereAllAreWantedOrNone() {
        for (BatchOptions.Mode mode : BatchOptions.Mode.values()) {
            StoppableInput input =
                    new StoppableInput(new ByteArrayInputStream("{1}\n{2}\n".getBytes(StandardCharsets.UTF_8)));
            BatchRows rows = rows(input, mode);
            assertThat(rows.next()).isEqualTo("{1}");
            input.stop();
            switch (mode) {
                case SKIP_INVALID -> assertThat(rows.hasNext()).isFalse();
                case ALL_OR_NOTHING ->
                    assertThatThrownBy(rows::hasNext)
                            .isInstanceOfSatisfying(
                                    RemException.class,
                                    e -> assertThat(e.code()).isEqualTo(ErrorCode.CANCELLED));
            }
        }
    }

    @Test
    void knowsWhetherAWholeRowIsThere() throws IOException {
        try (PipedOutputStream typing = new PipedOutputStream();
                StoppableInput input = new StoppableInput(new PipedInputStream(typing))) {
            BatchRows rows = rows(input, BatchOptions.Mode.SKIP_INVALID);
            assertThat(rows.awaitNext(0)).isFalse();
            type(typing, "{1}\n\n{2}");
            assertThat(rows.awaitNext(A_MINUTE)).isTrue();
            assertThat(rows.next()).isEqualTo("{1}");
            assertThat(rows.awaitNext(1)).isFalse(); // a blank line and half a row
            type(typing, "\n{3}");
            assertThat(rows.awaitNext(A_MINUTE)).isTrue();
            assertThat(rows.next()).isEqualTo("{2}");
            assertThat(rows.awaitNext(1)).isFalse();
            typing.close();
            assertThat(rows.awaitNext(A_MINUTE)).isTrue();
            assertThat(rows.next()).isEqualTo("{3}");
            assertThat(rows.awaitNext(A_MINUTE)).isTrue();
            assertThat(rows.hasNext()).isFalse();
        }
    }

    @Test
    void aRowThatIsLongerThanWhatIsReadAheadIsNotWaitedForInVain() {
        byte[] row = "x".repeat(4 << 20).getBytes(StandardCharsets.UTF_8);
        BatchRows rows = rows(row);
        assertThat(rows.awaitNext(A_MINUTE)).isTrue();
        assertThat(rows.next()).hasSize(row.length);
    }

    private static void type(OutputStream typing, String text) throws IOException {
        typing.write(text.getBytes(StandardCharsets.UTF_8));
        typing.flush();
    }

    private BatchRows rows(byte[] input) {
        StoppableInput stoppable = new StoppableInput(new ByteArrayInputStream(input));
        return rows(stoppable, BatchOptions.Mode.SKIP_INVALID);
    }

    private BatchRows rows(StoppableInput stoppable, BatchOptions.Mode mode) {
        return new BatchRows(stoppable, new LineReader(stoppable, LineReader.LONGEST_LINE, rejected), mode);
    }

    private static List<String> all(BatchRows rows) {
        List<String> all = new ArrayList<>();
        rows.forEachRemaining(all::add);
        return all;
    }

    private static RowError error(long row, String text) {
        return new RowError(row, ErrorCode.INVALID_JSON, "The text is not valid JSON", List.of(), text);
    }
}
