package io.remdb.sql;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import io.remdb.catalog.Catalog;
import io.remdb.catalog.CatalogTable;
import io.remdb.store.Store;
import io.remdb.text.Suggestions;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.h2.engine.Database;
import org.h2.engine.RightOwner;
import org.h2.engine.SessionLocal;
import org.h2.schema.FunctionAlias;
import org.h2.schema.Schema;
import org.h2.schema.UserDefinedFunction;
import org.h2.table.Table;
import org.jspecify.annotations.Nullable;

/**
 * The schema in which H2 looks for tables: the catalog itself. Nothing is defined beforehand, so opening costs the same for one
 * table and for a thousand; a name becomes a {@link StoreTable} when a statement mentions it.
 */
final class StoreSchema extends Schema {
    /** The functions that H2 lacks or does in another way, by the class that has them. */
    private static final Map<Class<?>, Map<String, String>> FUNCTIONS = Map.of(
            JsonFunctions.class, JsonFunctions.METHODS,
            RegexpFunctions.class, RegexpFunctions.METHODS,
            ArrayFunctions.class, ArrayFunctions.METHODS,
            CharacterFunctions.class, CharacterFunctions.METHODS,
            LikeFunctions.class, LikeFunctions.METHODS,
            MomentFunctions.class, MomentFunctions.METHODS);

    private final Catalog catalog;
    private final Store store;
    private final TableFunctions functions;
    private final Map<String, FunctionAlias> aliases = new ConcurrentHashMap<>();
    private final Map<String, TableShape> shapes = new ConcurrentHashMap<>();
    private final Map<SessionLocal, SqlSession> sessions = new ConcurrentHashMap<>();

    StoreSchema(
            Database database, String name, RightOwner owner, Catalog catalog, Store store, TableFunctions functions) {
        super(database, database.allocateObjectId(), name, owner, false);
        this.catalog = catalog;
        this.store = store;
        this.functions = functions;
    }

    void register(SqlSession session) {
        sessions.put(session.session(), session);
    }

    void forget(SqlSession session) {
        sessions.remove(session.session());
    }

    @Override
    public @Nullable Table findTableOrView(@Nullable SessionLocal session, String name) {
        SqlSession owner = session == null ? null : sessions.get(session);
        if (owner == null) {
            return null;
        }
        if (name.equals(GroupsTable.NAME)) {
            return mentioned(groupsTable(owner), owner);
        }
        if (name.startsWith(FunctionCall.TABLE_PREFIX)) {
            return mentioned(callTable(name, owner), owner);
        }
        if (name.equalsIgnoreCase(KvTable.NAME)) {
            return mentioned(new KvTable(this, owner, catalog, store), owner);
        }
        TableShape shape = catalog.find(name).map(this::shapeOf).orElse(null);
        if (shape == null && name.equalsIgnoreCase(EdgesTable.NAME)) {
            // Somebody's own table of this name comes first.
            return mentioned(new EdgesTable(this, owner, catalog, store), owner);
        }
        return shape == null ? null : mentioned(new StoreTable(this, shape, owner, store), owner);
    }

    private static <T extends Table & Mention> @Nullable T mentioned(@Nullable T table, SqlSession owner) {
        if (table != null) {
            owner.mentions(table);
        }
        return table;
    }

    private @Nullable GroupsTable groupsTable(SqlSession owner) {
        GroupedStatement grouped = owner.grouped();
        return grouped == null ? null : new GroupsTable(this, grouped, owner);
    }

    private @Nullable CallTable callTable(String name, SqlSession owner) {
        int number = FunctionCall.number(name);
        FunctionCall call = owner.call(number).orElse(null);
        if (call == null) {
            return null;
        }
        CallRows rows = switch (call.function()) {
            case SEARCH -> new SearchRows(searched(owner.argumentsOf(call)), functions);
            case LOOKUP -> new LookupRows(functions);
            case TRAVERSE -> new TraverseRows(functions);
        };
        return new CallTable(this, number, call, rows, owner);
    }

    private TableShape searched(Arguments arguments) {
        String name = arguments.text(0);
        return catalog.find(name).map(this::shapeOf).orElseThrow(() -> unknown(arguments, name));
    }

    private RemException unknown(Arguments arguments, String name) {
        List<String> names = catalog.tables().stream().map(CatalogTable::name).toList();
        RemException error = arguments.placed(
                new RemException(ErrorCode.UNKNOWN_TABLE, "No table has this name").with("table", name), 0, name);
        String second = arguments.text(1);
        if (catalog.find(second).isPresent()) {
            return error.hint("The table comes first: search('" + second.replace("'", "''") + "', '"
                    + name.replace("'", "''") + "')");
        }
        return error.hint(Suggestions.nearest(name, names)
                .map(near -> "Did you mean " + near + "?")
                .orElseGet(() -> SqlHints.tables(names)));
    }

    /** H2 asks for functions in either way; those that it was given are found as ever. */
    @Override
    public @Nullable FunctionAlias findFunction(String functionName) {
        FunctionAlias ours = ours(functionName);
        return ours == null ? super.findFunction(functionName) : ours;
    }

    @Override
    public @Nullable UserDefinedFunction findFunctionOrAggregate(String name) {
        FunctionAlias ours = ours(name);
        return ours == null ? super.findFunctionOrAggregate(name) : ours;
    }

    /** Functions of ours; each is made when a statement first calls it. */
    private @Nullable FunctionAlias ours(String functionName) {
        String name = functionName.toLowerCase(Locale.ROOT);
        for (Map.Entry<Class<?>, Map<String, String>> functions : FUNCTIONS.entrySet()) {
            String method = functions.getValue().get(name);
            if (method != null) {
                return aliases.computeIfAbsent(name, unseen -> alias(name, functions.getKey(), method));
            }
        }
        return null;
    }

    private FunctionAlias alias(String name, Class<?> functions, String method) {
        FunctionAlias alias = FunctionAlias.newInstance(
                this, database.allocateObjectId(), name, functions.getName() + '.' + method, false);
        alias.setDeterministic(true);
        return alias;
    }

    private TableShape shapeOf(CatalogTable table) {
        TableShape known = shapes.get(table.name());
        if (known == null || !known.table().equals(table)) {
            known = TableShape.of(table);
            shapes.put(table.name(), known);
        }
        return known;
    }
}
