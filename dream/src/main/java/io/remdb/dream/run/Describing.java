package io.remdb.dream.run;

import io.remdb.Entity;
import io.remdb.ErrorCode;
import io.remdb.RemException;
import io.remdb.dream.activity.Activity;
import io.remdb.dream.describe.Describer;
import io.remdb.dream.describe.Description;
import java.util.Set;

/**
 * Describes activities, without the language model where that fails: whatever is wrong with one activity, or with what is said of it, the others are
 * described. One run.
 *
 * @param author who is to describe
 * @param local who describes where that one cannot; the same without a language model
 * @param found is told of it
 */
record Describing(Describer author, Describer local, Found found) {
    /** What goes wrong with every activity, and is for the user to mend, or was wanted. */
    private static final Set<ErrorCode> FINAL =
            Set.of(ErrorCode.CANCELLED, ErrorCode.UNAUTHORIZED, ErrorCode.UNKNOWN_MODEL);

    /** What an activity was, and who says so. */
    record Described(Description description, String author) {
        /** A moment that has grown stays the same row; described by somebody else, it has another name, and so is another. */
        boolean keepsNameOf(Entity before) {
            return !Provenance.untouched(before)
                    || Provenance.metadata(before).path("model").asString("").equals(author);
        }
    }

    Described describe(Activity activity) {
        try {
            return new Described(author.describe(activity), author.name());
        } catch (RuntimeException e) {
            boolean hopeless = e instanceof RemException known && FINAL.contains(known.code());
            if (hopeless || author.name().equals(local.name())) {
                throw e;
            }
            found.problem("The activity of " + activity.start() + " was described without " + author.name() + ": "
                    + (e instanceof RemException ? e.getMessage() : e));
            // Under the local name, so that the next run asks the language model again.
            return new Described(local.describe(activity), local.name());
        }
    }
}
