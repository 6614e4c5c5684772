package io.remdb.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.remdb.cli.output.Terminal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class DemoTest {
    /** Whether the demo's database is as the demo leaves it: making it takes longer than all the rest. */
    private static boolean fresh;

    private static final Pattern WORD = Pattern.compile("'([^']*)'|\"((?:[^\"\\\\]|\\\\.)*)\"|(\\S+)");
    private static final Pattern SQL_BLOCK = Pattern.compile("```sql\n(.*?)```", Pattern.DOTALL);
    private static final Pattern STATEMENT =
            Pattern.compile("(.+?)^-- (\\d+) rows?$", Pattern.DOTALL | Pattern.MULTILINE);

    private static Path database() {
        if (!fresh) {
            assertThat(RemRun.rem("demo").exitCode()).isZero();
            fresh = true;
        }
        return Path.of(System.getProperty("java.io.tmpdir"), "rem-demo", "db");
    }

    @Test
    void takesAFolderOfItsOwnWhereTheUsualOneIsAnotherUsers(@TempDir Path temporary) throws IOException {
        Path usual = temporary.resolve("rem-demo");
        assertThat(DemoCommand.folder(temporary)).isEqualTo(usual);
        Files.createDirectory(usual);
        assertThat(DemoCommand.folder(temporary)).isEqualTo(usual);

        assumeTrue(System.getProperty("user.name").equals("root"), "nobody else can give a folder away");
        Files.setOwner(
                usual, temporary.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody"));
        assertThat(DemoCommand.folder(temporary)).isEqualTo(temporary.resolve("rem-demo-root"));
    }

    @Test
    void showsTheMainJobAndFindsWhatItAsksFor() {
        RemRun demo = RemRun.rem("demo");

        assertThat(demo.exitCode()).as(demo.err()).isZero();
        assertThat(demo.out())
                .contains("inserted    181")
                .containsSubsequence(
                        "pharaohs?\" --schema=articles --top-k=3 --mode=semantic\n", "Rosetta", "fiddles", "Violins")
                .containsSubsequence("rem traverse", "builds_on", "Generati");
        assertThat(RemRun.rem("demo").exitCode())
                .as("a second run replaces the first")
                .isZero();
        fresh = true;
    }

    @Test
    void theBestHitOfEachQuestionIsTheOneMeantAndSharesNoWordWithIt() {
        Path database = database();
        Map<String, String> expected = Map.of(
                DemoQuestions.CHOSEN.get(0), "Onions",
                DemoQuestions.CHOSEN.get(1), "Rosetta",
                DemoQuestions.CHOSEN.get(2), "Violin");
        assertThat(expected).hasSameSizeAs(DemoQuestions.CHOSEN);

        expected.forEach((question, title) -> {
            String best = titles(database, question, "semantic", 1).getFirst();
            assertThat(best).as(question).contains(title);
            // A search by words finds whatever has a word of the question, or one of the same stem, that is no stop
            // word.
            assertThat(titles(database, question, "keyword", 200)).as(question).doesNotContain(best);
        });
    }

    private static List<String> titles(Path database, String question, String mode, int limit) {
        List<String> titles = new ArrayList<>();
        RemRun.in(database, "search", question, "--schema=articles", "--mode=" + mode, "--top-k=" + limit)
                .json()
                .get("results")
                .forEach(hit -> titles.add(hit.get("properties").get("title").stringValue()));
        return titles;
    }

    @Test
    void printsCommandsAsTheUserHasStartedIt() {
        System.setProperty("rem.command", "./rem");
        try {
            assertThat(DemoFolder.typed(List.of("lookup", "a key"))).isEqualTo("./rem lookup \"a key\"");
        } finally {
            System.clearProperty("rem.command");
        }
    }

    @Test
    void leavesADatabaseInWhichTheExampleOfEveryHelpTextWorks(@TempDir Path folder) throws Exception {
        assertThat(database()).exists();
        fresh = false; // the examples change it
        List<String> examples = new ArrayList<>();
        collect(Rem.allCommands(), "  rem .*", examples);

        assertThat(examples).hasSizeGreaterThan(15);
        for (String example : examples) {
            RemRun run = type(example);
            assertThat(run.exitCode()).as(example + "\n" + run.err()).isZero();
        }
        examplesWithKeysWork(folder);
    }

    /** They make the keys first, in a folder of their own, and are lines for a shell. */
    private static void examplesWithKeysWork(Path folder) throws Exception {
        List<String> examples = new ArrayList<>();
        collect(Rem.allCommands(), "  (export )?P8_HOME=.*", examples);

        assertThat(examples).hasSizeGreaterThanOrEqualTo(9);
        try (RemInShell shell = new RemInShell(folder)) {
            for (String example : examples) {
                RemInShell.Line line = shell.type(example);
                assertThat(line.exitCode()).as(example + "\n" + line.output()).isZero();
                assertThat(line.runs())
                        .as(example)
                        .isNotEmpty()
                        .allSatisfy(
                                run -> assertThat(run.exitCode()).as(run.err()).isZero());
            }
        }
    }

    @Test
    void leavesADatabaseInWhichEveryStatementOfTheQueryPageGivesTheRowsThatItSays() throws IOException {
        Path database = database();
        String page = Files.readString(Path.of("..", "docs", "query.md"));

        List<MatchResult> examples = SQL_BLOCK
                .matcher(page)
                .results()
                .flatMap(block -> STATEMENT.matcher(block.group(1)).results())
                .toList();

        assertThat(examples).hasSizeGreaterThan(25);
        for (MatchResult example : examples) {
            RemRun run = RemRun.in(database, "query", example.group(1).strip());
            assertThat(run.exitCode()).as(example.group(1) + run.err()).isZero();
            assertThat(run.json().get("count").asString()).as(example.group(1)).isEqualTo(example.group(2));
        }
    }

    private static void collect(CommandLine command, String pattern, List<String> examples) {
        for (CommandLine subcommand : command.getSubcommands().values()) {
            String name = subcommand.getCommandName();
            if (List.of("demo", "bench", "serve", "replicate", "promote", "forget", "help")
                    .contains(name)) {
                continue; // the demo is what they come after, a benchmark takes minutes, a server serves until it is
                // stopped,
                // and replicas need one
            }
            String help = subcommand.getUsageMessage(CommandLine.Help.Ansi.OFF);
            help.lines().filter(line -> line.matches(pattern)).forEach(examples::add);
            collect(subcommand, pattern, examples);
        }
    }

    /** Runs a line as a shell would: words in quotes, {@code < file}. */
    private static RemRun type(String line) throws IOException {
        List<String> words = new ArrayList<>();
        Matcher matcher = WORD.matcher(line.strip());
        while (matcher.find()) {
            String quoted = matcher.group(2);
            words.add(
                    matcher.group(1) != null
                            ? matcher.group(1)
                            : quoted != null ? quoted.replace("\\\"", "\"") : matcher.group(3));
        }
        byte[] input = {};
        int redirection = words.indexOf("<");
        if (redirection >= 0) {
            input = Files.readAllBytes(Path.of(words.get(redirection + 1)));
            words = words.subList(0, redirection);
        }
        return RemRun.run(
                null, input, Terminal.NONE, words.subList(1, words.size()).toArray(String[]::new));
    }
}
