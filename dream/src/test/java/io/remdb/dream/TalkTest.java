package io.remdb.dream;

import io.remdb.embedding.EmbeddingModel;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** What tests have in common that dream about a talk of their own. */
abstract class TalkTest {
    private static EmbeddingModel model;

    /** The talk of one test. */
    protected Talk talk;

    @BeforeAll
    static void openModel() {
        model = Weeks.model();
    }

    @AfterAll
    static void closeModel() {
        model.close();
    }

    @BeforeEach
    void open() {
        talk = new Talk(model);
    }

    @AfterEach
    void close() {
        talk.close();
    }
}
