package io.remdb.cli;

import io.remdb.cli.output.Format;
import java.util.Arrays;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the name of a format; an error names those that every command gives. */
final class FormatName implements ITypeConverter<Format> {
    @Override
    public Format convert(String value) {
        return Arrays.stream(Format.values())
                .filter(format -> format.name().equalsIgnoreCase(value))
                .findFirst()
                .orElseThrow(() -> new TypeConversionException(
                        "'" + value + "' is no format: table, json, jsonl, csv; for a schema's document also yaml"));
    }
}
