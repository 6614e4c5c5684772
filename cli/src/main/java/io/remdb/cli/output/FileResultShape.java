package io.remdb.cli.output;

import io.remdb.RemException;
import io.remdb.ingest.FileResult;
import io.remdb.ingest.IngestTotals;
import io.remdb.json.Json;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** What became of files. */
public final class FileResultShape implements RowShape<FileResult> {
    private static final List<String> COLUMNS = List.of("uri", "document_id", "chunks", "action", "error");
    private static final List<String> TABLE_COLUMNS = List.of("file", "action", "chunks", "error");
    private static final String FILE_SCHEME = "file://";

    @Override
    public ObjectNode json(FileResult result) {
        ObjectNode json = Json.object();
        json.put("uri", result.uri());
        json.put(
                "document_id",
                result.documentId() == null ? null : result.documentId().toString());
        json.put("chunks", result.chunks());
        if (result.rows() > 0) {
            json.put("rows", result.rows());
        }
        json.put("action", action(result));
        json.put("error", error(result));
        return json;
    }

    private static String action(FileResult result) {
        return result.action().name().toLowerCase(Locale.ROOT);
    }

    /** As it would be on stderr, were it the only one, and what to do about it. */
    private static @Nullable String error(FileResult result) {
        RemException error = result.error();
        return error == null
                ? null
                : error.code() + ": " + error.getMessage()
                        + error.hint().map(hint -> ". " + hint).orElse("");
    }

    @Override
    public List<String> columns() {
        return COLUMNS;
    }

    @Override
    public List<String> cells(FileResult result) {
        return List.of(
                result.uri(),
                result.documentId() == null ? "" : result.documentId().toString(),
                Long.toString(result.chunks()),
                action(result),
                text(error(result)));
    }

    @Override
    public List<String> tableColumns() {
        return TABLE_COLUMNS;
    }

    @Override
    public List<String> tableCells(FileResult result) {
        String uri = result.uri();
        return List.of(
                uri.startsWith(FILE_SCHEME) ? uri.substring(FILE_SCHEME.length()) : uri,
                action(result),
                Long.toString(result.rows() > 0 ? result.rows() : result.chunks()),
                text(error(result)));
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : value;
    }

    /** All of them in numbers. */
    public static ObjectNode totals(IngestTotals totals) {
        ObjectNode json = Json.object();
        json.put("files", totals.files());
        json.put("created", totals.created());
        json.put("replaced", totals.replaced());
        json.put("unchanged", totals.unchanged());
        json.put("failed", totals.failed());
        json.put("passed_over", totals.passedOver());
        json.put("chunks", totals.chunks());
        json.put("rows", totals.rows());
        return json;
    }
}
