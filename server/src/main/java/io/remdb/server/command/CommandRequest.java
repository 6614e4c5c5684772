package io.remdb.server.command;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * A command line and what surrounds it.
 *
 * @param build of the launcher that carries it
 * @param id the same when the command is run again because nobody knows whether it was
 * @param directory the working directory of the caller
 * @param terminal which of its streams are terminals: some of {@code i}, {@code o}, {@code e}
 * @param columns width of the terminal
 * @param colour whether colours are wanted there
 * @param environment the variables of the caller that concern a command; secrets may be among them
 * @param arguments the words after the name of the command
 */
public record CommandRequest(
        String build,
        UUID id,
        Path directory,
        String terminal,
        int columns,
        boolean colour,
        Map<String, String> environment,
        List<String> arguments) {
    /** Of the protocol; another is refused. */
    static final String VERSION = "1";

    /** Systems limit a command line to about 2 MiB. */
    static final int MOST_BYTES = 4 << 20;

    public CommandRequest {
        environment = Map.copyOf(environment);
        arguments = List.copyOf(arguments);
    }

    /**
     * Reads the fields of a request.
     *
     * @throws IOException when they are not what they should be
     */
    static CommandRequest of(byte[] payload) throws IOException {
        Fields fields = new Fields(payload);
        if (!fields.next().equals(VERSION)) {
            throw new IOException("The carrier speaks another version of the protocol");
        }
        try {
            return new CommandRequest(
                    fields.next(),
                    UUID.fromString(fields.next()),
                    Path.of(fields.next()),
                    fields.next(),
                    Integer.parseInt(fields.next()),
                    fields.next().equals("true"),
                    environment(fields),
                    fields.rest());
        } catch (IllegalArgumentException e) {
            throw new IOException("A field of the request is malformed", e);
        }
    }

    private static Map<String, String> environment(Fields fields) throws IOException {
        Map<String, String> environment = new HashMap<>();
        for (int left = Integer.parseInt(fields.next()); left > 0; left--) {
            String variable = fields.next();
            int equals = variable.indexOf('=');
            if (equals < 0) {
                throw new IOException("A variable has no value");
            }
            environment.put(variable.substring(0, equals), variable.substring(equals + 1));
        }
        return environment;
    }

    /** Without values of variables and arguments: they may be secrets. */
    @Override
    public String toString() {
        return "CommandRequest[id=" + id + ", build=" + build + "]";
    }

    private static final class Fields {
        private final byte[] bytes;
        private int position;

        Fields(byte[] bytes) {
            this.bytes = bytes;
        }

        /** What is no UTF-8 is refused: a JVM of the caller's own says how it reads that. */
        String next() throws IOException {
            int end = position;
            while (end < bytes.length && bytes[end] != 0) {
                end++;
            }
            if (end == bytes.length) {
                throw new IOException("The request ends too soon");
            }
            try {
                String field = StandardCharsets.UTF_8
                        .newDecoder()
                        .decode(ByteBuffer.wrap(bytes, position, end - position))
                        .toString();
                position = end + 1;
                return field;
            } catch (CharacterCodingException e) {
                throw new IOException("A field of the request is not UTF-8", e);
            }
        }

        List<String> rest() throws IOException {
            List<String> rest = new ArrayList<>();
            while (position < bytes.length) {
                rest.add(next());
            }
            return rest;
        }
    }
}
