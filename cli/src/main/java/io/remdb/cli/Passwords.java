package io.remdb.cli;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import io.remdb.config.RemConfig;
import io.remdb.crypto.KeyFolder;
import io.remdb.crypto.KeySource;
import io.remdb.crypto.Password;
import io.remdb.crypto.PrivateKey;
import io.remdb.crypto.Recipient;
import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where the password of a command comes from: {@code --password}, else a line of stdin with {@code --password-stdin}, else
 * {@code P8_PASSWORD}, else a prompt where a person is looking. What was given says that a new database is to be encrypted; a prompt
 * appears only where one is needed.
 */
final class Passwords {
    private static final int LONGEST_LINE = 8 * Password.LONGEST;

    private final RemConfig config;
    private final Streams streams;
    private final boolean fromInput;
    private final @Nullable String option;
    private @Nullable Password given;
    private @Nullable PrivateKey unlocked;

    Passwords(RemConfig config, Streams streams, boolean fromInput, @Nullable String option) {
        this.config = config;
        this.streams = streams;
        this.fromInput = fromInput;
        this.option = option;
    }

    KeyFolder keys() {
        return KeyFolder.in(config.home());
    }

    /** The password that was given in any way but at a prompt; the same each time. */
    Optional<Password> given() {
        if (given == null) {
            given = find();
        }
        return Optional.ofNullable(given);
    }

    private @Nullable Password find() {
        if (option != null) {
            return Password.of(option.toCharArray());
        }
        if (fromInput) {
            return line();
        }
        RemConfig.Secret secret = config.password();
        return secret == null ? null : Password.of(secret.text().toCharArray());
    }

    /** The password of keys that are there. */
    Password current() {
        if (given().isEmpty()) {
            given = prompt("Password: ");
        }
        return given().orElseThrow();
    }

    /**
     * The user's key, opened with {@link #current} once: Argon2id takes most of a second. Not to be closed; it is there for as long as
     * the password is.
     */
    PrivateKey unlocked() {
        PrivateKey known = unlocked;
        if (known == null) {
            known = keys().unlock(current());
            unlocked = known;
        }
        return known;
    }

    /**
     * Does nothing where the password opens the user's keys.
     *
     * @throws RemException as {@link #unlocked}
     */
    void check() {
        unlocked();
    }

    /** A password that has not been used before: typed twice at a prompt. */
    Password chosen() {
        return given().orElseGet(this::chosenAtPrompt);
    }

    /** The next new password, where the current one was asked for already: a further line of stdin, or typed twice. */
    Password next() {
        return fromInput ? line() : chosenAtPrompt();
    }

    private Password chosenAtPrompt() {
        char[] first = read("New password: ");
        char[] again = read("Again: ");
        try {
            if (!Arrays.equals(first, again)) {
                throw new RemException(ErrorCode.INVALID_ARGUMENT, "The two passwords are not the same")
                        .hint("Nothing was changed: try again");
            }
            return Password.of(first);
        } finally {
            Arrays.fill(first, ' ');
            Arrays.fill(again, ' ');
        }
    }

    private Password prompt(String text) {
        char[] typed = read(text);
        try {
            return Password.of(typed);
        } finally {
            Arrays.fill(typed, ' ');
        }
    }

    /** What is typed, without showing it. */
    private char[] read(String text) {
        Console console = streams.terminal().input() && streams.terminal().errors() ? System.console() : null;
        char[] typed = console == null ? null : console.readPassword(text);
        if (typed == null) {
            throw new RemException(ErrorCode.SEALED, "A password is needed, and none was given")
                    .hint("Give it with --password-stdin or P8_PASSWORD, or run the command in a terminal");
        }
        return typed;
    }

    /** A recovery code: typed at a prompt where a person is looking, else the next line of stdin. */
    CharSequence recoveryCode() {
        // As the password would: both may come one after the other.
        Optional<Password> password = fromInput ? given() : Optional.empty();
        return streams.terminal().input() && password.isEmpty()
                ? CharBuffer.wrap(read("Recovery code: "))
                : CharBuffer.wrap(characters());
    }

    private Password line() {
        char[] characters = characters();
        try {
            return Password.of(characters);
        } finally {
            Arrays.fill(characters, ' ');
        }
    }

    /** One line of stdin and not a byte more: the rest may be rows. */
    private char[] characters() {
        byte[] line = new byte[LONGEST_LINE];
        try {
            int length = readLine(line);
            int end = length > 0 && line[length - 1] == '\r' ? length - 1 : length;
            CharBuffer decoded = StandardCharsets.UTF_8.decode(ByteBuffer.wrap(line, 0, end));
            char[] characters = new char[decoded.remaining()];
            decoded.get(characters);
            Arrays.fill(decoded.array(), ' ');
            return characters;
        } catch (IOException e) {
            throw new RemException(ErrorCode.IO_ERROR, "The password cannot be read from stdin", e);
        } finally {
            Arrays.fill(line, (byte) 0);
        }
    }

    /** The bytes of the line, which are in {@code line} afterwards. */
    private int readLine(byte[] line) throws IOException {
        InputStream in = streams.in();
        int length = 0;
        for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
            if (length == line.length) {
                throw new RemException(ErrorCode.INVALID_ARGUMENT, "The first line of stdin is too long for a password")
                        .with("limit", Password.LONGEST);
            }
            line[length++] = (byte) next;
        }
        return length;
    }

    /** As the keys of a database; a new one is encrypted where a password was given. */
    KeySource source() {
        return new KeySource() {
            @Override
            public Optional<Recipient> recipientOfNew() {
                return given().map(_ -> Recipient.owner(unlocked().publicKey()));
            }

            @Override
            public PrivateKey privateKey() {
                return unlocked().duplicate();
            }
        };
    }

    /** The same for what is to be encrypted in any case. */
    KeySource sourceOfEncrypted() {
        return KeySource.unlocked(unlocked());
    }
}
