package io.remdb.llm;

import dev.langchain4j.exception.NonRetriableException;
import io.remdb.RemException;

/**
 * Carries an error of ours through langchain4j. It has no cause and is not to be retried, because langchain4j would make other errors of
 * causes, and begin anew.
 */
final class ServiceFailure extends NonRetriableException {
    private static final long serialVersionUID = 1L;

    private final transient RemException failure;

    ServiceFailure(RemException failure) {
        super(failure.getMessage());
        this.failure = failure;
    }

    RemException failure() {
        return failure;
    }
}
