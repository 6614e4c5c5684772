package io.remdb.server.command;

import io.remdb.RemDatabase;
import io.remdb.config.RemConfig;
import java.nio.file.Path;
import java.util.function.Supplier;

/**
 * What an owner has open.
 *
 * @param folder where it is
 * @param opening gives the database to one command; what that closes stays open
 * @param config the owner's settings
 */
public record OwnedDatabase(Path folder, Supplier<RemDatabase> opening, RemConfig config) {}
