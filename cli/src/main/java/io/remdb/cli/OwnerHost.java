package io.remdb.cli;

import io.remdb.OpenOptions.Creation;
import io.remdb.OpenOptions.Sharing;
import io.remdb.RemDatabase;
import io.remdb.RemException;
import io.remdb.config.DatabasePlace;
import io.remdb.config.RemConfig;
import io.remdb.crypto.KeySource;
import io.remdb.server.Settings;
import io.remdb.server.command.CommandRequest;
import io.remdb.server.command.OwnedDatabase;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.ParseResult;

/**
 * The owner of the database, for a caller elsewhere. It takes what needs nothing of the caller's process but its streams, and leaves
 * the rest to that.
 */
final class OwnerHost implements Host {
    /** Those that a process which starts after the owner has gone can repeat: by nature, or by the receipt of its one write. */
    private static final Set<String> TAKEN = Set.of(
            "get",
            "list",
            "count",
            "lookup",
            "search",
            "query",
            "traverse",
            "ask",
            "insert",
            "update",
            "delete",
            "edge add",
            "edge list",
            "edge delete",
            "schema list",
            "schema show",
            "schema templates",
            "stats");

    /** A batch outlives its owner where a process of the caller's has the rows; and files are made under the caller's rights. */
    private static final List<String> LEFT = List.of("--batch", "--rejects");

    private final CommandRequest request;
    private final OwnedDatabase owned;
    private final RemConfig settings;

    private OwnerHost(CommandRequest request, OwnedDatabase owned, RemConfig settings) {
        this.request = request;
        this.owned = owned;
        this.settings = settings;
    }

    /** @throws RemException when the caller's settings are no settings; its own process says what is wrong with them */
    static OwnerHost of(CommandRequest request, OwnedDatabase owned) {
        return new OwnerHost(request, owned, RemConfig.load(request.environment()));
    }

    @Override
    public boolean takes(ParseResult typed, RemCommand options) {
        List<CommandLine> line = typed.asCommandLineList();
        String name = line.stream().skip(1).map(CommandLine::getCommandName).collect(Collectors.joining(" "));
        ParseResult last = line.getLast().getParseResult();
        return TAKEN.contains(name)
                && LEFT.stream().noneMatch(last::hasMatchedOption)
                && line.stream().noneMatch(part -> part.isUsageHelpRequested() || part.isVersionHelpRequested())
                && !options.noDaemon()
                && !options.verbose()
                && !options.passwordFromInput()
                && hasOwnersSettings()
                && isOwned(options.database() != null ? options.database() : settings.database());
    }

    /** A process of the caller's warns of other settings, and has a log of its own where one is wanted. */
    private boolean hasOwnersSettings() {
        return settings.sharing().daemon()
                && !settings.isSet("P8_LOG_LEVEL")
                && !settings.isSet("P8_LOG_FORMAT")
                && Settings.digest(settings).equals(Settings.digest(owned.config()));
    }

    private boolean isOwned(DatabasePlace place) {
        return switch (place) {
            case DatabasePlace.Folder(Path path) -> {
                try {
                    yield request.directory()
                            .resolve(path)
                            .toRealPath()
                            .equals(owned.folder().toRealPath());
                } catch (IOException _) {
                    yield false; // what is wrong with it is said by who opens it
                }
            }
            case DatabasePlace.Server _ -> false;
        };
    }

    @Override
    public RemConfig settings() {
        return settings;
    }

    /** The owner has its log; what a command has to say to its user is no log. */
    @Override
    public void log(RemConfig config, RemCommand options, Streams streams) {}

    @Override
    public DatabasePlace database(RemConfig config) {
        return config.database();
    }

    /** The one that is open: which it is has been looked at before. */
    @Override
    public RemDatabase open(Path folder, RemConfig config, Creation creation, Sharing sharing, KeySource keys) {
        return owned.opening().get();
    }
}
