package io.remdb.search.sealing;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.SequencedSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The memory for opened content, shared by directories: single blocks, on the heap, and {@link Stretch}es, outside. Thread-safe.
 *
 * <p>Blocks that are too many go by the clock algorithm: the oldest that was not used since the hand last came by. What goes is
 * only dropped: who reads it keeps it. A reader finds a block in its file's own table, and comes here only with one that it has
 * opened. Stretches stay until their file is closed; who is refused one reads blocks.
 */
public final class BlockCache {
    /**
     * Blocks and stretches as they are now, in bytes of content; how often a block was looked for, as far as readers have told, and
     * how often one had to be opened, since the beginning.
     */
    public record Statistics(long reads, long misses, long blockBytes, long stretchBytes) {}

    private static final int BLOCKS_SHARE_OF_HEAP = 8;
    private static final int STRETCHES_SHARE_OF_HEAP = 2;
    private static final long MEBIBYTE = 1 << 20;
    private static final Logger LOGGER = System.getLogger(BlockCache.class.getName());

    private final long blockLimitBytes;
    private final long stretchLimitBytes;
    private final ReentrantLock lock = new ReentrantLock();
    /** In the order in which the hand comes by. Under the lock, as all below. */
    private final SequencedSet<CachedBlock> blocks = new LinkedHashSet<>();

    private long blockBytes;
    private final Map<VectorUse, Long> stretchBytes = new EnumMap<>(VectorUse.class);
    private final LongAdder reads = new LongAdder();
    private final LongAdder misses = new LongAdder();
    private final AtomicBoolean warned = new AtomicBoolean();

    /**
     * @param blockLimitBytes of content on the heap; what is being read may be there besides
     * @param stretchLimitBytes of vectors outside the heap, for searches; merges that build a graph get as much again while they last
     */
    public BlockCache(long blockLimitBytes, long stretchLimitBytes) {
        if (blockLimitBytes < 0 || stretchLimitBytes < 0) {
            throw new IllegalArgumentException(
                    "Limits are not negative: " + blockLimitBytes + ", " + stretchLimitBytes);
        }
        this.blockLimitBytes = blockLimitBytes;
        this.stretchLimitBytes = stretchLimitBytes;
    }

    /**
     * An eighth of the largest heap for blocks, and this much outside it for vectors.
     *
     * @param vectorBytes null for half as much as the heap: as long as Java takes a quarter of a machine's memory for its heap, that is an
     *     eighth of the machine, 300,000 vectors of 384 floats on one with 4 GB
     */
    public static BlockCache withVectorBytes(@Nullable Long vectorBytes) {
        long heap = Runtime.getRuntime().maxMemory();
        return new BlockCache(
                heap / BLOCKS_SHARE_OF_HEAP, vectorBytes == null ? heap / STRETCHES_SHARE_OF_HEAP : vectorBytes);
    }

    void countReads(int count) {
        reads.add(count);
    }

    /** Takes in a block that was just opened, unless its file has been closed or has it already. */
    void add(CachedBlock block, byte[] content) {
        lock.lock();
        try {
            misses.increment();
            if (block.file().put(block.number(), content)) {
                blocks.addLast(block);
                blockBytes += block.length();
                shrink();
            }
        } finally {
            lock.unlock();
        }
    }

    private void shrink() {
        while (blockBytes > blockLimitBytes && !blocks.isEmpty()) {
            CachedBlock block = blocks.removeFirst();
            if (block.file().takeUsed(block.number())) {
                blocks.addLast(block);
            } else {
                block.file().drop(block.number());
                blockBytes -= block.length();
            }
        }
    }

    /** Forgets all blocks of a file; after this it takes in no more of them. */
    void close(SealedFile file) {
        lock.lock();
        try {
            for (CachedBlock block : file.closeTable()) {
                if (blocks.remove(block)) {
                    blockBytes -= block.length();
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /** Whether there is room for a stretch, which is then taken. To be given back with {@link #release}. */
    boolean reserve(long bytes, VectorUse use) {
        long taken;
        lock.lock();
        try {
            taken = stretchBytes.getOrDefault(use, 0L) + bytes;
            if (taken <= stretchLimitBytes) {
                stretchBytes.put(use, taken);
                return true;
            }
        } finally {
            lock.unlock();
        }
        if (use == VectorUse.SEARCH) {
            warnOnce("they may take {0} MiB outside the heap and need {1}", taken);
        }
        return false;
    }

    /** The system gives no memory for a stretch that there was room for. */
    void refusedBySystem(long bytes, VectorUse use) {
        if (use == VectorUse.SEARCH) {
            warnOnce("the system gives no {1} MiB more outside the heap, of {0} that they may take", bytes);
        }
    }

    /** Whoever uses a database is slowed down by it from now on, and told so once; who wants no vectors there knows it. */
    private void warnOnce(String why, long bytes) {
        if (stretchLimitBytes > 0 && !warned.getAndSet(true)) {
            LOGGER.log(
                    Level.WARNING,
                    "The vectors of this encrypted database do not all fit into memory, which makes searches by meaning several"
                            + " times slower: " + why
                            + ". Set P8_SEALED_VECTORS_MB, or P8_VECTOR_QUANTIZATION=int8, which needs a quarter",
                    Long.toString(stretchLimitBytes / MEBIBYTE),
                    Long.toString((bytes + MEBIBYTE - 1) / MEBIBYTE));
        }
    }

    void release(long bytes, VectorUse use) {
        lock.lock();
        try {
            stretchBytes.merge(use, -bytes, Long::sum);
        } finally {
            lock.unlock();
        }
    }

    public Statistics statistics() {
        lock.lock();
        try {
            long stretches =
                    stretchBytes.values().stream().mapToLong(Long::longValue).sum();
            return new Statistics(reads.sum(), misses.sum(), blockBytes, stretches);
        } finally {
            lock.unlock();
        }
    }
}
