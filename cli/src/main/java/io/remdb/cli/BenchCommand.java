package io.remdb.cli;

import io.remdb.bench.BenchCommandLine;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code rem bench}: hands what follows to the benchmarks. */
@Command(
        name = "bench",
        addMethodSubcommands = false,
        description = "Measures the database on this machine; see 'rem bench --help'.",
        footer = "  ${sys:rem.command:-rem} bench --rows 10000")
final class BenchCommand extends Subcommand {
    @Parameters(arity = "0..*", paramLabel = "ARGUMENT", description = "For the benchmarks.")
    private List<String> arguments = List.of();

    @Override
    int run(Invocation invocation) {
        if (root().database() != null || root().formatChosen()) {
            throw wrongUsage("Options of the benchmarks come after 'bench', which has its own databases and formats");
        }
        PrintStream out = new PrintStream(invocation.streams().out(), true, StandardCharsets.UTF_8);
        return BenchCommandLine.run(arguments, out, invocation.output().messages());
    }
}
