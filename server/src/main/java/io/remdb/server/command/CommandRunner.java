package io.remdb.server.command;

import java.util.OptionalInt;

/** Runs command lines in the owner's process. The command implements it, and is found through {@link java.util.ServiceLoader}. */
public interface CommandRunner {
    /**
     * Runs a command line as a process of the caller's would: with its environment, directory and terminal. Nothing of this
     * process but the database is used or changed.
     *
     * @return the exit code; empty when the command is to run in a process of the caller's, and nothing was read, written or done
     */
    OptionalInt run(CommandRequest request, Caller caller, OwnedDatabase owned);

    /** Makes the first command as fast as others; called once, in a thread of its own. */
    void prepare();
}
