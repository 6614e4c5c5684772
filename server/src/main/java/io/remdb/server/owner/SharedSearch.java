package io.remdb.server.owner;

import io.remdb.Entity;
import io.remdb.Hit;
import io.remdb.RemDatabase.EntitySearch;
import io.remdb.SearchMode;
import io.remdb.SearchPlan;
import io.remdb.spi.Limits;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** A search under construction, built again on whatever way to the database there is when it runs. */
final class SharedSearch implements EntitySearch {
    private final SharedDatabase database;
    private final String text;
    private final List<Consumer<EntitySearch>> steps = new ArrayList<>();

    SharedSearch(SharedDatabase database, String text) {
        this.database = database;
        this.text = text;
    }

    private EntitySearch add(Consumer<EntitySearch> step) {
        steps.add(step);
        return this;
    }

    @Override
    public EntitySearch in(String table) {
        return add(search -> search.in(table));
    }

    @Override
    public EntitySearch where(String predicate, Object... parameters) {
        Object[] values = parameters.clone();
        return add(search -> search.where(predicate, values));
    }

    @Override
    public EntitySearch mode(SearchMode mode) {
        return add(search -> search.mode(mode));
    }

    @Override
    public EntitySearch limit(int limit) {
        int checked = Limits.ofSearch(limit);
        return add(search -> search.limit(checked));
    }

    @Override
    public EntitySearch minScore(double minScore) {
        double checked = Limits.score(minScore);
        return add(search -> search.minScore(checked));
    }

    @Override
    public EntitySearch explained() {
        return add(EntitySearch::explained);
    }

    @Override
    public List<Hit<Entity>> run() {
        return database.with(current -> {
            EntitySearch search = current.search(text);
            steps.forEach(step -> step.accept(search));
            return search.run();
        });
    }

    @Override
    public SearchPlan explain() {
        return database.with(current -> {
            EntitySearch search = current.search(text);
            steps.forEach(step -> step.accept(search));
            return search.explain();
        });
    }
}
