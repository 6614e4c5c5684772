package io.remdb.cli;

import java.util.UUID;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads an id in full form only: {@link UUID#fromString} takes shortened ones and gives another id than meant. */
final class EntityId implements ITypeConverter<UUID> {
    private static final Pattern FULL =
            Pattern.compile("[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}");

    /** What stands where an id must be given and picocli has not yet put one. */
    static final UUID NONE = new UUID(0, 0);

    @Override
    public UUID convert(String value) {
        if (!FULL.matcher(value).matches()) {
            throw new TypeConversionException("'" + value + "' is not an id; 'rem lookup KEY' finds the id of a key");
        }
        return UUID.fromString(value);
    }
}
