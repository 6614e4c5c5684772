package io.remdb.engine;

import io.remdb.FuzzyRequest;
import io.remdb.KeyMatch;
import io.remdb.spi.Limits;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A fuzzy lookup under construction. */
final class LocalFuzzy implements FuzzyRequest {
    private static final int DEFAULT_LIMIT = 10;

    private final FuzzyLookup lookup;
    private final String text;
    private @Nullable String table;
    private int limit = DEFAULT_LIMIT;
    private TimeLimit time = TimeLimit.CONFIGURED;

    LocalFuzzy(FuzzyLookup lookup, String text) {
        this.lookup = lookup;
        this.text = text;
    }

    @Override
    public LocalFuzzy in(String name) {
        table = name;
        return this;
    }

    @Override
    public LocalFuzzy limit(int most) {
        limit = Limits.ofFuzzy(most);
        return this;
    }

    /** Gives it a time of its own. */
    LocalFuzzy within(TimeLimit newTime) {
        time = newTime;
        return this;
    }

    @Override
    public List<KeyMatch> run() {
        return lookup.find(text, table, limit, time);
    }
}
