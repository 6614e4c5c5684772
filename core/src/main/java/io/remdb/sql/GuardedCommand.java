package io.remdb.sql;

import org.h2.command.CommandContainer;
import org.h2.command.Prepared;
import org.h2.engine.SessionLocal;

/** A prepared statement that asks every some rows, wherever in H2 they are made, whether it may go on. */
final class GuardedCommand extends CommandContainer {
    private final Runnable guard;

    GuardedCommand(SessionLocal session, String sql, Prepared prepared, Runnable guard) {
        super(session, sql, prepared);
        this.guard = guard;
    }

    @Override
    protected void checkCanceled() {
        super.checkCanceled();
        guard.run();
    }
}
