package io.remdb.server.tcp;

import io.remdb.RemDatabase;
import io.remdb.Schema;
import io.remdb.config.RemConfig;
import io.remdb.server.service.DataServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A database in memory with a server on a free port.
 *
 * @param home {@code P8_HOME} of the server, and of clients that are not told otherwise
 * @param server the server
 * @param data what it serves
 * @param database what that stands on
 */
record TestServer(Path home, TcpServer server, DataServer data, RemDatabase database) implements AutoCloseable {
    static final String LOOPBACK = "127.0.0.1";
    static final String EVERYWHERE = "0.0.0.0";

    /** Limits of a server whose connections end soon where nothing comes. */
    static final TcpLimits IMPATIENT = limits(100, Duration.ofMillis(300), Duration.ofMinutes(1));

    static final String NOTES = """
            {"title": "Note", "description": "notes", "type": "object",
             "properties": {"name": {"type": "string"}, "body": {"type": "string"}},
             "required": ["name"],
             "json_schema_extra": {"fully_qualified_name": "user.notes", "short_name": "notes", "version": "1.0.0",
               "category": "user", "key_field": "name"}}
            """;

    static TcpLimits limits(int connections, Duration silence, Duration reads) {
        return new TcpLimits(
                connections,
                connections,
                Duration.ofMinutes(1),
                100,
                silence,
                Duration.ofMinutes(10),
                Duration.ofHours(1),
                silence,
                silence,
                Duration.ofSeconds(30),
                reads,
                10_000);
    }

    static TestServer at(String host, Path home) {
        return start(new TcpOptions(host, 0, null), home, TcpLimits.DEFAULTS, Map.of());
    }

    static TestServer start(TcpOptions options, Path home, TcpLimits limits, Map<String, String> settings) {
        RemConfig config = config(home, settings);
        RemDatabase database = RemDatabase.inMemory(defaults -> defaults.withConfig(config));
        database.schemas().register(Schema.parse(NOTES));
        DataServer data = new DataServer(database, config, false);
        return new TestServer(home, TcpServer.start(options, data.services(), config, limits), data, database);
    }

    static RemConfig config(Path home, Map<String, String> settings) {
        Map<String, String> environment = new HashMap<>(settings);
        environment.put("P8_HOME", home.toString());
        environment.put("P8_DEFAULT_EMBEDDING", "words:64");
        return RemConfig.of(environment);
    }

    int port() {
        return server.address().port();
    }

    /** The token of its file. */
    String token() {
        return TokenFile.in(home).readOrCreate();
    }

    /** The address at which this machine reaches it. */
    String address() {
        return address(LOOPBACK);
    }

    String address(String host) {
        return new ServerAddress(host, port(), server.address().tls()).toString();
    }

    /** A client of another user, who has this token. */
    RemDatabase connect(Path otherHome, @Nullable String token) {
        return connect(address(), otherHome, token == null ? Map.of() : Map.of("P8_API_TOKEN", token));
    }

    static RemDatabase connect(String address, Path home, Map<String, String> settings) {
        return RemDatabase.connect(address, defaults -> defaults.withConfig(config(home, settings)));
    }

    /** Whether it does its work for who may use it. */
    boolean serves() {
        try (RemDatabase client = connect(home, token())) {
            client.insert("notes", "{\"name\": \"a\", \"body\": \"b\"}");
            return client.count("notes") == 1 && client.lookup("a").size() == 1;
        }
    }

    @Override
    public void close() {
        server.close();
        data.close();
        database.close();
    }
}
