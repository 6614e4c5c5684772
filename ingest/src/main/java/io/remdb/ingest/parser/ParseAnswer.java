package io.remdb.ingest.parser;

import io.remdb.ErrorCode;
import io.remdb.ingest.document.Document;

/** What the parser says of a file. */
public sealed interface ParseAnswer {
    /** It has been read. */
    record Read(Document document) implements ParseAnswer {}

    /**
     * It has not.
     *
     * @param code the kind of error
     * @param message a fixed sentence
     * @param contentType what the file is, as far as that is known; empty where not
     * @param reason what the parser said; may be empty
     */
    record Refused(ErrorCode code, String message, String contentType, String reason) implements ParseAnswer {}
}
