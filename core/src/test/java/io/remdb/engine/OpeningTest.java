package io.remdb.engine;

import static io.remdb.engine.Databases.article;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.remdb.BatchOptions;
import io.remdb.ErrorCode;
import io.remdb.OpenOptions;
import io.remdb.RemDatabase;
import io.remdb.RemException;
import io.remdb.Schema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OpeningTest {
    @TempDir
    Path folder;

    @Test
    void aMissingDatabaseIsCreatedOnlyWhenWanted() {
        Path path = folder.resolve("a/b/db");
        fails(
                () -> RemDatabase.open(
                        path,
                        options ->
                                options.withCreation(OpenOptions.Creation.NEVER).withConfig(Databases.config())),
                ErrorCode.NOT_A_DATABASE);
        assertThat(path).doesNotExist();
        Databases.open(path).close();
        Databases.open(path).close();
    }

    @Test
    void theFolderIsPrivate() throws IOException {
        Path path = folder.resolve("db");
        Databases.open(path).close();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                .isEqualTo("rwx------");
    }

    @Test
    void aFolderOfSomethingElseIsNotTouched() throws IOException {
        Files.writeString(folder.resolve("letter.txt"), "hello");
        fails(() -> Databases.open(folder), ErrorCode.NOT_A_DATABASE);
        fails(() -> Databases.open(folder.resolve("letter.txt")), ErrorCode.NOT_A_DATABASE);
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).hasSize(1);
        }
    }

    @Test
    void aSecondOpenSaysThatItIsLocked() {
        Path path = folder.resolve("db");
        try (RemDatabase db = Databases.open(path)) {
            assertThat(db.info().path()).isEqualTo(path);
            assertThatThrownBy(() -> Databases.open(path)).isInstanceOfSatisfying(RemException.class, error -> {
                assertThat(error.code()).isEqualTo(ErrorCode.LOCKED);
                assertThat(error.details())
                        .containsEntry(
                                "pid", Long.toString(ProcessHandle.current().pid()));
            });
            assertThat(path.resolve("owner")).exists();
        }
        assertThat(path.resolve("owner")).doesNotExist();
        Databases.open(path).close();
    }

    @Test
    void aClosedDatabaseSaysSo() {
        RemDatabase db = Databases.inMemory();
        db.close();
        db.close();
        fails(() -> db.insert("sessions", "{}"), ErrorCode.CLOSED);
        fails(() -> db.search("x").run(), ErrorCode.CLOSED);
        fails(() -> db.query("SELECT 1").close(), ErrorCode.CLOSED);
    }

    @Test
    void aDeletedSearchIndexComesBack() throws IOException {
        Path path = folder.resolve("db");
        try (RemDatabase db = Databases.open(path)) {
            db.schemas().register(Schema.parse(Databases.ARTICLES));
            db.insertAll(
                    "articles",
                    IntStream.range(0, 200)
                            .mapToObj(i -> article("Title " + i, "content number" + i, "c", i))
                            .iterator(),
                    BatchOptions.DEFAULTS);
            db.flush();
        }
        delete(path.resolve("search"));
        try (RemDatabase db = Databases.open(path)) {
            assertThat(db.search("number42").in("articles").limit(1).run())
                    .extracting(hit -> hit.entity().properties().get("title").stringValue())
                    .containsExactly("Title 42");
        }
    }

    private static void delete(Path tree) throws IOException {
        try (Stream<Path> files = Files.walk(tree)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private static void fails(ThrowingCallable call, ErrorCode code) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        RemException.class, error -> assertThat(error.code()).isEqualTo(code));
    }
}
