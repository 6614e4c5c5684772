package io.remdb.json;

/** A line of the input. */
public sealed interface Line {
    /** Its place in the input, from 1. */
    long number();

    /** A line that can be read. */
    record Decoded(long number, String text) implements Line {}

    /**
     * A line that is not UTF-8.
     *
     * @param number its place
     * @param bytes as they came
     * @param column the first byte that is wrong, from 1
     */
    @SuppressWarnings("ArrayRecordComponent") // Not compared; kept for the file of rejects.
    record Undecodable(long number, byte[] bytes, int column) implements Line {}

    /** A line over the limit; its bytes went to the consumer of long lines as they were read. */
    record TooLong(long number) implements Line {}
}
