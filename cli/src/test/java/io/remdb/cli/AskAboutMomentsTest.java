package io.remdb.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.remdb.BatchOptions;
import io.remdb.RemDatabase;
import io.remdb.ask.Answer;
import io.remdb.ask.Ask;
import io.remdb.dream.Dream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Questions about a week that was dreamt about, asked on the Monday after it. */
class AskAboutMomentsTest {
    private static final Clock MONDAY = Clock.fixed(Instant.parse("2026-03-16T09:00:00Z"), ZoneOffset.UTC);
    private static final Instant WEEK_START = Instant.parse("2026-03-09T00:00:00Z");
    private static final Instant WEEK_END = Instant.parse("2026-03-16T00:00:00Z");
    private static final Path WEEK = Path.of("..", "examples", "week");

    private static RemDatabase database;
    private static Ask ask;

    @BeforeAll
    static void dream() throws IOException {
        database = RemDatabase.inMemory();
        for (String table : List.of("sessions", "messages", "resources")) {
            database.restoreAll(
                    table, Files.readAllLines(WEEK.resolve(table + ".jsonl")).iterator(), BatchOptions.DEFAULTS);
        }
        Dream.on(database)
                .between(WEEK_START, WEEK_END)
                .options(options -> options.withClock(MONDAY))
                .run();
        ask = Ask.on(database, options -> options.withClock(MONDAY));
    }

    @AfterAll
    static void close() {
        database.close();
    }

    @Test
    void tellsWhatATuesdayAfternoonWasAbout() {
        Answer answer = ask.ask("what was I working on last Tuesday afternoon?");

        assertThat(answer.rows())
                .allSatisfy(row -> assertThat(row.value("start_time"))
                        .isInstanceOfSatisfying(
                                Instant.class,
                                start -> assertThat(start)
                                        .isBetween(
                                                Instant.parse("2026-03-10T12:00:00Z"),
                                                Instant.parse("2026-03-10T18:00:00Z"))));
        assertThat(answer.rows())
                .extracting(row -> row.string("people"))
                .anyMatch(people -> people.contains("Haldane"));
        assertThat(answer.rows())
                .extracting(row -> row.string("name") + row.string("tags"))
                .anyMatch(words -> words.contains("board"));
        assertThat(answer.plan().reasoning()).doesNotContain("not understood");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "what was I working on last Tuesday afternoon?",
                "what did I do last Tuesday afternoon?",
                "what was I working on on 10 March 2026 in the afternoon?",
                "what happened on Tuesday afternoon?",
                "what did I do on 10 March 2026?",
                "what was I doing yesterday?",
                "what did I work on last week?"
            })
    void findsTheMomentsOfThatTime(String question) {
        Answer answer = ask.ask(question);

        assertThat(answer.query()).contains("FROM moments");
        assertThat(answer.rows())
                .isNotEmpty()
                .allSatisfy(row -> assertThat(row.value("start_time"))
                        .isInstanceOfSatisfying(
                                Instant.class, start -> assertThat(start).isBetween(WEEK_START, WEEK_END)));
    }
}
