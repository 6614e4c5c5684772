package io.remdb.sql;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import io.remdb.catalog.Catalog;
import io.remdb.store.Store;
import java.util.BitSet;
import java.util.Deque;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicInteger;
import org.h2.command.CommandInterface;
import org.h2.command.ParserBase;
import org.h2.engine.ConnectionInfo;
import org.h2.engine.Database;
import org.h2.engine.Engine;
import org.h2.engine.SessionLocal;
import org.h2.util.TimeZoneProvider;
import org.jspecify.annotations.Nullable;

/** The private database of H2, in memory and empty, and the sessions on it. Thread-safe. */
final class SqlSessions {
    private static final String SCHEMA = "rem";
    private static final String ROLE = "statements";

    /** Words that H2 keeps for itself but that make good field names; they keep their meaning where it is meant. */
    static final String[] FREE_WORDS = {
        "CHECK",
        "CONSTRAINT",
        "DAY",
        "FOREIGN",
        "GROUPS",
        "HOUR",
        "IF",
        "KEY",
        "MINUTE",
        "MONTH",
        "PRIMARY",
        "REFERENCES",
        "ROWNUM",
        "SECOND",
        "SYMMETRIC",
        "UNIQUE",
        "UNKNOWN",
        "VALUE",
        "YEAR"
    };

    private final Catalog catalog;
    private final Store store;
    private final RowWrites writes;
    private final SqlLimits limits;
    private final GroupReader groups;
    private final String url = "jdbc:h2:mem:" + UUID.randomUUID();
    private final String password = UUID.randomUUID().toString();
    private final SessionLocal admin;
    private final StoreSchema schema;
    private final Deque<SqlSession> idle = new ConcurrentLinkedDeque<>();
    private final AtomicInteger idleCount = new AtomicInteger();
    private volatile boolean closed;
    private volatile boolean lost;

    SqlSessions(
            Store store,
            Catalog catalog,
            RowWrites writes,
            TableFunctions functions,
            GroupReader groups,
            SqlLimits limits) {
        this.catalog = catalog;
        this.store = store;
        this.writes = writes;
        this.limits = limits;
        this.groups = groups;
        this.admin = connect("admin", databaseSettings());
        Database database = admin.getDatabase();
        this.schema = new StoreSchema(database, SCHEMA, admin.getUser(), catalog, store, functions);
        admin.lock();
        try {
            database.addDatabaseObject(admin, schema);
            run("CREATE USER " + ROLE + " PASSWORD '" + password + "'");
            run("GRANT SELECT, INSERT, UPDATE, DELETE ON SCHEMA " + SCHEMA + " TO " + ROLE);
            replaceFunctions();
            admin.commit(true);
        } finally {
            admin.unlock();
        }
    }

    private void replaceFunctions() {
        run("SET BUILTIN_ALIAS_OVERRIDE TRUE");
        for (String name : TextFunctions.NAMES) {
            run("CREATE ALIAS " + SCHEMA + ".\"" + name + "\" DETERMINISTIC FOR '" + TextFunctions.class.getName() + '.'
                    + name + "'");
        }
    }

    private static Properties databaseSettings() {
        Properties settings = new Properties();
        settings.setProperty("DATABASE_TO_UPPER", "FALSE");
        settings.setProperty("DATABASE_TO_LOWER", "TRUE");
        settings.setProperty("CASE_INSENSITIVE_IDENTIFIERS", "TRUE");
        settings.setProperty("QUERY_CACHE_SIZE", "0");
        settings.setProperty("TRACE_LEVEL_SYSTEM_OUT", "0");
        settings.setProperty("TRACE_LEVEL_FILE", "0");
        return settings;
    }

    private SessionLocal connect(String user, Properties settings) {
        return Engine.createSession(new ConnectionInfo(url, settings, user, password.toCharArray()));
    }

    private void run(String sql) {
        CommandInterface command = admin.prepareLocal(sql);
        command.executeUpdate(null);
    }

    /** An idle session or a new one; it belongs to the caller until {@link #release}. */
    SqlSession take() {
        SqlSession session = idle.poll();
        if (session != null) {
            idleCount.decrementAndGet();
            return session;
        }
        return open();
    }

    private SqlSession open() {
        if (closed) {
            throw new RemException(ErrorCode.CLOSED, "The database has been closed");
        }
        SessionLocal local = connect(ROLE, new Properties());
        local.setSchemaSearchPath(new String[] {SCHEMA});
        local.setTimeZone(TimeZoneProvider.ofId("UTC"));
        local.setQueryTimeout(limits.timeoutMs());
        local.setLazyQueryExecution(true);
        BitSet free = ParserBase.parseNonKeywords(FREE_WORDS);
        local.setNonKeywords(free);
        SqlSession session = new SqlSession(local, catalog, store, writes, groups, limits);
        schema.register(session);
        return session;
    }

    /** Whether H2's database is lost: it closes itself when memory runs out, and another one must take its place. */
    boolean lost() {
        return lost;
    }

    /** Says that it is lost. */
    void lose() {
        lost = true;
        closed = true;
    }

    /** Gives out no more sessions. */
    void refuse() {
        closed = true;
    }

    void release(SqlSession session) {
        if (closed || idleCount.incrementAndGet() > limits.idleSessions()) {
            idleCount.decrementAndGet();
            discard(session);
            return;
        }
        idle.push(session);
        if (closed) {
            discardIdle();
        }
    }

    void discard(SqlSession session) {
        schema.forget(session);
        session.close();
    }

    private void discardIdle() {
        for (@Nullable SqlSession session = idle.poll(); session != null; session = idle.poll()) {
            discard(session);
        }
    }

    /** Closes what is idle and the database; sessions at work must have been released before. */
    void close() {
        closed = true;
        discardIdle();
        admin.close();
    }
}
