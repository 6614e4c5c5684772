package io.remdb.dream.describe;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import java.util.Arrays;
import java.util.Locale;

/** The kinds of moments that the table {@code moments} knows. */
public enum MomentType {
    /** Getting something done. */
    WORK_SESSION,
    /** Coming to know or understand something. */
    LEARNING,
    /** Deciding what is to be done, when and by whom. */
    PLANNING,
    /** Talking with people. */
    COMMUNICATION,
    /** Looking back, thinking about oneself. */
    REFLECTION,
    /** Making something new: writing, drawing, composing. */
    CREATION,
    /** Anything else, or not clear. */
    OTHER;

    /** As the table has it. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The kind of this name, in any case.
     *
     * @throws RemException {@link ErrorCode#INVALID_ARGUMENT} with the names that there are
     */
    public static MomentType of(String text) {
        return Arrays.stream(values())
                .filter(type -> type.text().equals(text.strip().toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> new RemException(ErrorCode.INVALID_ARGUMENT, "There is no such kind of moment")
                        .with("moment_type", text)
                        .hint("Kinds: "
                                + String.join(
                                        ", ",
                                        Arrays.stream(values())
                                                .map(MomentType::text)
                                                .toList())));
    }
}
