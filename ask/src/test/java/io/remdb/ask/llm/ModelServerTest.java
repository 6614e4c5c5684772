package io.remdb.ask.llm;

import io.remdb.RemDatabase;
import io.remdb.http.RetryPolicy;
import io.remdb.llm.ModelServer;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** What tests with a model share: the library to ask, and a server of its own for each test that plays the model. */
abstract class ModelServerTest {
    /** Quick to give up, so that nobody waits. */
    static final RetryPolicy HASTY = new RetryPolicy(
            2, Duration.ofMillis(1), Duration.ofMillis(1), Duration.ofSeconds(20), Duration.ofSeconds(30));

    static RemDatabase database;
    ModelServer server;

    @BeforeAll
    static void openDatabase() {
        database = Library.open();
    }

    @AfterAll
    static void closeDatabase() {
        database.close();
    }

    @BeforeEach
    void startServer() throws IOException {
        server = new ModelServer();
    }

    @AfterEach
    void stopServer() {
        server.close();
    }
}
