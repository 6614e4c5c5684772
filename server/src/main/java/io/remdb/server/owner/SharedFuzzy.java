package io.remdb.server.owner;

import io.remdb.FuzzyRequest;
import io.remdb.KeyMatch;
import io.remdb.spi.Limits;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** A fuzzy lookup under construction, built again on whatever way to the database there is when it runs. */
final class SharedFuzzy implements FuzzyRequest {
    private final SharedDatabase database;
    private final String text;
    private final List<Consumer<FuzzyRequest>> steps = new ArrayList<>();

    SharedFuzzy(SharedDatabase database, String text) {
        this.database = database;
        this.text = text;
    }

    @Override
    public FuzzyRequest in(String table) {
        steps.add(lookup -> lookup.in(table));
        return this;
    }

    @Override
    public FuzzyRequest limit(int limit) {
        int checked = Limits.ofFuzzy(limit);
        steps.add(lookup -> lookup.limit(checked));
        return this;
    }

    @Override
    public List<KeyMatch> run() {
        return database.with(current -> {
            FuzzyRequest lookup = current.fuzzy(text);
            steps.forEach(step -> step.accept(lookup));
            return lookup.run();
        });
    }
}
