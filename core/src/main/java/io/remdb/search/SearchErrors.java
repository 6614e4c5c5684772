package io.remdb.search;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import io.remdb.catalog.CatalogTable;
import java.io.IOException;

/** What is said when an index cannot be waited for. */
final class SearchErrors {
    private SearchErrors() {}

    static RemException failed(Throwable cause) {
        ErrorCode code = cause instanceof RemException known ? known.code() : ErrorCode.IO_ERROR;
        RemException error = new RemException(code, "The search index has failed", cause);
        if (cause instanceof IOException e) {
            error.because(e);
        }
        return error.hint("Close and open the database: the index catches up, and is built anew where it is damaged");
    }

    static RemException closed() {
        return new RemException(ErrorCode.CLOSED, "The search index is closed");
    }

    static RemException removed(CatalogTable table) {
        return new RemException(ErrorCode.UNKNOWN_TABLE, "The table has been removed").with("table", table.name());
    }

    static RemException cancelled(InterruptedException cause) {
        Thread.currentThread().interrupt();
        return new RemException(ErrorCode.CANCELLED, "Waiting for the search index was interrupted", cause);
    }
}
