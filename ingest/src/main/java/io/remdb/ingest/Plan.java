package io.remdb.ingest;

import io.remdb.RemException;
import io.remdb.embedding.TextTokenizer;
import io.remdb.ingest.chunk.Chunker;
import io.remdb.ingest.source.FileStamp;
import io.remdb.ingest.table.Description;
import io.remdb.ingest.table.FileFacts;
import io.remdb.ingest.table.Target;
import io.remdb.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What is the same for all chunks of a run: their table, how they are cut, what is said of them. */
final class Plan {
    /** Changes when the same file would give other chunks than it did: then files are taken in anew though they have not changed. */
    private static final int READERS_VERSION = 1;

    private static final int DIGEST_LENGTH = 16;

    private final Target target;
    private final IngestOptions options;
    private final TextTokenizer tokenizer;

    /** @throws RemException when chunks cannot be rows of the table, or be of that size */
    Plan(Target target, IngestOptions options, TextTokenizer tokenizer) {
        this.target = target;
        this.options = options;
        this.tokenizer = tokenizer;
        target.requireComplete(options.description());
        var _ = new Chunker(tokenizer, options.chunkSize(), options.chunkOverlap(), 0);
    }

    Target target() {
        return target;
    }

    Description description() {
        return options.description();
    }

    /**
     * Cuts the document of a file so that what is embedded of a chunk is read at once: where more is embedded than the text, the chunks are
     * as much smaller as they must be.
     *
     * @param name of the document in its rows
     */
    Chunker chunker(FileFacts facts, String name) {
        String besidesText = target.embeddedBesidesText(options.description(), facts, name);
        int reserved = besidesText.length() <= 1 ? 0 : tokenizer.count(besidesText);
        int size = Math.min(options.chunkSize(), Math.max(1, tokenizer.windowTokens() - reserved));
        return new Chunker(tokenizer, size, Math.min(options.chunkOverlap(), (size - 1) / 2), reserved);
    }

    /** All that decides what becomes of a file, as one short text. */
    String settings() {
        return settings(options, target.table(), target.model());
    }

    /** The same for rows that go to a table as they are. */
    static String rowSettings(IngestOptions options, String table) {
        return settings(options, table, "");
    }

    private static String settings(IngestOptions options, String table, String model) {
        ObjectNode all = Json.object();
        all.put("version", READERS_VERSION).put("table", table).put("model", model);
        all.put("chunk_size", options.chunkSize()).put("chunk_overlap", options.chunkOverlap());
        Description description = options.description();
        all.put("category", description.category());
        ArrayNode tags = all.putArray("tags");
        description.tags().forEach(tags::add);
        all.set("metadata", description.metadata());
        all.put("active_start", String.valueOf(description.activeStart()));
        all.put("active_end", String.valueOf(description.activeEnd()));
        byte[] digest = FileStamp.digest().digest(Json.text(all).getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(digest).substring(0, DIGEST_LENGTH);
    }
}
