package io.remdb.cli;

import io.remdb.cli.output.Output;
import io.remdb.server.owner.OwnerControl;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;

/** {@code rem demo}: the main job on real input, each step by the command line that a user would type. */
@Command(
        name = "demo",
        addMethodSubcommands = false,
        description = {
            "Shows what rem does: a database of short articles, filled and asked.",
            "The database stays in ${sys:java.io.tmpdir}/rem-demo, replaced on each run",
            "(rem-demo-NAME where rem-demo is another user's)."
        },
        footerHeading = "%nExample:%n",
        footer = "  ${sys:rem.command:-rem} demo")
final class DemoCommand extends Subcommand {
    private static final String ROWS = "articles.jsonl";
    private static final String SCHEMA = "articles.schema.yaml";
    private static final String NOTES = "tides.md";

    @Override
    int run(Invocation invocation) {
        if (root().database() != null || root().formatChosen()) {
            throw wrongUsage("The demo has its own database and prints for people: leave out --db and --format");
        }
        Path path = folder(Path.of(System.getProperty("java.io.tmpdir")));
        OwnerControl.of(path.resolve("db")).stop("rem demo begins anew");
        DemoFolder folder = DemoFolder.create(path);
        Path rows = folder.example(ROWS);
        Path schema = folder.example(SCHEMA);
        folder.example("models.py");
        Path notes = folder.example(NOTES);
        Script script = new Script(invocation, folder);
        script.say("A database of its own, in " + folder.path() + ". With P8_DB_PATH set, --db can be left out:");
        script.show("export P8_DB_PATH=" + folder.database());
        script.run("init");
        script.say("A schema says what a row is, what is embedded and what is indexed.");
        script.run("schema", "add", schema.toString());
        script.say("Rows come as JSON, one a line. The embedding model runs here: nothing leaves this machine.");
        script.runReading(rows, "insert", "articles", "--batch");
        script.say("Search by meaning: the best hit shares no word with the question.");
        for (String question : DemoQuestions.CHOSEN) {
            script.run("search", question, "--schema=articles", "--top-k=3", "--mode=semantic");
        }
        script.say("The same rows by SQL.");
        script.run("query", "SELECT category, count(*) AS n FROM articles GROUP BY category ORDER BY n DESC LIMIT 5");
        script.run("query", "SELECT title, tags FROM articles WHERE category = 'programming' ORDER BY title LIMIT 5");
        script.say("And by key, in every table at once.");
        script.run("lookup", Examples.KEY);
        script.say(
                "Files are taken in whole: text, PDF, Office, EPUB, e-mail; in pieces, each with the headings that it stands under.");
        script.run("ingest", notes.toString());
        script.run("search", "how fast does the water rise", "--schema=resources", "--top-k=1");
        script.say("Rows are linked, by key or id, and links are followed.");
        script.run("edge", "add", Examples.LINKED, Examples.LINK_TARGET, Examples.LINK_TYPE);
        script.run("edge", "add", Examples.LINK_TARGET, Examples.FAR_TARGET, "contrasts_with");
        script.run("traverse", Examples.LINKED, "--depth=2");
        script.end();
        return script.exitCode();
    }

    /** The steps: printed as a user would type them, run through the same way in. Stops at the first that fails. */
    private static final class Script {
        private final Invocation invocation;
        private final DemoFolder folder;
        private final Output output;
        private int exitCode = ExitCode.DONE;

        Script(Invocation invocation, DemoFolder folder) {
            this.invocation = invocation;
            this.folder = folder;
            this.output = invocation.output();
        }

        int exitCode() {
            return exitCode;
        }

        void say(String text) {
            if (exitCode == ExitCode.DONE) {
                output.text("\n# " + text);
            }
        }

        void show(String command) {
            if (exitCode == ExitCode.DONE) {
                output.text("$ " + command);
            }
        }

        void run(String... arguments) {
            run(null, List.of(arguments));
        }

        void runReading(Path file, String... arguments) {
            run(file, List.of(arguments));
        }

        private void run(@Nullable Path file, List<String> arguments) {
            if (exitCode != ExitCode.DONE) {
                return;
            }
            output.text("");
            show(DemoFolder.typed(arguments) + (file == null ? "" : " < " + file));
            try (InputStream in = file == null ? InputStream.nullInputStream() : Files.newInputStream(file)) {
                exitCode = Rem.run(
                        arguments, folder.streams(invocation, in), invocation.interruption(), folder.database());
            } catch (IOException e) {
                throw DemoFolder.failed(e, folder.path());
            }
        }

        void end() {
            if (exitCode == ExitCode.DONE) {
                String command = System.getProperty("rem.command", "rem");
                output.text("""

                        # Where to go next
                        The database stays in %1$s. Try it:
                          %2$s --db %1$s search "your own question"
                          %2$s --db %1$s ask "how many articles are about music?"
                          %2$s --db %1$s query "SELECT * FROM articles WHERE 'rust' = ANY(tags)"
                          %2$s init                       a database of your own, in %4$s
                          %2$s schema add models.py::Article   your own schema (here: %3$s)
                          %2$s --help                     every command; each has an example
                        """.formatted(
                                folder.database(),
                                command,
                                folder.path().resolve("models.py"),
                                invocation.config().database()));
            }
        }
    }

    /** One that everybody knows, but where it is somebody else's. */
    static Path folder(Path temporary) {
        Path usual = temporary.resolve("rem-demo");
        String user = System.getProperty("user.name");
        try {
            boolean ours = !Files.exists(usual, LinkOption.NOFOLLOW_LINKS)
                    || Files.getOwner(usual, LinkOption.NOFOLLOW_LINKS)
                            .getName()
                            .equals(user);
            return ours ? usual : temporary.resolve("rem-demo-" + user);
        } catch (IOException | UnsupportedOperationException _) {
            return usual; // whether it is to be used is found out by using it
        }
    }
}
