package io.remdb.ask.llm;

import io.remdb.Entity;
import io.remdb.Hit;
import io.remdb.RemDatabase;
import io.remdb.SchemaInfo;
import io.remdb.SearchMode;
import io.remdb.SearchRequest;
import io.remdb.ask.Question;
import io.remdb.config.RemConfig;
import io.remdb.json.Json;
import io.remdb.schema.SchemaCompiler;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.node.ArrayNode;

/**
 * Reads what a model is told of a database: all tables with rows, or the nearest to the question by their descriptions where there are many.
 * Nothing of the settings is in it, and of the rows no more than some values of short fields. Thread-safe.
 */
final class SchemaContextReader {
    /** The most characters of all tables together: some 8,000 tokens. */
    static final int MOST_CHARACTERS = 24_000;

    private static final String SCHEMAS = "schemas";

    /** Tables that say something of the database itself. */
    private static final Set<String> OWN = Set.of(SCHEMAS, "agentlets");

    private final RemDatabase database;
    private final RemConfig.LanguageModels limits;

    SchemaContextReader(RemDatabase database, RemConfig.LanguageModels limits) {
        this.database = database;
        this.limits = limits;
    }

    /** For a question; without tables where there is nothing to ask for. */
    SchemaContext read(Question question) {
        List<SchemaInfo> tables = tables(question);
        ArrayNode json = Json.mapper().createArrayNode();
        for (SchemaInfo table : tables) {
            TableContext context = new TableContext(
                    database,
                    table,
                    SchemaCompiler.compileStored(database.schemas().document(table.shortName())));
            json.add(context.within(MOST_CHARACTERS / tables.size()));
        }
        return new SchemaContext(tables.stream().map(SchemaInfo::shortName).toList(), json);
    }

    private List<SchemaInfo> tables(Question question) {
        Map<String, SchemaInfo> withRows = new LinkedHashMap<>();
        List<SchemaInfo> all = database.schemas().list();
        for (SchemaInfo info : all) {
            if (info.rows() > 0
                    && !OWN.contains(info.shortName())
                    && (question.table() == null || question.table().equals(info.shortName()))) {
                withRows.put(info.shortName(), info);
            }
        }
        return withRows.size() <= limits.allTables()
                ? List.copyOf(withRows.values())
                : nearest(question.text(), withRows, all.size());
    }

    private List<SchemaInfo> nearest(String text, Map<String, SchemaInfo> tables, int all) {
        List<Hit<Entity>> hits = database.search(text)
                .in(SCHEMAS)
                .mode(SearchMode.SEMANTIC)
                .limit(Math.min(all, SearchRequest.MAX_LIMIT))
                .run();
        List<SchemaInfo> nearest = new ArrayList<>();
        for (Hit<Entity> hit : hits) {
            SchemaInfo info =
                    tables.get(hit.entity().properties().path("short_name").asString(""));
            if (info != null && nearest.size() < limits.nearestTables()) {
                nearest.add(info);
            }
        }
        return nearest;
    }
}
