package io.remdb.sql;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A statement in the words of H2: table functions, intervals, time zones and JSON paths are written so that H2 understands them. Immutable.
 *
 * @param written by the user
 * @param text for H2
 * @param edits what was changed, by place, none inside another
 * @param calls the table functions; H2 knows the n-th, from 0, as the table {@link FunctionCall#tableName}
 * @param parameters for each {@code ?} that H2 sees, which of the user's it is, from 0
 * @param parameterCount how many the user wrote
 */
record SyntaxTranslation(
        String written,
        String text,
        List<Edit> edits,
        List<FunctionCall> calls,
        List<Integer> parameters,
        int parameterCount) {
    private static final Pattern NEEDED = Pattern.compile(
            "search|lookup|traverse|interval|json_|unnest|->|regexp|~|\\[|left|right|substr|position|like|zone",
            Pattern.CASE_INSENSITIVE);

    /** Puts a text where {@code start} to {@code end} was. */
    record Edit(int start, int end, String text) {}

    /**
     * Translates a statement that has passed {@link StatementCheck}.
     *
     * @throws io.remdb.RemException {@link io.remdb.ErrorCode#INVALID_QUERY} or {@link io.remdb.ErrorCode#UNSUPPORTED}, with a position
     */
    static SyntaxTranslation of(String sql) {
        return of(sql, 0);
    }

    /**
     * Translates a statement for parameters that have some {@code %}.
     *
     * @param percents the most that one of them has
     */
    static SyntaxTranslation of(String sql, int percents) {
        if (!NEEDED.matcher(sql).find()) {
            return new SyntaxTranslation(sql, sql, List.of(), List.of(), List.of(), 0);
        }
        Words words = Words.of(sql);
        refuseUntypedUnnest(words);
        List<FunctionCall> calls = FunctionCalls.find(words);
        List<Edit> edits = new ArrayList<>();
        JsonPaths.translate(words, edits);
        Intervals.translate(words, edits);
        TimeZones.translate(words, edits);
        for (int i = 0; i < calls.size(); i++) {
            FunctionCall call = calls.get(i);
            edits.add(new Edit(call.start(), call.end(), '"' + FunctionCall.tableName(i) + '"'));
        }
        CharacterCalls.translate(words, edits);
        RegexpOperator.translate(words, edits);
        Subscripts.translate(words, edits);
        LikeOperator.translate(words, edits, percents);
        // What is put in at a place stands before what replaces the text there.
        edits.sort(Comparator.comparingInt(Edit::start).thenComparingInt(Edit::end));
        List<Integer> parameters = new ArrayList<>();
        int count = 0;
        for (int i = 0; i < words.size(); i++) {
            if (words.is(i, "?")) {
                int place = words.start(i);
                if (calls.stream().noneMatch(call -> place >= call.start() && place < call.end())) {
                    parameters.add(count);
                }
                count++;
            }
        }
        return new SyntaxTranslation(sql, apply(sql, edits), List.copyOf(edits), calls, List.copyOf(parameters), count);
    }

    /** H2 asks for the type of the elements before the parameter has a value, and then finds none of them equal to anything. */
    private static void refuseUntypedUnnest(Words words) {
        for (int i = 0; i < words.size(); i++) {
            if (words.is(i, "UNNEST") && words.is(i + 1, "(") && words.is(i + 2, "?") && !words.is(i + 3, ":")) {
                throw StatementCheck.refuse(
                                "UNNEST does not know the type of a parameter", words.sql(), words.at(i + 2))
                        .hint("Write UNNEST(CAST(? AS VARCHAR ARRAY)), or x = ANY(?)");
            }
        }
    }

    /**
     * The same statement with other changes.
     *
     * @param others by place, none inside another
     * @param left the parameters that H2 sees
     * @param count how many there are in the statement
     */
    SyntaxTranslation with(List<Edit> others, List<Integer> left, int count) {
        return new SyntaxTranslation(
                written, apply(written, others), List.copyOf(others), List.of(), List.copyOf(left), count);
    }

    private static String apply(String sql, List<Edit> edits) {
        StringBuilder text = new StringBuilder();
        int at = 0;
        for (Edit edit : edits) {
            text.append(sql, at, edit.start()).append(edit.text());
            at = edit.end();
        }
        return text.append(sql, at, sql.length()).toString();
    }

    /** Where a place in H2's text is in the user's. */
    int original(int position) {
        int shift = 0;
        for (Edit edit : edits) {
            int start = edit.start() + shift;
            if (position < start) {
                break;
            }
            if (position < start + edit.text().length()) {
                return edit.start();
            }
            shift += edit.text().length() - (edit.end() - edit.start());
        }
        return position - shift;
    }

    /** Whether H2 does not see all parameters. */
    boolean hidesParameters() {
        return parameters.size() < parameterCount;
    }
}
