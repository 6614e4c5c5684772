package io.remdb.server.command;

import java.io.IOException;

/** What a frame says; the package describes them. */
enum FrameType {
    /** To the owner: the command line. */
    REQUEST('R'),
    /** To the owner: what was to be written is written, or why it is not. */
    WRITTEN('w'),
    /** To the owner: bytes of stdin. */
    INPUT('i'),
    /** To the owner: stdin cannot be read. */
    INPUT_FAILED('f'),
    /** To the owner: the user wants the command to stop. */
    INTERRUPT('C'),
    /** To the carrier: the request has arrived. */
    TAKEN('T'),
    /** To the carrier: bytes for stdout. */
    OUTPUT('O'),
    /** To the carrier: bytes for stderr. */
    ERRORS('E'),
    /** To the carrier: bytes of stdin are wanted. */
    WANTED('I'),
    /** To the carrier: the exit code. */
    EXIT('X'),
    /** To the carrier: the command is not run here. */
    REFUSED('N');

    private final byte code;

    FrameType(char code) {
        this.code = (byte) code;
    }

    byte code() {
        return code;
    }

    static FrameType of(byte code) throws IOException {
        for (FrameType type : values()) {
            if (type.code == code) {
                return type;
            }
        }
        throw new IOException("A frame is of no known type");
    }
}
