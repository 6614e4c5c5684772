package io.remdb.engine;

import io.remdb.FuzzyRequest;
import io.remdb.KeyMatch;
import io.remdb.telemetry.Kind;
import io.remdb.telemetry.Telemetry;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Measures a fuzzy lookup. */
final class ObservedFuzzy implements FuzzyRequest {
    private final FuzzyRequest request;
    private final Telemetry telemetry;
    private @Nullable String table;

    ObservedFuzzy(FuzzyRequest request, Telemetry telemetry) {
        this.request = request;
        this.telemetry = telemetry;
    }

    @Override
    public FuzzyRequest in(String name) {
        var _ = request.in(name);
        table = name;
        return this;
    }

    @Override
    public FuzzyRequest limit(int limit) {
        var _ = request.limit(limit);
        return this;
    }

    @Override
    public List<KeyMatch> run() {
        return telemetry.observe(
                Kind.FUZZY, table, request::run, List::size, () -> "FUZZY ?" + (table == null ? "" : " IN " + table));
    }
}
