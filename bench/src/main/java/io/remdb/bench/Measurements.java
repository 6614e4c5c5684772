package io.remdb.bench;

import java.util.List;

/** All there are, in the order in which they run: what fills the tables first, what changes rows last. */
final class Measurements {
    static final List<Measurement> ALL = List.of(
            new ScanBandwidth(),
            new BatchInsert(),
            new BatchVectors(),
            new VectorSearch(), // waits for all merging: what follows is measured alone
            new ReadById(),
            new LookupByKey(),
            new FuzzyLookup(),
            new SqlSelect(),
            new SqlJoin(),
            new SqlAggregate(),
            new Traversal(),
            new FilteredSearch(),
            new WordSearch(),
            new InsertEmbedded(),
            new BatchEmbedded(),
            new ExportFiles(),
            new OpenDatabase(),
            new Sizes(),
            new InsertRow(),
            new UpdateRow(),
            new TwoThreads(),
            new RetrievalQuality(),
            new VectorDifficulty());

    private Measurements() {}

    /** Those that were asked for, all where none is named. */
    static List<Measurement> chosen(List<String> names) {
        return ALL.stream()
                .filter(measurement -> names.isEmpty() || names.contains(measurement.name()))
                .toList();
    }

    /** The names, as {@code --only} takes them. */
    static List<String> names() {
        return ALL.stream().map(Measurement::name).toList();
    }
}
