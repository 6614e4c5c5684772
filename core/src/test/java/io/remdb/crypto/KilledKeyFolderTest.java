package io.remdb.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import io.remdb.crypto.KeyFolder.Overwrite;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that replaces the pair again and again is killed in the middle of it. */
class KilledKeyFolderTest {
    private static final int ROUNDS = 5;
    private static final int LONGEST_LIFE_MS = 200;
    private static final KdfPolicy QUICK = new KdfPolicy(64, 1);
    private static final Password PASSWORD = Password.of("correct horse".toCharArray());

    @TempDir
    Path temporary;

    @Test
    void leavesOnePairThatThePasswordOpens() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        Path path = temporary.resolve("keys");
        for (int round = 0; round < ROUNDS; round++) {
            Process process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-XX:TieredStopAtLevel=1",
                            "-XX:+UseSerialGC",
                            "-cp",
                            System.getProperty("java.class.path"),
                            Replacer.class.getName(),
                            path.toString())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            assertThat(process.getInputStream().read()).isEqualTo('r'); // a pair is there
            assertThat(process.waitFor(random.nextInt(LONGEST_LIFE_MS), TimeUnit.MILLISECONDS))
                    .isFalse();
            process.destroyForcibly().waitFor();

            KeyFolder folder = new KeyFolder(path, QUICK);
            try (PrivateKey key = folder.unlock(PASSWORD)) {
                assertThat(folder.publicKey()).as("seed %d", seed).isEqualTo(key.publicKey());
                assertThat(Files.readString(path.resolve("public_key")))
                        .as("seed %d", seed)
                        .isEqualTo(key.publicKey() + "\n");
            }
        }
    }

    /** The process that is killed. */
    static final class Replacer {
        private Replacer() {}

        public static void main(String[] arguments) {
            KeyFolder folder = new KeyFolder(Path.of(arguments[0]), QUICK);
            while (true) {
                folder.generate(PASSWORD, Overwrite.ALLOWED);
                System.out.write('r');
                System.out.flush();
            }
        }
    }
}
