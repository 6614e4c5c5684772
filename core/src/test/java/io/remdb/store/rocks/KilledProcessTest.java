package io.remdb.store.rocks;

import static io.remdb.store.rocks.StoreFixture.FIELD;
import static io.remdb.store.rocks.StoreFixture.TABLE;
import static io.remdb.store.rocks.StoreFixture.commit;
import static io.remdb.store.rocks.StoreFixture.drain;
import static io.remdb.store.rocks.StoreFixture.indexed;
import static io.remdb.store.rocks.StoreFixture.insert;
import static io.remdb.store.rocks.StoreFixture.whole;
import static org.assertj.core.api.Assertions.assertThat;

import io.remdb.store.Direction;
import io.remdb.store.FieldRange;
import io.remdb.store.IndexHit;
import io.remdb.store.LogEntry;
import io.remdb.store.StoredEntity;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KilledProcessTest {
    private static final int ROUNDS = 3;
    private static final int ACKNOWLEDGED_BEFORE_KILL = 400;

    @TempDir
    Path folder;

    @Test
    void everyAcknowledgedCommitSurvivesAKilledProcess() throws Exception {
        Map<Long, UUID> acknowledged = new TreeMap<>();
        for (int round = 0; round < ROUNDS; round++) {
            runAndKill(acknowledged);
            try (RocksStore store = StoreFixture.open(folder)) {
                check(store, acknowledged);
            }
        }
    }

    private void runAndKill(Map<Long, UUID> acknowledged) throws IOException, InterruptedException {
        Process writer = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Writer.class.getName(),
                        folder.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        int lines = 0;
        try (BufferedReader out = writer.inputReader()) {
            for (String line = out.readLine(); line != null && line.endsWith("."); line = out.readLine()) {
                String[] words = line.split(" ", -1);
                acknowledged.put(Long.parseLong(words[0]), UUID.fromString(words[1]));
                if (++lines == ACKNOWLEDGED_BEFORE_KILL) {
                    writer.toHandle().destroyForcibly(); // unlike the process itself, this leaves its output readable
                }
            }
        }
        writer.waitFor();
        assertThat(lines).isGreaterThanOrEqualTo(ACKNOWLEDGED_BEFORE_KILL);
    }

    private static void check(RocksStore store, Map<Long, UUID> acknowledged) {
        acknowledged.forEach((sequence, id) -> assertThat(store.records().get(TABLE, id))
                .hasValueSatisfying(entity -> assertThat(entity.version()).isEqualTo(sequence)));
        long last = store.log().lastSequence();
        assertThat(drain(store.log().read(1)))
                .map(LogEntry::sequence)
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, last).boxed().toList());
        List<StoredEntity> rows = drain(store.records().scan(TABLE, null));
        assertThat((long) rows.size())
                .isEqualTo(last)
                .isEqualTo(store.records().counts(TABLE).live());
        assertThat(drain(store.indexes().range(TABLE, FIELD, FieldRange.ALL, Direction.ASCENDING)))
                .map(IndexHit::id)
                .containsExactlyInAnyOrderElementsOf(
                        rows.stream().map(StoredEntity::id).toList());
    }

    /** Commits from several threads and says which sequence was acknowledged for which entity, until it is killed. */
    static final class Writer {
        private Writer() {}

        public static void main(String[] arguments) {
            RocksStore store = StoreFixture.open(Path.of(arguments[0]));
            for (int thread = 0; thread < 4; thread++) {
                Thread.ofPlatform().start(() -> {
                    while (true) {
                        UUID id = UUID.randomUUID();
                        long sequence = commit(store, insert(id, indexed(whole(id.hashCode()))));
                        // The full stop shows that the line was not cut off.
                        System.out.println(sequence + " " + id + " .");
                    }
                });
            }
        }
    }
}
