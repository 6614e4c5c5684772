package io.remdb.server.owner;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import io.remdb.crypto.KeyHandover;
import io.remdb.crypto.KeySource;
import io.remdb.crypto.PrivateKey;
import io.remdb.crypto.Recipient;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.Optional;

/**
 * The keys of an owner that was started in the background: it asks its starter, which has a terminal or was given a password, and only
 * when the database turns out to be encrypted or is made. A question is a line of what the owner says; the answer is a line of its input:
 * the key, or nothing.
 */
final class HandedKeys implements KeySource {
    /** Asks for the key that opens the database. */
    static final String OPEN = "key";

    /** Asks for the key that a new database is to be encrypted for, if it is to be. */
    static final String CREATE = "key-of-new";

    private static final int LONGEST_ANSWER = 1024;

    private final PrintStream starter;
    private final InputStream answers;

    HandedKeys(PrintStream starter, InputStream answers) {
        this.starter = starter;
        this.answers = answers;
    }

    @Override
    public Optional<Recipient> recipientOfNew() {
        Optional<PrivateKey> handed = ask(CREATE);
        try (PrivateKey key = handed.orElse(null)) {
            return key == null ? Optional.empty() : Optional.of(Recipient.owner(key.publicKey()));
        }
    }

    @Override
    public PrivateKey privateKey() {
        return ask(OPEN).orElseGet(KeySource.NONE::privateKey);
    }

    private Optional<PrivateKey> ask(String question) {
        starter.println(BackgroundStart.MARK + question);
        byte[] line = line();
        try {
            return line.length == 0 ? Optional.empty() : Optional.of(KeyHandover.read(line));
        } finally {
            Arrays.fill(line, (byte) 0);
        }
    }

    private byte[] line() {
        byte[] line = new byte[LONGEST_ANSWER];
        int length = 0;
        try {
            int next = answers.read();
            for (; next >= 0 && next != '\n' && length < line.length; next = answers.read()) {
                line[length++] = (byte) next;
            }
            if (next != '\n') {
                // It has no key to hand over, which is not the same as that there is to be none.
                throw new RemException(ErrorCode.UNAVAILABLE, "The starter of the database's owner hands over no key");
            }
            return Arrays.copyOf(line, length);
        } catch (IOException e) {
            throw new RemException(ErrorCode.UNAVAILABLE, "The starter of the database's owner has gone", e);
        } finally {
            Arrays.fill(line, (byte) 0);
        }
    }

    /**
     * Answers a question.
     *
     * @throws RemException what the user's keys say: no password, a wrong one
     */
    static void answer(String question, KeySource keys, OutputStream answers) throws IOException {
        Optional<PrivateKey> handed = switch (question) {
            case OPEN -> Optional.of(keys.privateKey());
            case CREATE -> keys.recipientOfNew().map(_ -> keys.privateKey());
            default -> throw new IllegalArgumentException(question);
        };
        try (PrivateKey key = handed.orElse(null)) {
            byte[] line = key == null ? new byte[] {'\n'} : KeyHandover.line(key);
            answers.write(line);
            answers.flush();
            Arrays.fill(line, (byte) 0);
        }
    }
}
