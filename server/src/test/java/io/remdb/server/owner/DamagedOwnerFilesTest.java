package io.remdb.server.owner;

import static org.assertj.core.api.Assertions.assertThat;

import io.remdb.BatchOptions;
import io.remdb.ErrorCode;
import io.remdb.OpenOptions.Sharing;
import io.remdb.RemDatabase;
import io.remdb.RemException;
import io.remdb.Schema;
import io.remdb.server.support.Databases;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whatever stands in the files by which processes find the owner of a database, it opens with its rows, or says what is wrong. */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DamagedOwnerFilesTest {
    private static final List<String> FILES = List.of("socket", "socket-path", "owner", "owner.start", "owner.0.log");
    private static final int MUTATIONS = Integer.getInteger("rem.damage.owner", 25);
    private static final int ROWS = 10;

    @TempDir
    Path folder;

    @Test
    void anyContentIsPassedOverOrRefused() throws IOException {
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("DamagedOwnerFilesTest seed " + seed);
        Random random = new Random(seed);
        Path database = folder.resolve("db");
        try (RemDatabase db = Databases.open(database, Sharing.OWNER_OR_CLIENT)) {
            db.schemas().register(Schema.parse(Databases.EVENTS));
            db.insertAll("events", Databases.events(0, ROWS).iterator(), BatchOptions.DEFAULTS);
        }
        int opened = 0;
        for (int i = 0; i < MUTATIONS; i++) {
            String name = FILES.get(random.nextInt(FILES.size()));
            byte[] content = content(name, random);
            Path file = database.resolve(name);
            Files.deleteIfExists(file);
            Files.write(file, content);
            String what = name + ": " + new String(content, StandardCharsets.ISO_8859_1);
            try (RemDatabase db = Databases.open(database, Sharing.OWNER_OR_CLIENT)) {
                assertThat(db.count("events")).as(what).isEqualTo(ROWS);
                opened++;
            } catch (RemException e) {
                assertThat(e.code()).as(what).isNotEqualTo(ErrorCode.INTERNAL);
                Files.deleteIfExists(file);
            }
        }
        assertThat(opened).isPositive();
    }

    private static byte[] content(String name, Random random) {
        String usual = switch (name) {
            case "socket-path" -> "/tmp/rem-0/" + Long.toHexString(random.nextLong()) + "\n";
            case "owner" -> random.nextInt(1 << 22) + "\n";
            default -> "";
        };
        byte[] bytes = random.nextBoolean() ? usual.getBytes(StandardCharsets.UTF_8) : new byte[random.nextInt(80)];
        if (random.nextBoolean() || bytes.length == 0) {
            random.nextBytes(bytes);
        } else {
            bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
        }
        return bytes;
    }
}
