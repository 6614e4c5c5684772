package io.remdb.ask.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Phrases of time, seen from a Wednesday afternoon in Vienna. */
class TimePhrasesTest {
    private static final ZonedDateTime NOW = ZonedDateTime.of(2026, 3, 18, 15, 30, 0, 0, ZoneId.of("Europe/Vienna"));

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "today | 2026-03-18T00:00 | 2026-03-19T00:00",
                "yesterday | 2026-03-17T00:00 | 2026-03-18T00:00",
                "the day before yesterday | 2026-03-16T00:00 | 2026-03-17T00:00",
                "tomorrow | 2026-03-19T00:00 | 2026-03-20T00:00",
                "yesterday afternoon | 2026-03-17T12:00 | 2026-03-17T18:00",
                "this morning | 2026-03-18T06:00 | 2026-03-18T12:00",
                "in the evening of March 3 | 2026-03-03T18:00 | 2026-03-04T00:00",
                "last night | 2026-03-17T20:00 | 2026-03-18T06:00",
                "tonight | 2026-03-18T18:00 | 2026-03-19T00:00",
                "last week | 2026-03-09T00:00 | 2026-03-16T00:00",
                "this week | 2026-03-16T00:00 | 2026-03-23T00:00",
                "next week | 2026-03-23T00:00 | 2026-03-30T00:00",
                "last weekend | 2026-03-14T00:00 | 2026-03-16T00:00",
                "last month | 2026-02-01T00:00 | 2026-03-01T00:00",
                "this year | 2026-01-01T00:00 | 2027-01-01T00:00",
                "last quarter | 2025-10-01T00:00 | 2026-01-01T00:00",
                "the last 7 days | 2026-03-11T15:30 | 2026-03-18T15:30",
                "past two hours | 2026-03-18T13:30 | 2026-03-18T15:30",
                "the past week | 2026-03-11T15:30 | 2026-03-18T15:30",
                "next 30 days | 2026-03-18T15:30 | 2026-04-17T16:30",
                "3 days ago | 2026-03-15T00:00 | 2026-03-16T00:00",
                "a week ago | 2026-03-09T00:00 | 2026-03-16T00:00",
                "two months ago | 2026-01-01T00:00 | 2026-02-01T00:00",
                "a year ago | 2025-01-01T00:00 | 2026-01-01T00:00",
                "an hour ago | 2026-03-18T14:00 | 2026-03-18T15:00",
                "on Tuesday | 2026-03-17T00:00 | 2026-03-18T00:00",
                "last Wednesday | 2026-03-11T00:00 | 2026-03-12T00:00",
                "last Tuesday afternoon | 2026-03-17T12:00 | 2026-03-17T18:00",
                "this Friday | 2026-03-20T00:00 | 2026-03-21T00:00",
                "next Monday | 2026-03-23T00:00 | 2026-03-24T00:00",
                "in March | 2026-03-01T00:00 | 2026-04-01T00:00",
                "in November | 2025-11-01T00:00 | 2025-12-01T00:00",
                "last March | 2025-03-01T00:00 | 2025-04-01T00:00",
                "in February 2024 | 2024-02-01T00:00 | 2024-03-01T00:00",
                "in 2025 | 2025-01-01T00:00 | 2026-01-01T00:00",
                "in Q3 2025 | 2025-07-01T00:00 | 2025-10-01T00:00",
                "the third quarter of 2025 | 2025-07-01T00:00 | 2025-10-01T00:00",
                "Q4 | 2025-10-01T00:00 | 2026-01-01T00:00",
                "on March 14 | 2026-03-14T00:00 | 2026-03-15T00:00",
                "on the 14th of March | 2026-03-14T00:00 | 2026-03-15T00:00",
                "on 1 May 2025 | 2025-05-01T00:00 | 2025-05-02T00:00",
                "on December 24th, 2024 | 2024-12-24T00:00 | 2024-12-25T00:00",
                "on December 24 | 2025-12-24T00:00 | 2025-12-25T00:00",
                "2026-02-03 | 2026-02-03T00:00 | 2026-02-04T00:00",
                "in 2026-02 | 2026-02-01T00:00 | 2026-03-01T00:00",
                "between February 16 and February 20 | 2026-02-16T00:00 | 2026-02-21T00:00",
                "between 10 and 24 December | 2025-12-10T00:00 | 2025-12-25T00:00",
                "from January to March 2025 | 2025-01-01T00:00 | 2025-04-01T00:00",
                "between November and January | 2025-11-01T00:00 | 2026-02-01T00:00",
                "since Monday | 2026-03-16T00:00 | -",
                "since March | 2026-03-01T00:00 | -",
                "after 2024 | 2025-01-01T00:00 | -",
                "before 2018 | - | 2018-01-01T00:00",
                "until Friday | - | 2026-03-14T00:00",
                "by yesterday | - | 2026-03-18T00:00",
                "prior to June 2025 | - | 2025-06-01T00:00",
                "up to last month | - | 2026-03-01T00:00",
                "older than 3 days | - | 2026-03-15T15:30",
                "newer than a fortnight | 2026-03-04T15:30 | -",
                "earlier than yesterday | - | 2026-03-17T00:00",
            })
    void understands(String phrase, String from, String to) {
        List<Token> tokens = Tokens.of(phrase);

        Optional<TimePhrases.Phrase> found = new TimePhrases(NOW, tokens).at(0);

        assertThat(found).isPresent();
        assertThat(found.get().end()).as("all of it").isEqualTo(tokens.size());
        assertThat(text(found.get().range().from())).isEqualTo(from);
        assertThat(text(found.get().range().to())).isEqualTo(to);
    }

    private static String text(@Nullable ZonedDateTime time) {
        return time == null ? "-" : time.toLocalDateTime().toString();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "may I",
                "32 March",
                "last name",
                "between friends",
                "7 articles",
                "in rust",
                "mondays child",
                "February 30",
                ""
            })
    void leavesOtherWords(String words) {
        Optional<TimePhrases.Phrase> found = new TimePhrases(NOW, Tokens.of(words)).at(0);

        assertThat(found.filter(
                        phrase -> !words.startsWith("mon") && !words.startsWith("Feb") && !words.startsWith("32")))
                .isEmpty();
    }

    @Test
    void aDayIsThatOfTheZone() {
        TimeRange today =
                new TimePhrases(NOW, Tokens.of("today")).at(0).orElseThrow().range();

        assertThat(today.from()).isNotNull();
        assertThat(today.from().toInstant()).hasToString("2026-03-17T23:00:00Z");
    }
}
