package io.remdb.cli;

import io.remdb.config.DatabasePlace;
import picocli.CommandLine.ITypeConverter;

/** A database: a folder, or the address of a server. */
final class DatabaseConverter implements ITypeConverter<DatabasePlace> {
    @Override
    public DatabasePlace convert(String text) {
        return DatabasePlace.of(text);
    }
}
