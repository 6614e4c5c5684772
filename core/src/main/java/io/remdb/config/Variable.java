package io.remdb.config;

import java.util.Locale;

/**
 * Every setting there is: the one table from which parsing, {@code rem config} and the check of
 * {@code docs/configuration.md} come. The order is the order in which they are shown.
 */
enum Variable {
    HOME(ValueKind.path(), "~/.p8", "keys, `rem.toml`, the default database; not in `rem.toml`"),
    DB_PATH(ValueKind.database(), "$P8_HOME/db", "folder of the database, or the server that has it open"),
    DEFAULT_EMBEDDING(ValueKind.embeddingModel(), "local:all-MiniLM-L6-v2", "model of a table that names none"),
    ALT_EMBEDDING(ValueKind.embeddingModel(), Variable.NONE, "second model, fills `embedding_alt`"),
    OPENAI_API_KEY(ValueKind.token(), Variable.NONE, "key of the service behind `openai:` models"),
    OPENAI_BASE_URL(ValueKind.url(), "https://api.openai.com/v1", "that service, or another that speaks its language"),
    ANTHROPIC_API_KEY(ValueKind.token(), Variable.NONE, "key of the service behind `anthropic:` models"),
    ANTHROPIC_BASE_URL(
            ValueKind.url(), "https://api.anthropic.com/v1", "that service, or another that speaks its language"),
    OLLAMA_BASE_URL(ValueKind.url(), "http://localhost:11434", "the service behind `ollama:` models"),
    DEFAULT_LLM(ValueKind.languageModel(), "local", "model that plans; `gpt-4.1` when an OpenAI key is set"),
    ROCKSDB_WRITE_BUFFER_SIZE(ValueKind.whole(1L << 20, 4L << 30), "67108864", "bytes of one memtable"),
    ROCKSDB_MAX_BACKGROUND_JOBS(ValueKind.whole(1, 64), "4", "flushes and compactions at a time"),
    ROCKSDB_COMPRESSION(ValueKind.choice("none", "lz4", "zstd", "snappy"), "lz4", "of stored blocks"),
    ROCKSDB_MAX_OPEN_FILES(ValueKind.whole(16, 1_000_000), "1000", "files kept open"),
    CACHE_SIZE_MB(ValueKind.whole(1, 1 << 20), "256", "cache of stored blocks, in MiB"),
    REPLICATION_MODE(ValueKind.choice("none", "primary", "replica"), "none", "part in replication"),
    PRIMARY_HOST(ValueKind.host(), Variable.NONE, "primary that a replica follows"),
    REPLICATION_PORT(ValueKind.whole(0, 65_535), "50051", "port of the primary; 0 takes a free one"),
    REPLICATION_ACKS(ValueKind.whole(0, 100), "0", "replicas that must have a write before it is acknowledged"),
    REPLICATION_ACK_TIMEOUT_MS(
            ValueKind.whole(1, 3_600_000), "5000", "time that a write waits for them, in milliseconds"),
    REPLICATION_MAX_LAG_MB(
            ValueKind.whole(1, 1 << 20), "1024", "log that is kept for a replica that is behind, in MiB"),
    WAL_ENABLED(ValueKind.onOff(), "true", "off keeps only what the search index has not applied yet"),
    WAL_SYNC(ValueKind.choice("interval", "always"), "interval", "when a write reaches the disk itself"),
    WAL_SYNC_INTERVAL_MS(ValueKind.whole(1, 3_600_000), "1000", "time between syncs, in milliseconds"),
    WAL_MAX_SIZE_MB(ValueKind.whole(1, 1 << 20), "100", "size of the log at which old entries go, in MiB"),
    WAL_RETENTION_HOURS(ValueKind.whole(1, 87_600), "24", "age at which log entries go"),
    WAL_ARCHIVE(
            ValueKind.path(), Variable.NONE, "folder that gets a copy of everything that is written, for restoring"),
    BACKUP_PATH(
            ValueKind.path(),
            Variable.NONE,
            "folder of backups; else the database's folder with `.backups` at its end"),
    BATCH_SIZE(ValueKind.whole(1, 100_000), "1000", "rows in one atomic write of a batch insert"),
    EMBEDDING_BATCH_SIZE(ValueKind.whole(1, 2048), "100", "texts in one request to a service"),
    EMBEDDING_THREADS(ValueKind.threads(256), ValueKind.CORES, "workers of a local model"),
    SEARCH_TIMEOUT_MS(
            ValueKind.whole(1, 3_600_000), "5000", "time that a search or an SQL statement may work, in milliseconds"),
    VECTOR_QUANTIZATION(ValueKind.choice("none", "int8"), "none", "`int8` keeps vectors in a quarter of the memory"),
    SEALED_VECTORS_MB(
            ValueKind.wholeOrAuto(0, 1 << 20),
            ValueKind.AUTO,
            "memory outside the heap for the vectors of an encrypted database, in MiB; `auto` is half of the heap"),
    HNSW_M(ValueKind.whole(2, 512), "16", "links of a vector in the search graph"),
    HNSW_BEAM_WIDTH(ValueKind.whole(1, 3200), "100", "candidates while the graph is built"),
    SCHEMA_BRUTE_FORCE_LIMIT(ValueKind.whole(0, 100_000), "10", "tables up to which a question is given all of them"),
    SCHEMA_SEARCH_TOP_K(ValueKind.whole(1, 100), "3", "tables that a question is given beyond that"),
    EXPORT_COMPRESSION(ValueKind.choice("none", "snappy", "gzip", "zstd"), "zstd", "of Parquet files"),
    EXPORT_ROW_GROUP_SIZE(ValueKind.whole(1, 10_000_000), "10000", "most rows in a row group of a Parquet file"),
    DAEMON(ValueKind.onOff(), "on", "whether commands share one owner of the database"),
    DAEMON_IDLE_SECONDS(ValueKind.whole(1, 604_800), "300", "idle time after which the owner ends"),
    DREAM_SCHEDULE(ValueKind.schedule(), Variable.NONE, "when an owner dreams by itself, see [dream](dream.md#when)"),
    PASSWORD(ValueKind.password(), Variable.NONE, "opens the key pair of encrypted databases; a new one is encrypted"),
    API_TOKEN(
            ValueKind.token(),
            Variable.NONE,
            "bearer token, of the server and of its clients; else the one in `$P8_HOME/token`"),
    TLS_CA(
            ValueKind.path(),
            Variable.NONE,
            "certificates (PEM) that a client trusts a `rems://` server by; else those of the system"),
    TLS_CERT(ValueKind.path(), Variable.NONE, "a client's own certificate (PEM), where the server wants one"),
    TLS_KEY(ValueKind.path(), Variable.NONE, "its private key (PEM, not encrypted)"),
    PYTHON(ValueKind.program(), "python3", "Python that reads Pydantic models (`models.py::Article`)"),
    LOG_LEVEL(ValueKind.choice("off", "error", "warn", "info", "debug", "trace"), "warn", "least level logged"),
    LOG_FORMAT(ValueKind.choice("auto", "pretty", "json"), "auto", "`auto`: pretty on a terminal, else JSON"),
    SLOW_QUERY_MS(
            ValueKind.whole(0, 3_600_000),
            "1000",
            "time from which on a search or a statement is logged as slow, in milliseconds; 0 for never");

    /** As a value: not set. */
    static final String NONE = "none";

    static final String PREFIX = "P8_";

    /** Immutable: the kinds are records and an enum. */
    @SuppressWarnings("ImmutableEnumChecker")
    private final ValueKind kind;

    private final String fallback;
    private final String description;

    Variable(ValueKind kind, String fallback, String description) {
        this.kind = kind;
        this.fallback = fallback;
        this.description = description;
    }

    /** Its name in the environment. */
    String variable() {
        return PREFIX + name();
    }

    /** Its key in {@code rem.toml}. */
    String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    ValueKind kind() {
        return kind;
    }

    /** The default, written as a user would write it. */
    String fallback() {
        return fallback;
    }

    /** For the documentation, in Markdown. */
    String description() {
        return description;
    }

    /** Whether it may be without a value. A choice has {@code none} among its words where that means something. */
    boolean isOptional() {
        return fallback.equals(NONE) && !(kind instanceof ValueKind.Choice);
    }

    /** Whether {@code none} unsets it. A secret may be any text. */
    boolean canBeNone() {
        return isOptional() && !kind.secret();
    }

    /** What it takes, for people. */
    String range() {
        return canBeNone() ? kind.range() + ", or none" : kind.range();
    }
}
