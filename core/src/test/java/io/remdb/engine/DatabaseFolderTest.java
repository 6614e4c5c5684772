package io.remdb.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.remdb.ErrorCode;
import io.remdb.OpenOptions.Creation;
import io.remdb.RemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The folder of a database that is being made. */
class DatabaseFolderTest {
    @TempDir
    Path temporary;

    @Test
    void isMadeByAllThatRaceForIt() throws Exception {
        int racers = 4;
        CyclicBarrier start = new CyclicBarrier(racers);
        try (ExecutorService threads = Executors.newFixedThreadPool(racers)) {
            for (int round = 0; round < 200; round++) {
                DatabaseFolder folder = new DatabaseFolder(temporary.resolve("db" + round));
                List<Future<?>> racing = new ArrayList<>();
                for (int i = 0; i < racers; i++) {
                    racing.add(threads.submit(() -> {
                        start.await();
                        return folder.prepare(Creation.IF_MISSING);
                    }));
                }
                for (Future<?> racer : racing) {
                    racer.get();
                }
                assertThat(Files.isDirectory(folder.store())).isTrue();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"---------", "r--r--r--"})
    void isNotTakenForNoneByThoseWhoMayNotLookIntoIt(String mode) throws IOException {
        Assumptions.assumeFalse("root".equals(System.getProperty("user.name")), "root may everything");
        Path folder = temporary.resolve("db");
        new DatabaseFolder(folder).prepare(Creation.IF_MISSING);
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString(mode));
        try {
            for (Creation creation : Creation.values()) {
                RemException denied =
                        catchThrowableOfType(RemException.class, () -> new DatabaseFolder(folder).prepare(creation));
                assertThat(denied.code()).isEqualTo(ErrorCode.IO_ERROR);
                assertThat(denied.getMessage())
                        .startsWith("This user may not look into the folder of the database (path=" + folder);
                assertThat(denied.hint().orElseThrow()).contains("--db");
            }
        } finally {
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        }
    }

    @Test
    void isNotMadeWhereNothingMayBeWritten() throws IOException {
        Assumptions.assumeFalse("root".equals(System.getProperty("user.name")), "root may everything");
        Path readOnly = Files.createDirectory(temporary.resolve("read-only"));
        Files.setPosixFilePermissions(readOnly, PosixFilePermissions.fromString("r-xr-xr-x"));
        RemException denied = catchThrowableOfType(
                RemException.class, () -> new DatabaseFolder(readOnly.resolve("db")).prepare(Creation.IF_MISSING));
        assertThat(denied.getMessage()).contains("cannot be created", "permission denied: ");
        assertThat(denied.hint().orElseThrow()).contains("writable");
    }
}
