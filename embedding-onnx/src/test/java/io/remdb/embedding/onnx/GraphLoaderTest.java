package io.remdb.embedding.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import io.remdb.embedding.EmbeddingModel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is kept under the home is made once, and made again when it is damaged. */
final class GraphLoaderTest {
    private static final String MODEL = "all-MiniLM-L6-v2";
    private static final String TEXT = "the same vector every time";

    @TempDir
    Path home;

    @Test
    void keepsThePreparedModelAndUsesItAgain() throws IOException {
        float[] first = embed(home);
        Path prepared = preparedModel();
        var made = Files.getLastModifiedTime(prepared);
        assertThat(embed(home)).isEqualTo(first);
        assertThat(Files.getLastModifiedTime(prepared)).isEqualTo(made);
    }

    @Test
    void makesADamagedModelAnew() throws IOException {
        float[] first = embed(home);
        Path prepared = preparedModel();
        long size = Files.size(prepared);
        byte[] content = Files.readAllBytes(prepared);
        for (int i = content.length / 10; i < content.length; i += 1000) {
            content[i] ^= 0x40;
        }
        Files.write(prepared, content);
        assertThat(embed(home)).isEqualTo(first);
        Files.write(prepared, Arrays.copyOf(Files.readAllBytes(prepared), (int) size / 3));
        assertThat(embed(home)).isEqualTo(first);
        assertThat(Files.size(prepared)).as("whole again").isGreaterThan(size / 2);
    }

    @Test
    void worksWhereTheHomeCannotBeWritten() throws IOException {
        Path file = Files.writeString(home.resolve("not-a-folder"), "");
        assertThat(embed(file)).isEqualTo(embed(home));
    }

    @Test
    void severalProcessesMayStartInANewHomeAtOnce() throws Exception {
        List<Process> processes = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            processes.add(new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "--enable-native-access=ALL-UNNAMED",
                            "-Xmx512m",
                            "-Djava.io.tmpdir=" + Files.createDirectories(home.resolve("tmp")),
                            "-cp",
                            System.getProperty("java.class.path"),
                            GraphLoaderTest.class.getName(),
                            home.resolve("new").toString())
                    .redirectErrorStream(true)
                    .start());
        }
        String expected = Arrays.toString(embed(home));
        for (Process process : processes) {
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor()).as(output).isZero();
            assertThat(output.strip()).isEqualTo(expected);
        }
        try (Stream<Path> files = Files.walk(home.resolve("new"))) {
            assertThat(files.filter(Files::isRegularFile)
                            .map(file -> file.getFileName().toString()))
                    .hasSize(4)
                    .noneMatch(name -> name.endsWith(".tmp"));
        }
        try (Stream<Path> files = Files.walk(home.resolve("tmp"))) {
            assertThat(files.filter(Files::isRegularFile)).isEmpty();
        }
    }

    /** The child process: prints a vector and nothing else. */
    public static void main(String[] arguments) {
        System.out.println(Arrays.toString(embed(Path.of(arguments[0]))));
    }

    private static float[] embed(Path home) {
        try (EmbeddingModel model = new LocalEmbeddingProvider().open(MODEL, TestModels.config(home, 1))) {
            return model.embedQuery(TEXT);
        }
    }

    private Path preparedModel() throws IOException {
        try (Stream<Path> files = Files.list(home.resolve("models"))) {
            return files.filter(file -> file.toString().endsWith(".ort"))
                    .findFirst()
                    .orElseThrow();
        }
    }
}
