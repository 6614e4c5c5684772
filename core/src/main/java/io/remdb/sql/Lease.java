package io.remdb.sql;

import io.remdb.ErrorCode;
import io.remdb.QueryOptions;
import io.remdb.RemException;
import io.remdb.sql.SqlSession.Outcome;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.h2.result.ResultInterface;
import org.h2.value.Value;
import org.jspecify.annotations.Nullable;

/**
 * A session at work on one statement, from its start until its result is closed. The lock is between the thread that reads and
 * whoever closes: the engine, or the cleaner of abandoned results.
 */
final class Lease implements AutoCloseable, Runnable {
    private static final long CANCEL_AGAIN_MS = 20;
    private static final int ROWS_BETWEEN_CHECKS = 64;

    private final SqlSessions sessions;

    private final SqlErrors errors;
    private final Set<Lease> active;
    private final SqlErrors.Source source;
    private final QueryOptions options;
    private final StatementClock clock;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable SqlSession session;
    private @Nullable ResultInterface result;
    private boolean broken;
    private volatile boolean engineClosed;
    private long rows;

    Lease(SqlSessions sessions, SqlErrors errors, Set<Lease> active, SqlErrors.Source source, QueryOptions options) {
        this.sessions = sessions;
        this.errors = errors;
        this.active = active;
        this.source = source;
        this.options = options;
        this.clock = new StatementClock(options.timeoutMs());
    }

    /** How long it has worked until now, in nanoseconds. */
    long workedNanos() {
        lock.lock();
        try {
            return clock.workedNanos();
        } finally {
            lock.unlock();
        }
    }

    /** Prepares and starts the statement. Whatever fails, the session is given back. */
    Outcome start(List<?> parameters) {
        return working(() -> {
            if (engineClosed) {
                throw closed();
            }
            active.add(this);
            SqlSession taken = sessions.take();
            session = taken;
            Outcome outcome = taken.execute(source.given(), parameters, options, clock);
            if (outcome instanceof Outcome.Rows(ResultInterface started)) {
                result = started;
                if (!started.isLazy() && started.getRowCount() > options.maxRows()) {
                    throw tooManyRows();
                }
            }
            return outcome;
        });
    }

    private RemException tooManyRows() {
        return new RemException(ErrorCode.TOO_LARGE, "The result has more rows than are allowed")
                .with("limit", options.maxRows())
                .hint("Use LIMIT, or allow more");
    }

    /** The statement; only between start and close. */
    PreparedSql statement() {
        PreparedSql statement = session == null ? null : session.current();
        if (statement == null) {
            throw closed();
        }
        return statement;
    }

    /** The next row; null at the end, where the lease closes itself. */
    Value @Nullable [] next() {
        return working(() -> {
            if (session == null || result == null) {
                throw closed();
            }
            if ((rows++ & (ROWS_BETWEEN_CHECKS - 1)) == 0) {
                check();
            }
            Value @Nullable [] row = session.next(result);
            if (row == null) {
                close();
            } else if (rows > options.maxRows()) {
                throw tooManyRows();
            }
            return row;
        });
    }

    /** Does a part of the statement, within its time. Whatever fails, the session is given back. */
    private <T extends @Nullable Object> T working(Supplier<T> part) {
        lock.lock();
        clock.resume();
        try {
            return part.get();
        } catch (RuntimeException e) {
            RemException shown = shown(e);
            close();
            throw shown;
        } catch (OutOfMemoryError e) {
            close();
            throw MemoryGuard.tooLarge(e);
        } catch (Error e) {
            throw failed(e);
        } finally {
            clock.pause();
            lock.unlock();
        }
    }

    /** What H2 was doing has not come to an end of its own: the session is not used again. */
    private RuntimeException failed(Error error) {
        broken = true;
        close();
        if (error instanceof StackOverflowError) {
            return StatementCheck.tooDeep(error);
        }
        throw error;
    }

    private void check() {
        if (engineClosed) {
            throw closed();
        }
        if (Thread.currentThread().isInterrupted()) {
            throw new RemException(ErrorCode.CANCELLED, "The statement was interrupted");
        }
        clock.check();
    }

    private RemException shown(RuntimeException error) {
        if (SqlErrors.closesDatabase(error)) {
            sessions.lose();
        }
        if (SqlErrors.overflowsStack(error)) {
            broken = true;
        }
        RemException shown = errors.explain(error, source, session == null ? null : session.current());
        return engineClosed && shown.code() == ErrorCode.TIMEOUT ? closed() : shown;
    }

    private static RemException closed() {
        return new RemException(ErrorCode.CLOSED, "The result or its database has been closed");
    }

    /** Gives the session back; closing again does nothing. */
    @Override
    public void close() {
        lock.lock();
        try {
            SqlSession used = session;
            ResultInterface finished = result;
            session = null;
            result = null;
            if (used != null) {
                giveBack(used, finished);
            }
            active.remove(this);
        } finally {
            lock.unlock();
        }
    }

    private void giveBack(SqlSession used, @Nullable ResultInterface finished) {
        boolean clean = false;
        try {
            used.finish(finished);
            clean = !broken;
        } finally {
            if (clean) {
                sessions.release(used);
            } else {
                sessions.discard(used);
            }
        }
    }

    /** Stops the statement wherever it is and gives the session back: the engine closes. */
    void closeWithEngine() {
        engineClosed = true;
        clock.cancel();
        boolean mine = false;
        while (!mine) {
            SqlSession busy = session;
            if (busy != null) {
                busy.session().cancel();
            }
            try {
                mine = lock.tryLock(CANCEL_AGAIN_MS, TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                lock.lock();
                mine = true;
            }
        }
        try {
            close();
        } finally {
            lock.unlock();
        }
    }

    /** What the cleaner does for a result that nobody holds any more. */
    @Override
    public void run() {
        close();
    }
}
