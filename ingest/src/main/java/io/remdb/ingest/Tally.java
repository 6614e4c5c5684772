package io.remdb.ingest;

/** Counts results. One thread. */
final class Tally {
    private long created;
    private long replaced;
    private long unchanged;
    private long failed;
    private long passedOver;
    private long chunks;
    private long rows;

    void add(FileResult result) {
        switch (result.action()) {
            case CREATED -> created++;
            case REPLACED -> replaced++;
            case UNCHANGED -> unchanged++;
            case FAILED -> failed++;
        }
        if (result.action() != FileResult.Action.UNCHANGED) {
            chunks += result.chunks();
            rows += result.rows();
        }
    }

    void passedOver(long count) {
        passedOver = count;
    }

    IngestTotals totals() {
        return new IngestTotals(
                created + replaced + unchanged + failed,
                created,
                replaced,
                unchanged,
                failed,
                passedOver,
                chunks,
                rows);
    }
}
