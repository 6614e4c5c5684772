package io.remdb.ingest.table;

import io.remdb.ingest.document.DocumentInfo;
import io.remdb.ingest.document.Titles;

/**
 * What the rows of a file say of it.
 *
 * @param uri of the file
 * @param fileName its name
 * @param contentType media type
 * @param size in bytes
 * @param sha256 of its bytes
 * @param info what it says of itself
 */
public record FileFacts(String uri, String fileName, String contentType, long size, String sha256, DocumentInfo info) {
    /** Of a row, so that it may be a key. */
    private static final int LONGEST_NAME = 120;

    /** Its title, else its name; shortened where it is long. */
    public String name() {
        String name = info.title() == null || info.title().isBlank()
                ? fileName
                : info.title().strip();
        return Titles.shortened(name, LONGEST_NAME);
    }
}
