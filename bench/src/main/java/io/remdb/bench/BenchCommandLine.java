package io.remdb.bench;

import java.io.PrintStream;
import java.util.List;

/** The command line of the benchmarks. */
public final class BenchCommandLine {
    private BenchCommandLine() {}

    /** Runs the benchmarks that {@code arguments} ask for; the exit code. */
    public static int run(List<String> arguments, PrintStream out, PrintStream err) {
        err.println("error[UNSUPPORTED]: There are no benchmarks in this build (arguments=" + arguments + ")");
        return 1;
    }
}
