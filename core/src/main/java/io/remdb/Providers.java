package io.remdb;

import io.remdb.spi.DatabaseProvider;
import java.util.Comparator;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.function.Function;

/** Finds who does something for a database. */
final class Providers {
    private Providers() {}

    /** The answer of the provider with the highest priority that has one. */
    static <T> T firstOf(Function<DatabaseProvider, Optional<T>> asking) {
        return ServiceLoader.load(DatabaseProvider.class).stream()
                .map(ServiceLoader.Provider::get)
                .sorted(Comparator.comparingInt(DatabaseProvider::priority).reversed())
                .flatMap(provider -> asking.apply(provider).stream())
                .findFirst()
                .orElseThrow(() -> new RemException(ErrorCode.INTERNAL, "Nothing on the class path opens this database")
                        .hint("Add rem-core, and rem-server to connect to a server"));
    }
}
