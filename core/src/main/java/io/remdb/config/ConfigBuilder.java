package io.remdb.config;

import io.remdb.config.RemConfig.Backups;
import io.remdb.config.RemConfig.Compression;
import io.remdb.config.RemConfig.Embedding;
import io.remdb.config.RemConfig.Export;
import io.remdb.config.RemConfig.LanguageModels;
import io.remdb.config.RemConfig.LogFormat;
import io.remdb.config.RemConfig.Logging;
import io.remdb.config.RemConfig.ParquetCompression;
import io.remdb.config.RemConfig.Quantization;
import io.remdb.config.RemConfig.Replication;
import io.remdb.config.RemConfig.ReplicationMode;
import io.remdb.config.RemConfig.Search;
import io.remdb.config.RemConfig.Secret;
import io.remdb.config.RemConfig.Setting;
import io.remdb.config.RemConfig.Sharing;
import io.remdb.config.RemConfig.Storage;
import io.remdb.config.RemConfig.Tls;
import io.remdb.config.RemConfig.Wal;
import io.remdb.config.RemConfig.WalSync;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Checked texts to typed settings. */
record ConfigBuilder(Map<Variable, String> values) {
    RemConfig build(List<Setting> settings, List<String> warnings) {
        return new RemConfig(
                Path.of(text(Variable.HOME)),
                DatabasePlace.of(text(Variable.DB_PATH)),
                number(Variable.BATCH_SIZE),
                text(Variable.PYTHON),
                embedding(),
                languageModels(),
                storage(),
                wal(),
                new Backups(path(Variable.BACKUP_PATH), path(Variable.WAL_ARCHIVE)),
                replication(),
                search(),
                new Logging(logLevel(), LogFormat.valueOf(name(Variable.LOG_FORMAT)), number(Variable.SLOW_QUERY_MS)),
                new Sharing(
                        isOn(Variable.DAEMON),
                        number(Variable.DAEMON_IDLE_SECONDS),
                        values.get(Variable.API_TOKEN),
                        new Tls(path(Variable.TLS_CA), path(Variable.TLS_CERT), path(Variable.TLS_KEY))),
                new Export(
                        ParquetCompression.valueOf(name(Variable.EXPORT_COMPRESSION)),
                        number(Variable.EXPORT_ROW_GROUP_SIZE)),
                dreams(),
                password(),
                settings,
                warnings);
    }

    private @Nullable Secret password() {
        String password = values.get(Variable.PASSWORD);
        return password == null ? null : new Secret(password);
    }

    private @Nullable Schedule dreams() {
        String schedule = values.get(Variable.DREAM_SCHEDULE);
        return schedule == null ? null : Schedule.parse(schedule);
    }

    private Embedding embedding() {
        return new Embedding(
                text(Variable.DEFAULT_EMBEDDING),
                values.get(Variable.ALT_EMBEDDING),
                values.get(Variable.OPENAI_API_KEY),
                text(Variable.OPENAI_BASE_URL),
                number(Variable.EMBEDDING_BATCH_SIZE),
                number(Variable.EMBEDDING_THREADS));
    }

    private LanguageModels languageModels() {
        return new LanguageModels(
                text(Variable.DEFAULT_LLM),
                values.get(Variable.ANTHROPIC_API_KEY),
                text(Variable.ANTHROPIC_BASE_URL),
                text(Variable.OLLAMA_BASE_URL),
                number(Variable.SCHEMA_BRUTE_FORCE_LIMIT),
                number(Variable.SCHEMA_SEARCH_TOP_K));
    }

    private Storage storage() {
        return new Storage(
                Long.parseLong(text(Variable.ROCKSDB_WRITE_BUFFER_SIZE)),
                number(Variable.ROCKSDB_MAX_BACKGROUND_JOBS),
                Compression.valueOf(name(Variable.ROCKSDB_COMPRESSION)),
                number(Variable.ROCKSDB_MAX_OPEN_FILES),
                number(Variable.CACHE_SIZE_MB));
    }

    private Wal wal() {
        return new Wal(
                isOn(Variable.WAL_ENABLED),
                WalSync.valueOf(name(Variable.WAL_SYNC)),
                number(Variable.WAL_SYNC_INTERVAL_MS),
                number(Variable.WAL_MAX_SIZE_MB),
                number(Variable.WAL_RETENTION_HOURS));
    }

    private Replication replication() {
        return new Replication(
                ReplicationMode.valueOf(name(Variable.REPLICATION_MODE)),
                values.get(Variable.PRIMARY_HOST),
                number(Variable.REPLICATION_PORT),
                number(Variable.REPLICATION_ACKS),
                number(Variable.REPLICATION_ACK_TIMEOUT_MS),
                number(Variable.REPLICATION_MAX_LAG_MB));
    }

    private Search search() {
        return new Search(
                number(Variable.SEARCH_TIMEOUT_MS),
                Quantization.valueOf(name(Variable.VECTOR_QUANTIZATION)),
                sealedVectorBytes(),
                number(Variable.HNSW_M),
                number(Variable.HNSW_BEAM_WIDTH));
    }

    private @Nullable Long sealedVectorBytes() {
        String megabytes = text(Variable.SEALED_VECTORS_MB);
        return megabytes.equals(ValueKind.AUTO) ? null : Long.parseLong(megabytes) << 20;
    }

    /** Of a variable that may have none. */
    private @Nullable Path path(Variable variable) {
        String value = values.get(variable);
        return value == null ? null : Path.of(value);
    }

    private Level logLevel() {
        String name = name(Variable.LOG_LEVEL);
        return name.equals("WARN") ? Level.WARNING : Level.valueOf(name);
    }

    private boolean isOn(Variable variable) {
        String word = text(variable);
        return word.equals("true") || word.equals("on");
    }

    private int number(Variable variable) {
        return Integer.parseInt(text(variable));
    }

    /** As the constant of an enum is written. */
    private String name(Variable variable) {
        return text(variable).toUpperCase(Locale.ROOT);
    }

    private String text(Variable variable) {
        String value = values.get(variable);
        if (value == null) {
            throw new IllegalStateException(variable + " has no value");
        }
        return value;
    }
}
