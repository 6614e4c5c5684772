package io.remdb.cli;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import io.remdb.cli.output.Terminal;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Where the demo works: its database and copies of the examples. It is replaced on each run, so it must be known as the
 * demo's: a file says so.
 *
 * @param path the folder
 */
record DemoFolder(Path path) {
    private static final String MARK = "made-by-rem-demo";

    static DemoFolder create(Path path) {
        try {
            if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
                if (!Files.isRegularFile(path.resolve(MARK)) || Files.isSymbolicLink(path)) {
                    throw new RemException(ErrorCode.IO_ERROR, "The folder of the demo is there, but not the demo's")
                            .with("path", path)
                            .hint("Move it away, or set TMPDIR to another folder");
                }
                delete(path);
            }
            Files.createDirectories(path);
            Files.createFile(path.resolve(MARK));
            return new DemoFolder(path);
        } catch (IOException e) {
            throw failed(e, path);
        }
    }

    Path database() {
        return path.resolve("db");
    }

    /** A copy of a file that the jar carries. */
    Path example(String name) {
        Path copy = path.resolve(name);
        try (InputStream example = DemoFolder.class.getResourceAsStream("/examples/" + name)) {
            if (example == null) {
                throw new RemException(ErrorCode.INTERNAL, "An example is missing from the installation")
                        .with("name", name);
            }
            Files.copy(example, copy);
            return copy;
        } catch (IOException e) {
            throw failed(e, path);
        }
    }

    /** The streams of a step: tables even into a pipe, since a person reads the demo. */
    Streams streams(Invocation invocation, InputStream in) {
        Terminal terminal = invocation.streams().terminal();
        return new Streams(
                in,
                invocation.streams().out(),
                invocation.streams().err(),
                new Terminal(false, true, terminal.errors(), terminal.columns(), terminal.colourfulOutput()));
    }

    /** A command line as a user would type it, who has started this one in the same way. */
    static String typed(List<String> arguments) {
        return System.getProperty("rem.command", "rem") + " "
                + arguments.stream().map(DemoFolder::quoted).collect(Collectors.joining(" "));
    }

    static RemException failed(IOException e, Path path) {
        return new RemException(ErrorCode.IO_ERROR, "The demo cannot use its folder", e)
                .with("path", path)
                .with("reason", e.getMessage());
    }

    private static String quoted(String argument) {
        return argument.matches("[A-Za-z0-9_=./:,-]+") ? argument : '"' + argument + '"';
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
