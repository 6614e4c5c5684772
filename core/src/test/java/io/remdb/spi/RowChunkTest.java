package io.remdb.spi;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which rows are written together. */
class RowChunkTest {
    /** Rows after the first of which there is always a long pause. */
    private record Slow(Iterator<String> rows) implements PacedRows {
        @Override
        public boolean awaitNext(long nanos) {
            return false;
        }

        @Override
        public boolean hasNext() {
            return rows.hasNext();
        }

        @Override
        public String next() {
            return rows.next();
        }
    }

    @Test
    void areAsManyAsTheyMayBe() {
        Iterator<String> rows = List.of("a", "b", "c").iterator();
        assertThat(RowChunk.take(rows, 2)).containsExactly("a", "b");
        assertThat(RowChunk.take(rows, 2)).containsExactly("c");
        assertThat(RowChunk.take(rows, 2)).isEmpty();
    }

    @Test
    void areFewerWhereTheyAreLarge() {
        String half = "x".repeat(Limits.CHUNK_CHARACTERS / 2);
        Iterator<String> rows = Collections.nCopies(3, half).iterator();
        assertThat(RowChunk.take(rows, 10)).hasSize(2);
        assertThat(RowChunk.take(rows, 10)).hasSize(1);
    }

    @Test
    void areThoseThatAreThereWhereTheOthersAreSlow() {
        PacedRows rows = new Slow(List.of("a", "b").iterator());
        assertThat(RowChunk.take(rows, 10)).containsExactly("a");
        assertThat(RowChunk.take(rows, 10)).containsExactly("b");
        assertThat(RowChunk.take(rows, 10)).isEmpty();
    }
}
