package io.remdb.cli;

import io.remdb.cli.output.Terminal;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * What a command reads from and writes to.
 *
 * @param in stdin
 * @param out stdout, for data alone
 * @param err stderr, for everything else
 * @param terminal which of them a person is looking at
 */
record Streams(InputStream in, OutputStream out, OutputStream err, Terminal terminal) {
    /** Those of this process, without the buffers and encodings of {@link System}. */
    static Streams ofThisProcess() {
        return new Streams(
                new FileInputStream(FileDescriptor.in),
                new FileOutputStream(FileDescriptor.out),
                new FileOutputStream(FileDescriptor.err),
                Terminal.ofThisProcess());
    }
}
