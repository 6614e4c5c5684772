package io.remdb.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class UsageTest {
    @Test
    void suggestsTheCommandThatWasMeant() {
        RemRun run = RemRun.rem("serach", "rust");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err().lines())
                .containsExactly(
                        "error[INVALID_ARGUMENT]: Unknown command 'serach'",
                        "hint: did you mean 'search'? Or see 'rem --help'");
    }

    @Test
    void helpOfACommandThatThereIsNotSaysSo() {
        RemRun run = RemRun.rem("help", "serach");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err().lines())
                .containsExactly(
                        "error[INVALID_ARGUMENT]: Unknown command 'serach'",
                        "hint: did you mean 'search'? Or see 'rem --help'");
        assertThat(RemRun.rem("help", "search").out()).contains("rem search");
    }

    @Test
    void namesWordsAndNumbersAsTheyAreTyped() {
        assertThat(RemRun.rem("search", "x", "--mode", "psychic").err())
                .contains("'--mode': expected hybrid, semantic or keyword, but was 'psychic'\n");
        assertThat(RemRun.rem("list", "articles", "--limit", "many").err())
                .contains("'--limit': 'many' is not a whole number\n");
        assertThat(RemRun.rem("search", "x", "--min-score", "abc").err())
                .contains("'--min-score': 'abc' is not a number\n");
    }

    @Test
    void suggestsTheOptionThatWasMeant() {
        RemRun run = RemRun.rem("list", "articles", "--lmit", "3");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err())
                .contains("Unknown option '--lmit'")
                .contains("'--limit'")
                .contains("rem list --help");
    }

    @Test
    void namesTheMissingArgument() {
        RemRun run = RemRun.rem("search");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).startsWith("error[INVALID_ARGUMENT]: ").contains("TEXT");
    }

    @ParameterizedTest
    @MethodSource("wrongCommandLines")
    void refusesWhatMakesNoSense(List<String> arguments) {
        RemRun run = RemRun.rem(arguments.toArray(String[]::new));

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err())
                .startsWith("error[INVALID_ARGUMENT]: ")
                .contains("\nhint: ")
                .doesNotContain("\tat ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"daemon", "key", "schema", "edge"})
    void saysThatAGroupNeedsACommandAndWhichThereAre(String group) {
        RemRun run = RemRun.rem(group);

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err())
                .startsWith("error[INVALID_ARGUMENT]: 'rem " + group + "' needs a command\n")
                .contains("Commands:");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--format", "--db", "key --format", "schema --db", "count --format"})
    void saysWhichGlobalOptionHasNoValue(String typed) {
        List<String> words = List.of(typed.split(" "));
        RemRun run = RemRun.rem(words.toArray(String[]::new));

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err().lines())
                .hasSize(2)
                .first()
                .asString()
                .startsWith("error[INVALID_ARGUMENT]: Missing required parameter for option '" + words.getLast() + "'");
    }

    @ParameterizedTest
    @MethodSource("emptyValues")
    void takesNothingEmpty(String name, List<String> arguments) {
        RemRun run = RemRun.rem(arguments.toArray(String[]::new));

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).startsWith("error[INVALID_ARGUMENT]: " + name + " is empty\nhint: see 'rem ");
    }

    static Stream<Arguments> emptyValues() {
        return Stream.of(
                arguments("TABLE", List.of("list", "")),
                arguments("TABLE", List.of("count", "")),
                arguments("TABLE", List.of("insert", "", "{}")),
                arguments("JSON", List.of("insert", "articles", "")),
                arguments("TABLE", List.of("insert", "", "--batch")),
                arguments("JSON", List.of("update", "01234567-89ab-8def-8123-456789abcdef", "")),
                arguments("TEXT", List.of("search", "")),
                arguments("--schema", List.of("search", "x", "--schema=")),
                arguments("--where", List.of("search", "x", "--schema", "articles", "--where", "")),
                arguments("STATEMENT", List.of("query", "")),
                arguments("QUESTION", List.of("ask", "")),
                arguments("--schema", List.of("ask", "x", "--schema", "")),
                arguments("--type", List.of("edge", "list", "a", "--type", "")),
                arguments("DST", List.of("edge", "add", "a", "", "b")),
                arguments("--properties", List.of("edge", "add", "a", "b", "c", "--properties", "")),
                arguments("NAME", List.of("schema", "show", "")),
                arguments("FILE|models.py::CLASS", List.of("schema", "add", "")),
                arguments("--template", List.of("schema", "add", "--name", "x", "--template", "")),
                arguments("TABLE", List.of("export", "")),
                arguments("TABLE", List.of("watch", "")),
                arguments("RUN", List.of("dream", "undo", "")),
                arguments("NAME", List.of("replication", "forget", "")),
                arguments("FILE|DIR", List.of("ingest", "")),
                arguments("--tags", List.of("ingest", "x", "--tags", "")),
                arguments("KEY", List.of("lookup", "a", "")));
    }

    static Stream<List<String>> wrongCommandLines() {
        return Stream.of(
                List.of("get", "1-1-1-1-1"),
                List.of("get", "not-an-id"),
                List.of("get"),
                List.of("list", "articles", "--limit", "-1"),
                List.of("list", "articles", "--limit", "many"),
                List.of("list", "articles", "--format", "xml"),
                List.of("list", "articles", "--format", "yaml"),
                List.of("search", "x", "--mode", "psychic"),
                List.of("insert", "articles"),
                List.of("insert", "articles", "{}", "--strict"),
                List.of("insert", "articles", "{}", "--rejects", "f"),
                List.of("insert", "articles", "{}", "--batch"),
                List.of("schema", "add"),
                List.of("schema", "add", "a.json", "--name", "x"),
                List.of("schema", "show", "articles", "--format", "csv"),
                List.of("completion", "powershell"),
                List.of("demo", "--db", "somewhere"),
                List.of("--db", "somewhere", "bench"),
                List.of("edge", "add", "a", "b"),
                List.of("edge", "list"),
                List.of("edge", "list", "a", "--direction", "sideways"),
                List.of("edge", "delete", "a", "b"),
                List.of("traverse"),
                List.of("traverse", "a", "--depth", "deep"),
                List.of("traverse", "a", "--direction", "up"),
                List.of("lookup", ""),
                List.of("--db", "", "count", "articles"),
                List.of("--db", "http://localhost:50051", "count", "articles"),
                List.of("--db", "localhost:50051", "count", "articles"),
                List.of("init", "--path", "127.0.0.1:50051"),
                List.of("serve", "--host", ""),
                List.of("lookup"));
    }

    /** Lists of commands show the first line of what is said of each. */
    @Test
    void listsOfCommandsSayShortWholePhrases() {
        List<CommandLine> commands = all(Rem.allCommands())
                .filter(command -> !command.getCommandName().equals("help")) // the parser's own
                .toList();
        assertThat(commands).hasSizeGreaterThan(50);
        for (CommandLine command : commands) {
            assertThat(command.getCommandSpec().usageMessage().description()[0])
                    .as(command.getCommandSpec().qualifiedName())
                    .matches("[A-Z].*[^,;:]\\.")
                    .hasSizeLessThanOrEqualTo(100);
        }
    }

    private static Stream<CommandLine> all(CommandLine command) {
        return Stream.concat(
                Stream.of(command), command.getSubcommands().values().stream().flatMap(UsageTest::all));
    }

    @Test
    void remindsOfQuotes() {
        assertThat(RemRun.rem("ask", "how", "many", "books").err())
                .contains("Unexpected argument 'many': words that belong together stand in quotes");
        assertThat(RemRun.rem("verify", "all").err()).contains("Unexpected argument 'all'\n");
    }

    @Test
    void globalOptionsMayStandBehindBenchToo() {
        assertThat(RemRun.rem("bench", "--version").out()).startsWith("rem ");
        assertThat(RemRun.rem("bench", "--verbose", "--no-daemon", "--help").out())
                .contains("--rows")
                .contains("--cisi");
        RemRun format = RemRun.rem("bench", "--format", "json");
        assertThat(format.exitCode()).isEqualTo(ExitCode.WRONG_USAGE);
        assertThat(format.err()).contains("has its own databases and formats");
    }

    @Test
    void templatesNeedNoDatabase(@TempDir Path folder) {
        Path nothing = folder.resolve("nothing");
        assertThat(RemRun.in(nothing, "schema", "templates").out()).contains("agentlets");
        Path file = folder.resolve("papers.yaml");
        RemRun written = RemRun.in(
                nothing, "schema", "add", "--name", "papers", "--template", "resources", "--output", file.toString());
        assertThat(written.exitCode()).as(written.err()).isZero();
        assertThat(file).content().contains("short_name: papers");
        assertThat(nothing).doesNotExist();
    }

    @Test
    void offersOnlyTheFormatsOfTheCommand() {
        RemRun run = RemRun.rem("list", "articles", "--format", "xml");

        assertThat(run.err())
                .contains("'--format'")
                .contains("expected table, json, jsonl or csv, but was 'xml'")
                .doesNotContain("[TABLE");
    }

    @Test
    void printsTheCommandsWhenNoneIsGiven() {
        assertThat(RemRun.rem().exitCode()).isEqualTo(2);
        assertThat(RemRun.rem().err()).contains("Usage: rem").contains("search");
        assertThat(RemRun.rem("schema").err()).contains("templates");
    }

    @Test
    void everyCommandHasHelpWithAnExample() {
        assertHelp(Rem.allCommands(), List.of());
    }

    private static void assertHelp(CommandLine command, List<String> path) {
        for (CommandLine subcommand : command.getSubcommands().values()) {
            List<String> here = Stream.concat(path.stream(), Stream.of(subcommand.getCommandName()))
                    .toList();
            if (subcommand.getCommandName().equals("help")
                    || subcommand.getCommandName().equals("bench")) {
                continue;
            }
            RemRun run =
                    RemRun.rem(Stream.concat(here.stream(), Stream.of("--help")).toArray(String[]::new));
            assertThat(run.exitCode()).isZero();
            // An example with keys first makes a folder for them.
            assertThat(run.out())
                    .contains("Example")
                    .containsPattern("(?m)^  .*\\brem ")
                    .doesNotContain("${");
            assertHelp(subcommand, here);
        }
    }

    @Test
    void tellsItsVersionBeforeOrAfterACommand() {
        assertThat(RemRun.rem("--version").out()).startsWith("rem ").contains("Java 25");
        assertThat(RemRun.rem("list", "--version").exitCode()).isZero();
    }

    @Test
    void completesForEveryShell() {
        assertThat(RemRun.rem("completion", "bash").out())
                .contains("complete -F")
                .contains("--top-k");
        assertThat(RemRun.rem("completion", "zsh").out()).contains("bashcompinit");
        assertThat(RemRun.rem("completion", "fish").out())
                .contains("complete -c rem -n '__fish_seen_subcommand_from search' -l top-k")
                .contains("-l mode -x -a 'hybrid semantic keyword'")
                .contains("-l direction -x -a 'out in both'")
                .contains("__fish_seen_subcommand_from schema; and not __fish_seen_subcommand_from add");
    }
}
