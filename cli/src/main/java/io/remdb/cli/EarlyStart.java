package io.remdb.cli;

import io.remdb.RemException;
import io.remdb.config.RemConfig;
import io.remdb.json.Json;
import io.remdb.server.socket.LateTls;
import io.remdb.server.socket.OwnerChannel;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Set;

/**
 * Loads what a client of the owner needs in a thread of its own while the command line is read, which takes as long: a command
 * is over sooner by that time. Whatever goes wrong here goes wrong again where it is needed, and is reported there.
 */
final class EarlyStart {
    /** Those that use no database, or have their own way to it. */
    private static final Set<String> WITHOUT = Set.of("bench", "completion", "config", "help");

    private EarlyStart() {}

    /** Begins, if the command is going to be a client. */
    static void of(CommandWords words) {
        LateTls.inThisProcess();
        boolean command = Commands.ALL.containsKey(words.name()) && !WITHOUT.contains(words.name());
        if (command && !words.words().contains("--no-daemon")) {
            Thread.ofPlatform().name("rem-early-start").daemon().start(EarlyStart::load);
        }
    }

    private static void load() {
        try {
            if (RemConfig.load().sharing().daemon()) {
                OwnerChannel.load();
                Json.parseObject("{}");
            }
        } catch (RemException | IOException e) {
            // A logger costs time, and this is the only place here that needs one.
            Logger logger = System.getLogger(EarlyStart.class.getName());
            logger.log(Level.DEBUG, "The way to the owner cannot be prepared", e);
        }
    }
}
