package io.remdb.dream.describe;

import io.remdb.dream.activity.Activity;
import io.remdb.llm.Usage;
import org.jspecify.annotations.Nullable;

/** Says what activities were. Used by one thread. */
public interface Describer {
    /** Who describes: {@code local}, or the name of a language model. */
    String name();

    /**
     * What an activity was.
     *
     * @throws io.remdb.RemException where this describer cannot say, while another one may
     */
    Description describe(Activity activity);

    /** What has been used of a language model so far; null where there is none. */
    default @Nullable Usage usage() {
        return null;
    }
}
