package io.remdb.cli;

import io.remdb.export.ExportFormat;
import java.util.Arrays;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Names of formats, in any case. */
final class ExportFormatConverter implements ITypeConverter<ExportFormat> {
    @Override
    public ExportFormat convert(String value) {
        return Arrays.stream(ExportFormat.values())
                .filter(format -> format.extension().equalsIgnoreCase(value))
                .findFirst()
                .orElseThrow(() -> new TypeConversionException(
                        "'" + value + "' is no format of an export; there are parquet, csv and jsonl"));
    }
}
