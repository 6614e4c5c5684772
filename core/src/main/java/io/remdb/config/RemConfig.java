package io.remdb.config;

import io.remdb.config.ConfigLoader.FileUse;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Every setting of a database, validated. {@code docs/configuration.md} lists the variables.
 *
 * @param home {@code P8_HOME}: keys, {@code rem.toml}, the default database
 * @param database {@code P8_DB_PATH}
 * @param batchRows {@code P8_BATCH_SIZE}: rows in one atomic write of a batch insert
 * @param python {@code P8_PYTHON}: the Python that reads Pydantic models
 * @param embedding models and services
 * @param languageModels models that plan and write, and what they are told
 * @param storage RocksDB
 * @param wal the log
 * @param backups where copies of the database are kept
 * @param replication copies of the database that follow it
 * @param search the search index
 * @param logging what is logged, and how
 * @param sharing one database for many processes
 * @param export Parquet files
 * @param dreams {@code P8_DREAM_SCHEDULE}: when an owner of the database dreams by itself; null for never
 * @param password {@code P8_PASSWORD}: opens the key pair of encrypted databases; null for none
 * @param settings each variable with its value and where that came from, secrets masked
 * @param warnings what was given and has no effect, a sentence each: unknown variables and keys
 */
public record RemConfig(
        Path home,
        DatabasePlace database,
        int batchRows,
        String python,
        Embedding embedding,
        LanguageModels languageModels,
        Storage storage,
        Wal wal,
        Backups backups,
        Replication replication,
        Search search,
        Logging logging,
        Sharing sharing,
        Export export,
        @Nullable Schedule dreams,
        @Nullable Secret password,
        List<Setting> settings,
        List<String> warnings) {
    public RemConfig {
        settings = List.copyOf(settings);
        warnings = List.copyOf(warnings);
    }

    /**
     * The settings of this process: its environment, then {@code $P8_HOME/rem.toml}, then the defaults.
     *
     * @throws io.remdb.RemException {@link io.remdb.ErrorCode#INVALID_CONFIG} with variable, value, range and origin;
     *     {@link io.remdb.ErrorCode#IO_ERROR} when {@code rem.toml} cannot be read
     */
    public static RemConfig load() {
        return load(System.getenv());
    }

    /**
     * The settings of another process, by its environment.
     *
     * @throws io.remdb.RemException as {@link #load()}
     */
    public static RemConfig load(Map<String, String> environment) {
        return ConfigLoader.load(environment, FileUse.ALWAYS);
    }

    /**
     * The settings under a given environment, for tests and tools: the process's own is not read, and {@code rem.toml} only
     * when the map holds {@code P8_HOME}. {@code HOME} in the map is what {@code ~} stands for.
     *
     * @throws io.remdb.RemException as {@link #load()}
     */
    public static RemConfig of(Map<String, String> environment) {
        return ConfigLoader.load(environment, FileUse.WITH_NAMED_HOME);
    }

    /** Whether a variable was given, in the environment or in {@code rem.toml}. */
    public boolean isSet(String variable) {
        return settings.stream()
                .anyMatch(setting ->
                        setting.variable().equals(variable) && !setting.origin().equals(ConfigLoader.DEFAULT));
    }

    /**
     * Models and services.
     *
     * @param defaultModel {@code P8_DEFAULT_EMBEDDING}: {@code local:<model>} or {@code openai:<model>}
     * @param alternativeModel {@code P8_ALT_EMBEDDING}; null for none
     * @param openAiApiKey {@code P8_OPENAI_API_KEY}; null for none; a secret
     * @param openAiBaseUrl {@code P8_OPENAI_BASE_URL}, without a slash at the end
     * @param batchTexts {@code P8_EMBEDDING_BATCH_SIZE}: texts in one request to a service
     * @param threads {@code P8_EMBEDDING_THREADS}: workers of a local model
     */
    public record Embedding(
            String defaultModel,
            @Nullable String alternativeModel,
            @Nullable String openAiApiKey,
            String openAiBaseUrl,
            int batchTexts,
            int threads) {
        /** Without the secret. */
        @Override
        public String toString() {
            return "Embedding[defaultModel=" + defaultModel + ", alternativeModel=" + alternativeModel + "]";
        }
    }

    /**
     * Language models. The address and the key of OpenAI's service are those of {@link Embedding}.
     *
     * @param defaultModel {@code P8_DEFAULT_LLM}: {@code local} for none, {@code openai:<model>}, {@code anthropic:<model>}, {@code
     *     ollama:<model>}, or the name alone of one of OpenAI's
     * @param anthropicApiKey {@code P8_ANTHROPIC_API_KEY}; null for none; a secret
     * @param anthropicBaseUrl {@code P8_ANTHROPIC_BASE_URL}, without a slash at the end
     * @param ollamaBaseUrl {@code P8_OLLAMA_BASE_URL}, without a slash at the end
     * @param allTables {@code P8_SCHEMA_BRUTE_FORCE_LIMIT}: a question is given all tables when there are no more than these
     * @param nearestTables {@code P8_SCHEMA_SEARCH_TOP_K}: how many it is given where there are more
     */
    public record LanguageModels(
            String defaultModel,
            @Nullable String anthropicApiKey,
            String anthropicBaseUrl,
            String ollamaBaseUrl,
            int allTables,
            int nearestTables) {
        /** Without the secret. */
        @Override
        public String toString() {
            return "LanguageModels[defaultModel=" + defaultModel + "]";
        }
    }

    /**
     * RocksDB.
     *
     * @param writeBufferBytes {@code P8_ROCKSDB_WRITE_BUFFER_SIZE}
     * @param maxBackgroundJobs {@code P8_ROCKSDB_MAX_BACKGROUND_JOBS}
     * @param compression {@code P8_ROCKSDB_COMPRESSION}
     * @param maxOpenFiles {@code P8_ROCKSDB_MAX_OPEN_FILES}
     * @param cacheMegabytes {@code P8_CACHE_SIZE_MB}
     */
    public record Storage(
            long writeBufferBytes,
            int maxBackgroundJobs,
            Compression compression,
            int maxOpenFiles,
            int cacheMegabytes) {}

    /** How blocks of stored data are compressed. */
    public enum Compression {
        /** Not at all. */
        NONE,
        /** LZ4: fast. */
        LZ4,
        /** Zstandard: small. */
        ZSTD,
        /** Snappy. */
        SNAPPY
    }

    /**
     * The log.
     *
     * @param enabled {@code P8_WAL_ENABLED}; off keeps only what the search index has not applied yet
     * @param sync {@code P8_WAL_SYNC}
     * @param syncIntervalMs {@code P8_WAL_SYNC_INTERVAL_MS}
     * @param maxSizeMegabytes {@code P8_WAL_MAX_SIZE_MB}
     * @param retentionHours {@code P8_WAL_RETENTION_HOURS}
     */
    public record Wal(boolean enabled, WalSync sync, int syncIntervalMs, int maxSizeMegabytes, int retentionHours) {}

    /** When a write reaches the disk itself. */
    public enum WalSync {
        /** Every {@link Wal#syncIntervalMs}: a killed process loses nothing, a power failure at most that much. */
        INTERVAL,
        /** Before it is acknowledged, together with the writes that wait at the same time. */
        ALWAYS
    }

    /**
     * Copies of a database that stay as they are.
     *
     * @param folder {@code P8_BACKUP_PATH}; null for a folder beside the database
     * @param logArchive {@code P8_WAL_ARCHIVE}: where everything that is written is kept; null for nowhere
     */
    public record Backups(@Nullable Path folder, @Nullable Path logArchive) {
        /** A folder beside the database, and no archive. */
        public static final Backups DEFAULT = new Backups(null, null);
    }

    /**
     * Copies of a database that follow it.
     *
     * @param mode {@code P8_REPLICATION_MODE}
     * @param primary {@code P8_PRIMARY_HOST}: what a replica follows, {@code host} or {@code host:port}; null where none is named
     * @param port {@code P8_REPLICATION_PORT}: of a primary, where its address names none
     * @param acks {@code P8_REPLICATION_ACKS}: how many replicas must have a write before it is acknowledged
     * @param ackTimeoutMs {@code P8_REPLICATION_ACK_TIMEOUT_MS}: how long a write waits for them
     * @param maxLagMegabytes {@code P8_REPLICATION_MAX_LAG_MB}: how much log is kept for a replica that is behind
     */
    public record Replication(
            ReplicationMode mode,
            @Nullable String primary,
            int port,
            int acks,
            int ackTimeoutMs,
            int maxLagMegabytes) {}

    /** The part that a database has in replication. */
    public enum ReplicationMode {
        /** It is alone, as far as nobody follows it. */
        NONE,
        /** Others follow it. */
        PRIMARY,
        /** It follows another. */
        REPLICA
    }

    /**
     * The search index.
     *
     * @param timeoutMs {@code P8_SEARCH_TIMEOUT_MS}
     * @param quantization {@code P8_VECTOR_QUANTIZATION}
     * @param sealedVectorBytes {@code P8_SEALED_VECTORS_MB}: memory outside the heap for the vectors of an encrypted database; null for
     *     half as much as the heap
     * @param hnswM {@code P8_HNSW_M}
     * @param hnswBeamWidth {@code P8_HNSW_BEAM_WIDTH}
     */
    public record Search(
            int timeoutMs,
            Quantization quantization,
            @Nullable Long sealedVectorBytes,
            int hnswM,
            int hnswBeamWidth) {}

    /** How vectors are kept in the search index. */
    public enum Quantization {
        /** As 32-bit floats. */
        NONE,
        /** As bytes, a quarter of the memory. */
        INT8
    }

    /**
     * What is logged, and how.
     *
     * @param level {@code P8_LOG_LEVEL}: the least level that is logged
     * @param format {@code P8_LOG_FORMAT}
     * @param slowQueryMs {@code P8_SLOW_QUERY_MS}: what takes so long is logged; 0 for nothing
     */
    public record Logging(Level level, LogFormat format, int slowQueryMs) {}

    /** How a log line is written. */
    public enum LogFormat {
        /** {@link #PRETTY} on a terminal, else {@link #JSON}. */
        AUTO,
        /** For people. */
        PRETTY,
        /** For programs: one object a line. */
        JSON
    }

    /**
     * A secret among the settings, which is not shown.
     *
     * @param text what it is
     */
    public record Secret(String text) {
        /** Without the secret. */
        @Override
        public String toString() {
            return "****";
        }
    }

    /**
     * One database for many processes.
     *
     * @param daemon {@code P8_DAEMON}: whether commands share one owner of the database that runs in the background
     * @param idleSeconds {@code P8_DAEMON_IDLE_SECONDS}: how long that one waits for work before it ends
     * @param apiToken {@code P8_API_TOKEN}: bearer token of servers; null for the one in the file {@code token} of {@code
     *     P8_HOME}; a secret
     * @param tls how a client and a server on another machine know each other
     */
    public record Sharing(
            boolean daemon, int idleSeconds, @Nullable String apiToken, Tls tls) {
        /** Without the token. */
        @Override
        public String toString() {
            return "Sharing[daemon=" + daemon + ", idleSeconds=" + idleSeconds + ", tls=" + tls + "]";
        }
    }

    /**
     * What a client of a server on another machine needs for TLS; files in PEM.
     *
     * @param authorities {@code P8_TLS_CA}: certificates that it trusts; null for those of the system
     * @param certificate {@code P8_TLS_CERT}: its own; null for none
     * @param key {@code P8_TLS_KEY}: the private key of that; null for none
     */
    public record Tls(
            @Nullable Path authorities,
            @Nullable Path certificate,
            @Nullable Path key) {}

    /**
     * How Parquet files are written.
     *
     * @param compression {@code P8_EXPORT_COMPRESSION}
     * @param rowGroupRows {@code P8_EXPORT_ROW_GROUP_SIZE}: the most rows of a row group
     */
    public record Export(ParquetCompression compression, int rowGroupRows) {}

    /** How the pages of a Parquet file are compressed. */
    public enum ParquetCompression {
        /** Not at all. */
        NONE,
        /** Snappy: fast. */
        SNAPPY,
        /** Gzip: read by everything. */
        GZIP,
        /** Zstandard: small and fast. */
        ZSTD
    }

    /**
     * One variable as it is in force.
     *
     * @param variable such as {@code P8_HOME}
     * @param value as text, {@code ****} for a secret that is set, empty for one that is not
     * @param origin {@code environment}, the file's name and line, or {@code default}
     */
    public record Setting(String variable, String value, String origin) {}
}
