package io.remdb.bench;

/** Keeps what one phase left behind out of the figures of the next. */
final class Garbage {
    private Garbage() {}

    /** Collects garbage now. */
    static void collect() {
        System.gc();
    }

    /** Bytes of the heap in use after a collection. */
    static long heapBytesInUse() {
        collect();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
