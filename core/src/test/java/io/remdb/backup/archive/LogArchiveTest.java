package io.remdb.backup.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import io.remdb.spi.replication.History;
import io.remdb.spi.replication.Shipment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogArchiveTest {
    private static final UUID HISTORY = new UUID(1, 2);
    private static final UUID SECOND = new UUID(3, 4);
    private static final List<History.Epoch> FIRST = List.of(History.FIRST_EPOCH);

    @TempDir
    Path folder;

    private LogArchive archive;
    private int begun;

    @BeforeEach
    void make() {
        archive = LogArchive.of(folder, HISTORY);
    }

    /** A file with the entries after one up to another, each of a byte that says who has written it. */
    private Path file(List<History.Epoch> epochs, long after, long last) throws IOException {
        ArchiveFrame.Header header =
                new ArchiveFrame.Header(HISTORY, epochs, after, Instant.EPOCH.plusSeconds(begun++));
        try (ArchiveFileWriter writer = archive.begin(header)) {
            for (long sequence = after + 1; sequence <= last; sequence++) {
                byte[] writes = {(byte) epochs.size()};
                writer.append(List.of(
                        new ArchiveFrame.Writes(new Shipment(sequence, sequence, sequence * 1_000_000, writes)),
                        new ArchiveFrame.Mark(sequence, 7)));
            }
            return writer.file();
        }
    }

    private List<Long> entries(List<History.Epoch> epochs, long after) {
        List<Long> entries = new ArrayList<>();
        try (ArchivedLog log = ArchivedLog.read(archive, epochs, after)) {
            for (ArchiveFrame frame = log.next(); frame != null; frame = log.next()) {
                if (frame instanceof ArchiveFrame.Writes(Shipment shipment)) {
                    entries.add(shipment.writes()[0] * 1_000L + shipment.lastSequence());
                }
            }
            entries.add(log.hasGap() ? -1L : 0L);
        }
        return entries;
    }

    private static List<Long> list(long first, long last, long... rest) {
        return LongStream.concat(LongStream.rangeClosed(first, last), Arrays.stream(rest))
                .boxed()
                .toList();
    }

    @Test
    void filesFollowOneAnother() throws IOException {
        assertThat(entries(FIRST, 5)).containsExactly(0L);
        file(FIRST, 0, 10);
        file(FIRST, 10, 10);
        file(FIRST, 10, 15);
        assertThat(entries(FIRST, 0)).isEqualTo(list(1001, 1015, 0));
        assertThat(entries(FIRST, 9)).isEqualTo(list(1010, 1015, 0));
        assertThat(entries(FIRST, 10)).isEqualTo(list(1011, 1015, 0));
        assertThat(entries(FIRST, 15)).containsExactly(0L);
    }

    @Test
    void aGapEndsIt() throws IOException {
        file(FIRST, 0, 10);
        file(FIRST, 12, 15);
        assertThat(entries(FIRST, 0)).isEqualTo(list(1001, 1010, -1));
        assertThat(entries(FIRST, 11)).containsExactly(-1L);
        assertThat(entries(FIRST, 12)).isEqualTo(list(1013, 1015, 0));
    }

    @Test
    void whatAFormerPrimaryHasWrittenDoesNotCount() throws IOException {
        List<History.Epoch> second = List.of(History.FIRST_EPOCH, new History.Epoch(2, 9, SECOND));
        file(FIRST, 0, 12);
        file(FIRST, 12, 20);
        file(second, 8, 14);
        assertThat(entries(FIRST, 0))
                .isEqualTo(list(
                        1001,
                        1008,
                        LongStream.concat(LongStream.rangeClosed(2009, 2014), LongStream.of(0))
                                .toArray()));
        assertThat(entries(second, 10)).isEqualTo(list(2011, 2014, 0));
        // A backup of the former primary with what it alone had.
        assertThatThrownBy(() -> entries(FIRST, 11))
                .isInstanceOfSatisfying(
                        RemException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFLICT));
        assertThatThrownBy(() -> entries(List.of(History.FIRST_EPOCH, new History.Epoch(2, 5, SECOND)), 6))
                .isInstanceOfSatisfying(
                        RemException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFLICT));
        // The former primary's last file is in nobody's way.
        assertThat(archive.removeThrough(14).files()).isEqualTo(1);
        assertThat(entries(second, 10)).isEqualTo(list(2011, 2014, 0));
    }

    private static History history(List<History.Epoch> epochs) {
        return new History(HISTORY, epochs, 100, 0);
    }

    @Test
    void namesSayWhatHeadersSay() throws IOException {
        List<History.Epoch> second = List.of(History.FIRST_EPOCH, new History.Epoch(2, 9, SECOND));
        file(FIRST, 0, 12);
        file(FIRST, 12, 20);
        file(second, 8, 14);
        file(second, 14, 14);
        assertThat(archive.partsByName(history(second))).hasSize(4).isEqualTo(archive.parts());
    }

    @Test
    void onlyStrangersAndFilesOfOtherNamesAreOpenedForTheirHeaders() throws IOException {
        for (int i = 0; i < 50; i++) {
            file(FIRST, i, i + 1);
        }
        Path named = file(FIRST, 50, 51);
        Files.move(named, named.resolveSibling("00000000000000000051-19700101T000050000000Z.remlog"));
        Path stranger = file(List.of(History.FIRST_EPOCH, new History.Epoch(2, 9, SECOND)), 8, 14);
        List<LogArchive.Part> right = archive.parts();
        for (LogArchive.Part part : right) {
            if (part.header().after() < 50 && !part.path().equals(stranger)) {
                Files.delete(part.path());
                Files.createDirectory(part.path()); // which nobody can read as a file
            }
        }
        assertThat(archive.partsByName(history(FIRST))).isEqualTo(right);
        assertThatThrownBy(archive::parts).isInstanceOf(RemException.class);
    }

    @Test
    void filesThatEndBeforeAnEntryGo() throws IOException {
        file(FIRST, 0, 10);
        file(FIRST, 10, 20);
        file(FIRST, 20, 30);
        assertThat(archive.removeThrough(9).files()).isZero();
        assertThat(archive.removeThrough(10).files()).isEqualTo(1);
        assertThat(entries(FIRST, 10)).isEqualTo(list(1011, 1030, 0));
        assertThat(archive.removeThrough(Long.MAX_VALUE).files()).isEqualTo(1);
        assertThat(archive.removeThrough(Long.MAX_VALUE).files())
                .as("the newest stays")
                .isZero();
    }

    @Test
    void wheneverTheEndIsTornWhatIsWholeBeforeItIsRead() throws IOException {
        Path file = file(FIRST, 0, 5);
        byte[] whole = Files.readAllBytes(file);
        int most = 0;
        for (int length = 0; length < whole.length; length++) {
            Files.write(file, Arrays.copyOf(whole, length));
            List<Long> entries = entries(FIRST, 0);
            assertThat(entries).isEqualTo(list(1001, 1000 + entries.size() - 1, 0));
            assertThat(entries.size()).isGreaterThanOrEqualTo(most);
            most = entries.size();
        }
        assertThat(most).as("without the last byte of the last mark").isEqualTo(6);
    }

    @Test
    void aFlippedBitIsNeverAnEntry() throws IOException {
        Path file = file(FIRST, 0, 5);
        byte[] whole = Files.readAllBytes(file);
        Random random = new Random(3);
        for (int i = 0; i < 500; i++) {
            byte[] damaged = whole.clone();
            damaged[random.nextInt(whole.length)] ^= (byte) (1 << random.nextInt(8));
            Files.write(file, damaged);
            try {
                List<Long> entries = entries(FIRST, 0);
                assertThat(entries).isEqualTo(list(1001, 1000 + entries.size() - 1, 0));
            } catch (RemException e) {
                assertThat(e.code()).isEqualTo(ErrorCode.UNKNOWN_FORMAT);
            }
        }
    }
}
