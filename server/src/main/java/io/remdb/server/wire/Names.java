package io.remdb.server.wire;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import java.util.Arrays;

/** Enumerations that travel by the names of their constants. */
public final class Names {
    private Names() {}

    /**
     * The constant of a name.
     *
     * @throws RemException {@link ErrorCode#INVALID_ARGUMENT} when this release does not know it
     */
    public static <E extends Enum<E>> E of(Class<E> type, String name) {
        return Arrays.stream(type.getEnumConstants())
                .filter(constant -> constant.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new RemException(
                                ErrorCode.INVALID_ARGUMENT,
                                "The other side sent a word that this release does not know")
                        .with("type", type.getSimpleName())
                        .with("word", name));
    }
}
