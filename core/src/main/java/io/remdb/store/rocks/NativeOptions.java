package io.remdb.store.rocks;

import io.remdb.config.RemConfig;
import java.util.ArrayList;
import java.util.List;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.Cache;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.CompressionType;
import org.rocksdb.DBOptions;
import org.rocksdb.DataBlockIndexType;
import org.rocksdb.Env;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.RocksMemEnv;
import org.rocksdb.RocksObject;
import org.rocksdb.TablePropertiesCollectorFactory;
import org.rocksdb.WriteOptions;

/** How RocksDB is set up. Owns the native objects that it made, which must outlive the open database. */
final class NativeOptions implements AutoCloseable {
    private static final long MEGABYTE = 1 << 20;
    private static final int BLOOM_BITS = 10;
    private static final double MEMTABLE_BLOOM_RATIO = 0.01;
    private static final double CACHE_SHARE_OF_FILTERS = 0.5;
    /** A file in which half of some hundred neighbours are tombstones is compacted: scans would have to skip them. */
    private static final long TOMBSTONE_WINDOW = 256;

    private final List<RocksObject> owned = new ArrayList<>();
    private final RemConfig config;
    private final Cache cache;
    private final BloomFilter bloom;
    private final CompressionType compression;

    NativeOptions(RemConfig config) {
        this.config = config;
        // -1: as many shards as the size deserves.
        cache = own(new LRUCache(config.storage().cacheMegabytes() * MEGABYTE, -1, false, CACHE_SHARE_OF_FILTERS));
        bloom = own(new BloomFilter(BLOOM_BITS, false));
        compression = switch (config.storage().compression()) {
            case NONE -> CompressionType.NO_COMPRESSION;
            case LZ4 -> CompressionType.LZ4_COMPRESSION;
            case ZSTD -> CompressionType.ZSTD_COMPRESSION;
            case SNAPPY -> CompressionType.SNAPPY_COMPRESSION;
        };
    }

    DBOptions forDatabase(Medium medium) {
        return switch (medium) {
            case DISK -> database();
            case MEMORY ->
                database().setEnv(own(new RocksMemEnv(Env.getDefault()))).setAvoidFlushDuringShutdown(true);
        };
    }

    WriteOptions forWriting(Medium medium) {
        return own(new WriteOptions()).setDisableWAL(medium == Medium.MEMORY);
    }

    private DBOptions database() {
        long writeBuffers = 2 * config.storage().writeBufferBytes();
        return own(new DBOptions())
                .setCreateIfMissing(true)
                .setCreateMissingColumnFamilies(true)
                .setParanoidChecks(true)
                .setMaxBackgroundJobs(config.storage().maxBackgroundJobs())
                .setMaxOpenFiles(config.storage().maxOpenFiles())
                // All families together: memory, and what has to be replayed when the database is opened.
                .setDbWriteBufferSize(writeBuffers)
                .setMaxTotalWalSize(writeBuffers)
                .setAvoidFlushDuringRecovery(true)
                // Files of the log that are needed no more are kept until the store removes them (WalArchive).
                .setWalTtlSeconds(Long.MAX_VALUE / 2)
                .setSkipStatsUpdateOnDbOpen(true)
                // An empty database would take some 70 MB of disk.
                .setAllowFAllocate(false)
                .setBytesPerSync(MEGABYTE)
                .setInfoLogLevel(InfoLogLevel.WARN_LEVEL)
                .setMaxLogFileSize(MEGABYTE)
                .setKeepLogFileNum(3)
                .setStatsDumpPeriodSec(0)
                .setStatsPersistPeriodSec(0);
    }

    ColumnFamilyOptions forFamily(Family family) {
        return switch (family) {
            case ENTITIES, IDS -> pointReads(compressed());
            case EMBEDDINGS -> pointReads(plain());
            case INDEXES, KEY_INDEX -> compressed();
            // An entity without edges is told by its 16 bytes alone, in memory and on disk.
            case EDGES, EDGES_REVERSE ->
                compressed()
                        .useFixedLengthPrefixExtractor(Bytes.UUID_LENGTH)
                        .setMemtablePrefixBloomSizeRatio(MEMTABLE_BLOOM_RATIO);
            case WAL -> log();
            case KEYS, META -> plain();
        };
    }

    ColumnFamilyOptions forOtherFamily() {
        return plain();
    }

    private ColumnFamilyOptions compressed() {
        return plain().setCompressionType(compression).setBottommostCompressionType(compression);
    }

    private ColumnFamilyOptions pointReads(ColumnFamilyOptions options) {
        BlockBasedTableConfig table = table();
        table.setDataBlockIndexType(DataBlockIndexType.kDataBlockBinaryAndHash);
        return options.setTableFormatConfig(table)
                .setMemtablePrefixBloomSizeRatio(MEMTABLE_BLOOM_RATIO)
                .setMemtableWholeKeyFiltering(true);
    }

    /** Written and dropped in order: small files, so that whole ones can go. */
    private ColumnFamilyOptions log() {
        long files = Math.clamp(
                config.wal().maxSizeMegabytes() * MEGABYTE / 8,
                MEGABYTE,
                config.storage().writeBufferBytes());
        return compressed().setWriteBufferSize(files).setTargetFileSizeBase(files);
    }

    private ColumnFamilyOptions plain() {
        try (Options options = new Options()) {
            TablePropertiesCollectorFactory tombstones =
                    own(TablePropertiesCollectorFactory.NewCompactOnDeletionCollectorFactory(
                            TOMBSTONE_WINDOW, TOMBSTONE_WINDOW / 2, 0.5));
            options.setTablePropertiesCollectorFactory(List.of(tombstones));
            return own(new ColumnFamilyOptions(options))
                    .setWriteBufferSize(config.storage().writeBufferBytes())
                    .setCompressionType(CompressionType.NO_COMPRESSION)
                    .setBottommostCompressionType(CompressionType.NO_COMPRESSION)
                    .setTableFormatConfig(table());
        }
    }

    private BlockBasedTableConfig table() {
        return new BlockBasedTableConfig()
                .setBlockCache(cache)
                .setFilterPolicy(bloom)
                .setCacheIndexAndFilterBlocks(true)
                .setCacheIndexAndFilterBlocksWithHighPriority(true)
                .setPinL0FilterAndIndexBlocksInCache(true)
                .setPinTopLevelIndexAndFilter(true)
                .setOptimizeFiltersForMemory(true);
    }

    private <T extends RocksObject> T own(T object) {
        owned.add(object);
        return object;
    }

    /** Releases them, the youngest first. */
    @Override
    public void close() {
        owned.reversed().forEach(RocksObject::close);
        owned.clear();
    }
}
