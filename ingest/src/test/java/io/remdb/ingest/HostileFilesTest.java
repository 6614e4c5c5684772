package io.remdb.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.remdb.ErrorCode;
import io.remdb.QueryResult;
import io.remdb.RemDatabase;
import io.remdb.RemException;
import io.remdb.ingest.FileResult.Action;
import io.remdb.ingest.parser.ParserLimits;
import io.remdb.ingest.parser.ParserProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a hostile file does, it does to itself: it is reported with what is wrong with it, and the others are taken in. */
class HostileFilesTest {
    private static final ParserLimits LIMITS =
            ParserLimits.DEFAULTS.withCharacters(1_000_000).withHeapMegabytes(256);

    @TempDir
    Path folder;

    /** Whoever calls this has been told to by a file. */
    private static final class Canary implements AutoCloseable {
        private final ServerSocket socket;
        private final AtomicInteger calls = new AtomicInteger();

        Canary() throws IOException {
            socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
            Thread.ofPlatform().daemon().start(() -> {
                while (!socket.isClosed()) {
                    try (Socket call = socket.accept()) {
                        calls.incrementAndGet();
                        call.getOutputStream()
                                .write("HTTP/1.0 200 OK\r\n\r\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
                    } catch (IOException closed) {
                        return;
                    }
                }
            });
        }

        String address() {
            return "http://127.0.0.1:" + socket.getLocalPort();
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    @Test
    void eachHasItsErrorAndTheRestGoesOn() throws IOException {
        Path secret = Files.writeString(
                Files.createDirectory(folder.resolve(".secret")).resolve("s.txt"), "SECRETTEXT");
        Path good = Files.writeString(folder.resolve("z-last.md"), "# Good\n\nA file like any other.\n");
        Map<String, String> expected = new LinkedHashMap<>();
        try (Canary canary = new Canary();
                RemDatabase db = Settings.database()) {
            HostileFiles.encryptedPdf(folder.resolve("encrypted.pdf"));
            expected.put("encrypted.pdf", "UNSUPPORTED: The file is encrypted");
            HostileFiles.zipBomb(folder.resolve("bomb.docx"));
            expected.put("bomb.docx", "TOO_LARGE: The file expands to far more than its size");
            HostileFiles.manyPages(folder.resolve("pages.pdf"), 10_000);
            expected.put("pages.pdf", "TOO_LARGE: The text of the file is longer");
            HostileFiles.truncatedDocx(folder.resolve("truncated.docx"));
            expected.put("truncated.docx", "CORRUPTED: The file is damaged");
            Files.writeString(folder.resolve("text.pdf"), "This is no PDF.\n");
            expected.put("text.pdf", "UNSUPPORTED: The file is text, and not of the format that its name says");
            HostileFiles.picture(folder.resolve("picture.docx"));
            expected.put("picture.docx", "UNSUPPORTED: The file is of no format that text is read from");
            for (String name : List.of("junk.pdf", "junk.doc", "junk.txt", "junk.eml")) {
                HostileFiles.junk(folder.resolve(name));
            }
            expected.put("junk.pdf", "CORRUPTED: The file is damaged");
            expected.put("junk.doc", "CORRUPTED: The file is damaged");
            expected.put("junk.txt", "UNSUPPORTED: The file is of no format that text is read from");
            expected.put("junk.eml", "UNSUPPORTED: There is no text in the file");
            HostileFiles.billionLaughs(folder.resolve("laughs.docx"));
            expected.put("laughs.docx", "CORRUPTED: ");
            expected.put("entity.docx", "CORRUPTED: ");
            HostileFiles.externalEntity(folder.resolve("entity.docx"), secret, canary.address());
            HostileFiles.callingHtml(folder.resolve("calling.html"), canary.address());
            HostileFiles.macros(folder.resolve("macros.docm"));
            // Made for regular expressions that try everything.
            Files.writeString(folder.resolve("heading.md"), "#" + " ".repeat(20_000) + "\rx\n");
            Files.writeString(folder.resolve("rule.md"), "a | b\n" + "|-".repeat(8_000) + "\n");
            Files.writeString(
                    folder.resolve(".gitignore"), "[z-a]\n" + "a*".repeat(30) + "b\n" + "**/".repeat(30) + "b\n");
            Files.writeString(folder.resolve("a".repeat(200) + ".txt"), "x".repeat(500_000));
            HostileFiles.sparse(folder.resolve("huge.pdf"), "%PDF-1.4\n", 2L << 30);
            expected.put("huge.pdf", "TOO_LARGE: The file is larger than the limit");
            HostileFiles.sparse(folder.resolve("huge.txt"), "text", 2L << 30);
            expected.put("huge.txt", "TOO_LARGE: The file is larger than the limit");

            Map<String, FileResult> results = new LinkedHashMap<>();
            try (IngestRun run = new Ingester(db, Settings.config())
                    .start(List.of(folder.toString()), IngestOptions.DEFAULTS.withLimits(LIMITS))) {
                run.forEachRemaining(result ->
                        results.put(result.uri().substring(result.uri().lastIndexOf('/') + 1), result));
            }
            results.forEach((name, result) -> System.out.println(name + " " + result.action() + " " + result.error()));

            assertThat(results).hasSize(20);
            for (String name : List.of("heading.md", "rule.md", "a".repeat(200) + ".txt")) {
                assertThat(result(results, name).action()).as(name).isEqualTo(Action.CREATED);
            }
            assertThat(result(results, "z-last.md").action()).isEqualTo(Action.CREATED);
            assertThat(result(results, "z-last.md").uri())
                    .isEqualTo(good.toUri().toString());
            expected.forEach((name, error) ->
                    assertThat(error(result(results, name))).as(name).startsWith(error));
            List<String> texts = texts(db);
            assertThat(texts).noneMatch(text -> text.contains("SECRETTEXT"));
            assertThat(texts).noneMatch(text -> text.contains("MACROTEXT"));
            assertThat(texts).noneMatch(text -> text.contains("NOTEXT"));
            assertThat(texts).anyMatch(text -> text.contains("What a person reads."));
            assertThat(texts).anyMatch(text -> text.contains("Its text."));
            assertThat(canary.calls).hasValue(0);
            // Nothing half written: every chunk has its document.
            assertThat(results.values().stream().filter(result -> result.action() == Action.CREATED))
                    .hasSize((int) db.count("documents"));
        }
    }

    private static FileResult result(Map<String, FileResult> results, String name) {
        return Objects.requireNonNull(results.get(name), name);
    }

    private static String error(FileResult result) {
        RemException error = Objects.requireNonNull(result.error(), result.uri());
        return error.code() + ": " + error.getMessage();
    }

    private static List<String> texts(RemDatabase db) {
        List<String> texts = new ArrayList<>();
        try (QueryResult result = db.query("SELECT content FROM resources")) {
            result.forEach(row -> texts.add(row.string("content")));
        }
        return texts;
    }

    private RemException refusal(ParserLimits limits, Path file) {
        try (ParserProcess parser = new ParserProcess(limits, folder)) {
            RemException refused = catchThrowableOfType(
                    RemException.class,
                    () -> parser.parse(file, file.getFileName().toString()));
            assertThat(refused).isNotNull();
            return refused;
        }
    }

    @Test
    void whatTakesTooLongIsEnded() throws IOException {
        Path file = folder.resolve("pages.pdf");
        HostileFiles.manyPages(file, 10_000);
        RemException refused = refusal(ParserLimits.DEFAULTS.withSeconds(1), file);
        assertThat(refused.code()).isEqualTo(ErrorCode.TIMEOUT);
        assertThat(refused.details()).containsEntry("limit_seconds", "1");
    }

    @Test
    void theNextFileFindsAProcessThatWorks() throws IOException {
        Path file = folder.resolve("tree.docx");
        HostileFiles.largeTree(file);
        Path report =
                Path.of("src", "test", "resources", "files", "report.epub").toAbsolutePath();
        try (ParserProcess parser = new ParserProcess(ParserLimits.DEFAULTS.withHeapMegabytes(64), folder)) {
            for (int i = 0; i < 2; i++) {
                assertThat(catchThrowableOfType(RemException.class, () -> parser.parse(file, "tree.docx")))
                        .isNotNull();
                assertThat(parser.parse(report, "report.epub").text()).contains("Pilots");
            }
        }
    }

    @Test
    void whatTakesTooMuchMemoryIsEnded() throws IOException {
        Path file = folder.resolve("tree.docx");
        HostileFiles.largeTree(file);
        RemException refused = refusal(ParserLimits.DEFAULTS.withHeapMegabytes(64), file);
        assertThat(refused.code()).isEqualTo(ErrorCode.TOO_LARGE);
        assertThat(refused.details()).containsEntry("limit_mb", "64");
    }
}
