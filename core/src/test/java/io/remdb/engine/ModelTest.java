package io.remdb.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.remdb.Change;
import io.remdb.ChangeCursor;
import io.remdb.ChangePosition;
import io.remdb.ProgressListener;
import io.remdb.RemDatabase;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random operations, now and then a reopening, and after some of them every way to ask, compared with what follows from maps in memory.
 * What fails is made smaller before it is shown. {@code -Drem.model.cases=500 -Drem.model.operations=200} is the long form, {@code
 * -Drem.model.seed} repeats one.
 *
 * <p>No library for properties: the operations are drawn here because the processes of {@link CrashLoopTest} draw the same ones.
 */
class ModelTest {
    private static final int CASES = Integer.getInteger("rem.model.cases", 6);
    private static final int OPERATIONS = Integer.getInteger("rem.model.operations", 60);
    private static final String PREFIX = "a";
    private static final List<String> KEYS = IntStream.range(0, ModelOperations.KEYS)
            .mapToObj(i -> PREFIX + "k" + i)
            .toList();

    @TempDir
    Path folder;

    private int databases;

    @Test
    void everyWayToAskGivesWhatFollowsFromWhatWasDone() {
        long seed = Long.getLong("rem.model.seed", System.nanoTime());
        System.out.println("ModelTest seed " + seed);
        Random random = new Random(seed);
        for (int number = 0; number < CASES; number++) {
            boolean encrypted = number % 3 == 2;
            List<ModelOperation> operations = operations(random);
            try {
                run(operations, encrypted);
            } catch (RuntimeException | AssertionError e) {
                Shrinking.Smaller smaller = Shrinking.of(operations, fewer -> run(fewer, encrypted), e);
                throw new AssertionError(
                        "seed " + seed + ", case " + number + (encrypted ? ", encrypted" : "") + ": "
                                + smaller.operations().size() + " of " + operations.size() + " operations are enough:\n"
                                + String.join(
                                        "\n",
                                        smaller.operations().stream()
                                                .map(Object::toString)
                                                .toList())
                                + "\n" + smaller.failure().getMessage(),
                        smaller.failure());
            }
        }
    }

    private static List<ModelOperation> operations(Random random) {
        ModelOperations drawn = new ModelOperations(random.nextLong(), PREFIX, true);
        List<ModelOperation> operations = new ArrayList<>();
        while (operations.size() < OPERATIONS) {
            operations.add(random.nextInt(40) == 0 ? new ModelOperation.Reopen() : drawn.next());
        }
        // The last one asks in every way.
        operations.add(new ModelOperation.Read(random.nextLong()));
        return operations;
    }

    private RemDatabase open(Path path, boolean encrypted) {
        return encrypted ? Databases.encrypted(path) : Databases.open(path);
    }

    private void run(List<ModelOperation> operations, boolean encrypted) {
        Path path = folder.resolve("db" + databases++);
        ModelState state = new ModelState();
        ReplayedState replayed = new ReplayedState();
        ChangePosition position = ChangePosition.after(0);
        RemDatabase db = open(path, encrypted);
        try {
            ModelRun.prepare(db);
            for (ModelOperation operation : operations) {
                String expected = state.apply(operation);
                switch (operation) {
                    case ModelOperation.Reopen _ -> {
                        db.close();
                        db = open(path, encrypted);
                    }
                    case ModelOperation.Read(long seed) -> {
                        position = replay(db, position, replayed);
                        compare(db, state, replayed, new Random(seed));
                    }
                    default -> {
                        long before = db.info().sequence();
                        assertThat(ModelRun.run(db, operation))
                                .as("%s", operation)
                                .isEqualTo(expected);
                        assertThat(db.info().sequence() - before)
                                .as("commits of %s", operation)
                                .isBetween(0L, commits(operation));
                    }
                }
            }
            assertThat(db.operations().verify(ProgressListener.NONE).findings()).isEmpty();
        } finally {
            db.close();
        }
    }

    /** How many writes an operation may be: what is all or nothing is one. */
    private static long commits(ModelOperation operation) {
        return switch (operation) {
            case ModelOperation.InsertAll(var _, var rows, int chunkRows) -> (rows.size() + chunkRows - 1) / chunkRows;
            // One says it, then some rows at a time follow: those that are built, those that go.
            case ModelOperation.Register _, ModelOperation.Remove _ -> Long.MAX_VALUE;
            default -> 1;
        };
    }

    private static ChangePosition replay(RemDatabase db, ChangePosition from, ReplayedState replayed) {
        try (ChangeCursor changes = db.changes().from(from).untilNow().open()) {
            while (changes.hasNext()) {
                Change change = changes.next();
                replayed.apply(change);
            }
            return changes.position();
        }
    }

    private static void compare(RemDatabase db, ModelState state, ReplayedState replayed, Random random) {
        assertThat(ModelRun.observe(db, PREFIX, true).describe()).isEqualTo(state.describe());
        assertThat(replayed).isEqualTo(ReplayedState.of(db));
        new ModelQueries(db, state, KEYS, random).compareAll();
    }
}
