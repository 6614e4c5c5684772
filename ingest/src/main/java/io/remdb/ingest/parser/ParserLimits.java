package io.remdb.ingest.parser;

import io.remdb.ErrorCode;
import io.remdb.RemException;

/**
 * What one file may cost.
 *
 * @param fileBytes the largest file of a format that is not text
 * @param textBytes the largest file of text
 * @param characters the longest text of one document
 * @param seconds the longest time that the parser works on one file
 * @param heapMegabytes the heap of the parser's process
 * @param attachmentDepth how deep attachments of e-mails are followed into each other; 1: those of the file itself
 */
public record ParserLimits(
        long fileBytes, long textBytes, int characters, int seconds, int heapMegabytes, int attachmentDepth) {
    /** What suits real documents, up to books of some thousand pages. */
    public static final ParserLimits DEFAULTS = new ParserLimits(512L << 20, 64L << 20, 16 << 20, 120, 512, 3);

    public ParserLimits {
        if (fileBytes < 1
                || textBytes < 1
                || characters < 1
                || seconds < 1
                || heapMegabytes < 32
                || attachmentDepth < 1) {
            throw new RemException(ErrorCode.INVALID_ARGUMENT, "A limit of the parser is out of its range");
        }
    }

    /** The same with another time. */
    public ParserLimits withSeconds(int seconds) {
        return new ParserLimits(fileBytes, textBytes, characters, seconds, heapMegabytes, attachmentDepth);
    }

    /** The same with another heap. */
    public ParserLimits withHeapMegabytes(int heapMegabytes) {
        return new ParserLimits(fileBytes, textBytes, characters, seconds, heapMegabytes, attachmentDepth);
    }

    /** The same with another length of the text. */
    public ParserLimits withCharacters(int characters) {
        return new ParserLimits(fileBytes, textBytes, characters, seconds, heapMegabytes, attachmentDepth);
    }
}
