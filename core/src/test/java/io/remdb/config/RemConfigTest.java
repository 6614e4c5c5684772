package io.remdb.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import io.remdb.config.RemConfig.Compression;
import io.remdb.config.RemConfig.LogFormat;
import io.remdb.config.RemConfig.Quantization;
import io.remdb.config.RemConfig.Setting;
import io.remdb.config.RemConfig.WalSync;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.LocalTime;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RemConfigTest {
    @TempDir
    private Path home;

    @Test
    void hasTheDocumentedDefaults() {
        RemConfig config = RemConfig.of(Map.of("HOME", "/home/ann"));

        assertThat(config.home()).isEqualTo(Path.of("/home/ann/.p8"));
        assertThat(config.database()).isEqualTo(new DatabasePlace.Folder(Path.of("/home/ann/.p8/db")));
        assertThat(config.batchRows()).isEqualTo(1000);
        assertThat(config.python()).isEqualTo("python3");
        assertThat(config.embedding().defaultModel()).isEqualTo("local:all-MiniLM-L6-v2");
        assertThat(config.embedding().alternativeModel()).isNull();
        assertThat(config.embedding().openAiApiKey()).isNull();
        assertThat(config.embedding().openAiBaseUrl()).isEqualTo("https://api.openai.com/v1");
        assertThat(config.embedding().batchTexts()).isEqualTo(100);
        assertThat(config.embedding().threads()).isEqualTo(Runtime.getRuntime().availableProcessors());
        assertThat(config.storage()).isEqualTo(new RemConfig.Storage(67108864, 4, Compression.LZ4, 1000, 256));
        assertThat(config.wal()).isEqualTo(new RemConfig.Wal(true, WalSync.INTERVAL, 1000, 100, 24));
        assertThat(config.search()).isEqualTo(new RemConfig.Search(5000, Quantization.NONE, null, 16, 100));
        assertThat(config.logging()).isEqualTo(new RemConfig.Logging(Level.WARNING, LogFormat.AUTO, 1000));
        assertThat(config.warnings()).isEmpty();
    }

    @Test
    void showsEveryVariableInOrderWithItsOrigin() throws IOException {
        write("\nbatch_size = 50\n");

        RemConfig config = config("P8_WAL_SYNC", "ALWAYS");

        assertThat(config.settings())
                .extracting(Setting::variable)
                .containsExactly(
                        Arrays.stream(Variable.values()).map(Variable::variable).toArray(String[]::new));
        assertThat(config.settings())
                .contains(
                        new Setting("P8_HOME", home.toString(), "environment"),
                        new Setting("P8_WAL_SYNC", "always", "environment"),
                        new Setting("P8_BATCH_SIZE", "50", home.resolve("rem.toml") + " line 2"),
                        new Setting("P8_VECTOR_QUANTIZATION", "none", "default"),
                        new Setting("P8_ALT_EMBEDDING", "", "default"));
    }

    @Test
    void prefersTheEnvironmentToTheFileAndTheFileToTheDefault() throws IOException {
        write("""
                # comments are fine
                batch_size = 50
                hnsw_m = 32
                wal_enabled = false
                python = "/usr/bin/python3"
                """);

        RemConfig config = config("P8_BATCH_SIZE", "7");

        assertThat(config.batchRows()).isEqualTo(7);
        assertThat(config.search().hnswM()).isEqualTo(32);
        assertThat(config.wal().enabled()).isFalse();
        assertThat(config.python()).isEqualTo("/usr/bin/python3");
        assertThat(config.search().hnswBeamWidth()).isEqualTo(100);
    }

    @Test
    void takesTheMemoryForSealedVectorsInMebibytesOrLeavesItToTheProgram() {
        assertThat(config("P8_SEALED_VECTORS_MB", "1500").search().sealedVectorBytes())
                .isEqualTo(1500L << 20);
        assertThat(config("P8_SEALED_VECTORS_MB", "0").search().sealedVectorBytes())
                .isZero();
        assertThat(config("P8_SEALED_VECTORS_MB", "AUTO").search().sealedVectorBytes())
                .isNull();
    }

    @Test
    void saysWhenAnOwnerDreams() {
        assertThat(config("P8_DREAM_SCHEDULE", "").dreams()).isNull();
        assertThat(config("P8_DREAM_SCHEDULE", "none").dreams()).isNull();
        assertThat(config("P8_DREAM_SCHEDULE", "120m").dreams()).isEqualTo(new Schedule.Every(Duration.ofHours(2)));
        assertThat(config("P8_DREAM_SCHEDULE", "02:30").dreams()).isEqualTo(new Schedule.Daily(LocalTime.of(2, 30)));
        assertThat(config("P8_DREAM_SCHEDULE", "After:100").dreams()).isEqualTo(new Schedule.After(100));
    }

    @Test
    void warnsOfASecretInAFileThatOthersMayRead() throws IOException {
        write("password = \"of mine\"\nbatch_size = 50");
        Path file = home.resolve("rem.toml");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        assertThat(config("P8_BATCH_SIZE", "").warnings())
                .containsExactly("Other users may read the secret 'password' (" + file + " line 1): chmod 600 " + file);

        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        assertThat(config("P8_BATCH_SIZE", "").warnings()).isEmpty();
        write("batch_size = 50");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        assertThat(config("P8_BATCH_SIZE", "").warnings()).isEmpty();
    }

    @Test
    void treatsAnEmptyVariableAsNotSet() throws IOException {
        write("batch_size = 50");

        assertThat(config("P8_BATCH_SIZE", "").batchRows()).isEqualTo(50);
    }

    @Test
    void unsetsAnOptionalValueOfTheFileWithNone() throws IOException {
        write("alt_embedding = \"openai:text-embedding-3-small\"");

        assertThat(config("P8_BATCH_SIZE", "").embedding().alternativeModel())
                .isEqualTo("openai:text-embedding-3-small");
        assertThat(config("P8_ALT_EMBEDDING", "none").embedding().alternativeModel())
                .isNull();
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            P8_BATCH_SIZE, 0
            P8_BATCH_SIZE, 100001
            P8_BATCH_SIZE, many
            P8_BATCH_SIZE, 99999999999999999999
            P8_ROCKSDB_WRITE_BUFFER_SIZE, 1048575
            P8_ROCKSDB_COMPRESSION, gzip
            P8_EMBEDDING_THREADS, 0
            P8_WAL_ENABLED, maybe
            P8_REPLICATION_PORT, 65536
            P8_HNSW_M, 513
            P8_SEALED_VECTORS_MB, -1
            P8_SEALED_VECTORS_MB, 1048577
            P8_SEALED_VECTORS_MB, half
            P8_LOG_LEVEL, loud
            P8_DEFAULT_EMBEDDING, all-MiniLM-L6-v2
            P8_DEFAULT_EMBEDDING, local:
            P8_DEFAULT_LLM, mystery:model
            P8_OPENAI_BASE_URL, ftp://example.org
            P8_OPENAI_BASE_URL, https://example.org?x=1
            P8_OPENAI_BASE_URL, https://
            P8_PRIMARY_HOST, host:port
            P8_PRIMARY_HOST, host/path
            P8_HOME, ~bob/.p8
            P8_DREAM_SCHEDULE, nightly
            P8_DREAM_SCHEDULE, 0h
            P8_DREAM_SCHEDULE, 367d
            P8_DREAM_SCHEDULE, 24:00
            P8_DREAM_SCHEDULE, 2:30
            P8_DREAM_SCHEDULE, after:0
            P8_DREAM_SCHEDULE, after:many
            """)
    void refusesWhatIsMalformedOrOutOfRange(String variable, String value) {
        RemException error = refused(Map.of(variable, value));

        assertThat(error.details())
                .containsEntry("variable", variable)
                .containsEntry("value", value)
                .containsEntry("origin", "environment")
                .containsKey("range");
        assertThat(error.hint()).hasValueSatisfying(hint -> assertThat(hint).contains("default"));
    }

    @Test
    void namesTheLineOfTheFileThatIsOutOfRange() throws IOException {
        write("""
                hnsw_m = 16

                batch_size = -1
                """);

        RemException error = refused(Map.of("P8_HOME", home.toString()));

        assertThat(error)
                .hasMessageContaining("variable=P8_BATCH_SIZE")
                .hasMessageContaining("value=-1")
                .hasMessageContaining("range=1 to 100000")
                .hasMessageContaining("rem.toml line 3");
    }

    @Test
    void refusesAListWhereAValueBelongs() throws IOException {
        write("batch_size = [1, 2]");

        assertThat(refused(Map.of("P8_HOME", home.toString()))).hasMessageContaining("a list or table");
    }

    @Test
    void refusesABrokenFileWithoutQuotingIt() throws IOException {
        write("hnsw_m = 16\nopenai_api_key = sk-secret-1\n");

        RemException error = refused(Map.of("P8_HOME", home.toString()));

        assertThat(error.details()).containsEntry("line", "2");
        assertThat(error.toString()).doesNotContain("secret");
        assertThat(error.getCause()).isNull();
    }

    @Test
    void reportsAFileThatCannotBeRead() throws IOException {
        Files.createDirectory(home.resolve("rem.toml"));

        RemException error = catchThrowableOfType(RemException.class, () -> config("P8_BATCH_SIZE", ""));

        assertThat(error.code()).isEqualTo(ErrorCode.IO_ERROR);
    }

    @Test
    void warnsOfWhatItDoesNotKnow() throws IOException {
        write("""
                batch_sise = 10
                home = "/elsewhere"
                [wal]
                sync = "always"
                """);

        RemConfig config = config("P8_BATCHSIZE", "10");

        assertThat(config.warnings())
                .containsExactlyInAnyOrder(
                        "Unknown variable P8_BATCHSIZE is ignored (environment)",
                        "Unknown key 'batch_sise' is ignored (" + home.resolve("rem.toml") + " line 1)",
                        "Unknown key 'home' is ignored (" + home.resolve("rem.toml") + " line 2)",
                        "Unknown key 'wal' is ignored (" + home.resolve("rem.toml") + " line 3)");
    }

    @Test
    void masksSecretsEverywhere() {
        RemConfig config = RemConfig.of(Map.of(
                "P8_OPENAI_API_KEY", "sk-secret-1",
                "P8_OPENAI_KEY", "sk-secret-of-a-misspelt-variable",
                "P8_ANTHROPIC_API_KEY", "sk-secret-2",
                "P8_PASSWORD", "secret 3",
                "P8_API_TOKEN", "secret-4"));

        assertThat(config.embedding().openAiApiKey()).isEqualTo("sk-secret-1");
        assertThat(config.languageModels().anthropicApiKey()).isEqualTo("sk-secret-2");
        assertThat(config.toString()).doesNotContain("secret").contains("****");
        assertThat(config.warnings())
                .isNotEmpty()
                .allSatisfy(warning -> assertThat(warning).doesNotContain("secret"));
        assertThat(config.settings())
                .filteredOn(setting -> setting.value().equals("****"))
                .extracting(Setting::variable)
                .containsExactly("P8_OPENAI_API_KEY", "P8_ANTHROPIC_API_KEY", "P8_PASSWORD", "P8_API_TOKEN");
    }

    @Test
    void neverQuotesASecretThatItRefuses() {
        assertThat(refused(Map.of("P8_OPENAI_API_KEY", "sk-secret\n"))).hasMessageNotContaining("secret");
        assertThat(refused(Map.of("P8_OPENAI_BASE_URL", "https://ann:secret@example.org")))
                .hasMessageNotContaining("secret");
    }

    @Test
    void expandsTheHomeFolders() {
        RemConfig config =
                RemConfig.of(Map.of("HOME", "/home/ann", "P8_HOME", "~/memory", "P8_DB_PATH", "$P8_HOME/other"));

        assertThat(config.home()).isEqualTo(Path.of("/home/ann/memory"));
        assertThat(config.database()).isEqualTo(new DatabasePlace.Folder(Path.of("/home/ann/memory/other")));
        assertThat(RemConfig.of(Map.of("P8_DB_PATH", "some/where")).database())
                .isEqualTo(new DatabasePlace.Folder(Path.of("some/where").toAbsolutePath()));
    }

    @Test
    void takesTheAddressOfAServerForADatabase() {
        RemConfig config = RemConfig.of(Map.of("P8_DB_PATH", "rems://memory.example.org:4711"));

        assertThat(config.database()).isEqualTo(new DatabasePlace.Server("rems://memory.example.org:4711"));
        assertThat(RemConfig.of(Map.of("P8_DB_PATH", "REM://Memory:4711")).database())
                .isEqualTo(new DatabasePlace.Server("rem://Memory:4711"));
    }

    @Test
    void takesNothingThatIsMeantForAnAddressForAFolder() {
        for (String text : List.of("http://localhost:50051", "://", "file:///tmp/db", "localhost:50051", "[::1]:1")) {
            assertThat(refused(Map.of("P8_DB_PATH", text)))
                    .hasMessageContaining("P8_DB_PATH")
                    .hasMessageContaining(text);
            RemException typed = catchThrowableOfType(RemException.class, () -> DatabasePlace.of(text));
            assertThat(typed.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT);
            assertThat(typed.hint().orElseThrow()).contains("rem://");
        }
        for (String path : List.of("./localhost:50051", "a:b", "db:", ":1", "rem:/db")) {
            assertThat(DatabasePlace.of(path)).isEqualTo(new DatabasePlace.Folder(Path.of(path)));
        }
    }

    @Test
    void findsTheFilesOfTls() {
        RemConfig config = RemConfig.of(
                Map.of("HOME", "/home/ann", "P8_TLS_CA", "~/ca.pem", "P8_TLS_CERT", "/c.pem", "P8_TLS_KEY", "none"));

        assertThat(config.sharing().tls())
                .isEqualTo(new RemConfig.Tls(Path.of("/home/ann/ca.pem"), Path.of("/c.pem"), null));
    }

    @Test
    void takesTheSlashOffTheEndOfABaseAddress() {
        RemConfig config = RemConfig.of(Map.of("P8_OPENAI_BASE_URL", "http://localhost:11434/v1/"));

        assertThat(config.embedding().openAiBaseUrl()).isEqualTo("http://localhost:11434/v1");
    }

    @Test
    void choosesTheLanguageModelByTheKeysThatAreSet() {
        assertThat(value(RemConfig.of(Map.of()), "P8_DEFAULT_LLM")).isEqualTo("local");
        assertThat(value(RemConfig.of(Map.of("P8_OPENAI_API_KEY", "k")), "P8_DEFAULT_LLM"))
                .isEqualTo("gpt-4.1");
        assertThat(value(
                        RemConfig.of(Map.of("P8_OPENAI_API_KEY", "k", "P8_DEFAULT_LLM", "ollama:llama3")),
                        "P8_DEFAULT_LLM"))
                .isEqualTo("ollama:llama3");
    }

    @Test
    void knowsWhereLanguageModelsAre() {
        assertThat(RemConfig.of(Map.of()).languageModels())
                .isEqualTo(new RemConfig.LanguageModels(
                        "local", null, "https://api.anthropic.com/v1", "http://localhost:11434", 10, 3));
        assertThat(RemConfig.of(Map.of(
                                "P8_DEFAULT_LLM", "anthropic:claude-sonnet-4-5",
                                "P8_ANTHROPIC_API_KEY", "k",
                                "P8_ANTHROPIC_BASE_URL", "http://proxy/v1/",
                                "P8_OLLAMA_BASE_URL", "http://gpu:11434",
                                "P8_SCHEMA_BRUTE_FORCE_LIMIT", "0",
                                "P8_SCHEMA_SEARCH_TOP_K", "5"))
                        .languageModels())
                .isEqualTo(new RemConfig.LanguageModels(
                        "anthropic:claude-sonnet-4-5", "k", "http://proxy/v1", "http://gpu:11434", 0, 5));
    }

    private static String value(RemConfig config, String variable) {
        return config.settings().stream()
                .filter(setting -> setting.variable().equals(variable))
                .findFirst()
                .orElseThrow()
                .value();
    }

    private static RemException refused(Map<String, String> environment) {
        RemException error = catchThrowableOfType(RemException.class, () -> RemConfig.of(environment));
        assertThat(error.code()).isEqualTo(ErrorCode.INVALID_CONFIG);
        return error;
    }

    private RemConfig config(String variable, String value) {
        Map<String, String> environment = new HashMap<>(Map.of(variable, value));
        environment.put("P8_HOME", home.toString());
        return RemConfig.of(environment);
    }

    private void write(String toml) throws IOException {
        Files.writeString(home.resolve("rem.toml"), toml);
    }
}
