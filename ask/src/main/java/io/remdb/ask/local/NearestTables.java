package io.remdb.ask.local;

import io.remdb.Entity;
import io.remdb.ErrorCode;
import io.remdb.Hit;
import io.remdb.RemDatabase;
import io.remdb.RemException;
import io.remdb.SearchMode;
import io.remdb.SearchRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds the table that a question is about which names none: by what tables are described as, and by the rows that they have. */
final class NearestTables {
    private static final String SCHEMAS = "schemas";

    /** A table is described as what is asked for where it is so much nearer (cosine) than the next one. */
    private static final double CLEARLY = 0.1;

    private final RemDatabase database;

    NearestTables(RemDatabase database) {
        this.database = database;
    }

    /** Some of the tables, the nearest first; empty where nothing says which. */
    List<String> nearest(String text, List<String> tables) {
        List<Described> described = described(text, tables);
        List<String> nearest = new ArrayList<>();
        boolean clear = !described.isEmpty()
                && (described.size() == 1
                        || described.get(0).likeness() - described.get(1).likeness() >= CLEARLY);
        if (clear) {
            nearest.add(described.getFirst().table());
        }
        ofRow(text).filter(tables::contains).ifPresent(nearest::add);
        described.forEach(one -> nearest.add(one.table()));
        return nearest.stream().distinct().toList();
    }

    private record Described(String table, double likeness) {}

    private List<Described> described(String text, List<String> tables) {
        List<Described> described = new ArrayList<>();
        for (Hit<Entity> hit : search(text, Optional.of(SCHEMAS), SearchRequest.MAX_LIMIT)) {
            String table = hit.value().properties().path("short_name").asString("");
            Double likeness = hit.semanticScore();
            if (tables.contains(table) && likeness != null) {
                described.add(new Described(table, likeness));
            }
        }
        return described;
    }

    private Optional<String> ofRow(String text) {
        return search(text, Optional.empty(), 1).stream()
                .map(hit -> hit.value().entityType())
                .findFirst();
    }

    /** By meaning, or by words where what embeds the question is of no use. */
    private List<Hit<Entity>> search(String text, Optional<String> table, int limit) {
        try {
            return search(text, table, limit, SearchMode.SEMANTIC);
        } catch (RemException e) {
            requireOfSearch(e);
        }
        try {
            return search(text, table, limit, SearchMode.KEYWORD);
        } catch (RemException e) {
            requireOfSearch(e);
            return List.of();
        }
    }

    private List<Hit<Entity>> search(String text, Optional<String> table, int limit, SearchMode mode) {
        return table.isEmpty()
                ? database.search(text).mode(mode).limit(limit).run()
                : database.search(text).in(table.get()).mode(mode).limit(limit).run();
    }

    private static void requireOfSearch(RemException e) {
        if (e.code() == ErrorCode.CANCELLED || e.code() == ErrorCode.CLOSED || e.code() == ErrorCode.CORRUPTED) {
            throw e;
        }
    }
}
