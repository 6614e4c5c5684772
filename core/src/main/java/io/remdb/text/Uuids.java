package io.remdb.text;

import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** UUIDs as text and in order. */
public final class Uuids {
    private static final int LENGTH = 36;

    private Uuids() {}

    /** The order of their bytes, which is that of their text; Java's own is by signed halves. */
    public static int compare(UUID a, UUID b) {
        int high = Long.compareUnsigned(a.getMostSignificantBits(), b.getMostSignificantBits());
        return high != 0 ? high : Long.compareUnsigned(a.getLeastSignificantBits(), b.getLeastSignificantBits());
    }

    /** The UUID just before this one; null when this is the first. */
    public static @Nullable UUID before(UUID id) {
        long low = id.getLeastSignificantBits();
        long high = id.getMostSignificantBits();
        if (low != 0) {
            return new UUID(high, low - 1);
        }
        return high == 0 ? null : new UUID(high - 1, -1L);
    }

    /** The UUID in its canonical form, or empty for anything else; {@link UUID#fromString} alone also takes shorter groups. */
    public static Optional<UUID> parse(String text) {
        if (text.length() != LENGTH) {
            return Optional.empty();
        }
        for (int index = 0; index < LENGTH; index++) {
            char character = text.charAt(index);
            boolean hyphen = index == 8 || index == 13 || index == 18 || index == 23;
            if (hyphen ? character != '-' : !isHex(character)) {
                return Optional.empty();
            }
        }
        return Optional.of(UUID.fromString(text));
    }

    private static boolean isHex(char character) {
        return (character >= '0' && character <= '9')
                || (character >= 'a' && character <= 'f')
                || (character >= 'A' && character <= 'F');
    }
}
