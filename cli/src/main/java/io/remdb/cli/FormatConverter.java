package io.remdb.cli;

import io.remdb.cli.output.Format;
import java.util.Arrays;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code --format}. The message of picocli would offer YAML to every command. */
final class FormatConverter implements ITypeConverter<Format> {
    @Override
    public Format convert(String value) {
        return Arrays.stream(Format.values())
                .filter(format -> format.name().equalsIgnoreCase(value))
                .findFirst()
                .orElseThrow(() -> new TypeConversionException("expected table, json, jsonl or csv, but was '" + value
                        + "' (yaml is a format of 'rem schema show' alone)"));
    }
}
