package io.remdb.engine;

import io.remdb.RemDatabase;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * A process that works at a database until it is killed, in several threads, each on rows of its own. Says what each begins and what came of
 * it: {@code open}, {@code THREAD begins NUMBER}, {@code THREAD did NUMBER ANSWER}. Which operations these are follows from the seed.
 */
final class CrashedProcess {
    /** What the keys of each thread's rows begin with; only the first registers and removes a table. */
    static final List<String> PREFIXES = List.of("a", "b");

    private CrashedProcess() {}

    /** {@code FOLDER SEED ENCRYPTED [VARIABLE VALUE]...}. */
    public static void main(String[] arguments) throws InterruptedException {
        Path path = Path.of(arguments[0]);
        long seed = Long.parseLong(arguments[1]);
        String[] variables = Arrays.copyOfRange(arguments, 3, arguments.length);
        try (RemDatabase db = open(path, Boolean.parseBoolean(arguments[2]), variables)) {
            say("open");
            List<Thread> threads = PREFIXES.stream()
                    .map(prefix -> Thread.ofPlatform().daemon().start(() -> work(db, operations(seed, prefix), prefix)))
                    .toList();
            for (Thread thread : threads) {
                thread.join();
            }
        }
    }

    static RemDatabase open(Path path, boolean encrypted, String... variables) {
        return encrypted ? Databases.encrypted(path, variables) : Databases.open(path, variables);
    }

    /** The same for who looks on. */
    static ModelOperations operations(long seed, String prefix) {
        return new ModelOperations(seed + prefix.hashCode(), prefix, prefix.equals(PREFIXES.getFirst()));
    }

    private static void work(RemDatabase db, ModelOperations operations, String prefix) {
        for (long number = 0; ; number++) {
            ModelOperation operation = operations.next();
            say(prefix + " begins " + number);
            String answer = ModelRun.run(db, operation);
            say(prefix + " did " + number + " " + answer);
        }
    }

    private static synchronized void say(String line) {
        System.out.println(line);
        System.out.flush();
    }
}
