package io.remdb.cli;

import io.remdb.json.LineReader;

/** Arguments that may stand in stdin. */
final class Arguments {
    /** Stands for stdin. */
    static final String STDIN = "-";

    private Arguments() {}

    static String orStdin(String argument, Invocation invocation) {
        return argument.equals(STDIN) ? LineReader.readAll(invocation.input()) : argument;
    }
}
