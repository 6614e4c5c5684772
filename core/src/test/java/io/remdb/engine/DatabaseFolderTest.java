package io.remdb.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.remdb.OpenOptions.Creation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
}
