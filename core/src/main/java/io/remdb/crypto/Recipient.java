package io.remdb.crypto;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Whoever can open a database: its keys are wrapped for this public key.
 *
 * @param publicKey theirs
 * @param label what their user calls them ({@code "laptop"}, {@code "recovery code"}): at most {@link #LONGEST_LABEL} characters, none
 *     of them a control character; may be empty
 * @param addedAt when they were added
 */
public record Recipient(PublicKey publicKey, String label, Instant addedAt) {
    /** The longest label, in characters as Java counts them. */
    public static final int LONGEST_LABEL = 100;

    /** Checks the label. */
    public Recipient {
        if (label.length() > LONGEST_LABEL) {
            throw new RemException(ErrorCode.INVALID_ARGUMENT, "The label is too long")
                    .with("length", label.length())
                    .with("limit", LONGEST_LABEL);
        }
        if (label.chars().anyMatch(Character::isISOControl)) {
            throw new RemException(ErrorCode.INVALID_ARGUMENT, "A label has no control characters");
        }
    }

    /** Whoever makes a database. */
    public static Recipient owner(PublicKey key) {
        return new Recipient(key, "owner", Instant.now().truncatedTo(ChronoUnit.MICROS));
    }

    /** The fingerprint of the public key, by which the recipient is named. */
    public String fingerprint() {
        return publicKey.fingerprint();
    }
}
