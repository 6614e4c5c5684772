package io.remdb.schema;

import io.remdb.BatchOptions;
import io.remdb.BatchResult;
import io.remdb.Entity;
import io.remdb.RemDatabase;
import io.remdb.SearchRequest;
import io.remdb.Table;
import io.remdb.WriteResult;
import io.remdb.json.Json;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** A table of any database through a Java record. Thread-safe. */
public final class RecordTable<T extends Record> implements Table<T> {
    private final RemDatabase database;
    private final String name;
    private final RecordMapper<T> mapper;

    private RecordTable(RemDatabase database, RecordMapper<T> mapper) {
        this.database = database;
        this.name = mapper.table();
        this.mapper = mapper;
    }

    /**
     * The table of a record type.
     *
     * @throws io.remdb.RemException {@link io.remdb.ErrorCode#UNKNOWN_TABLE} when its schema is not registered
     */
    public static <T extends Record> RecordTable<T> of(RemDatabase database, Class<T> recordType) {
        RecordMapper<T> mapper = RecordMapper.of(recordType);
        var _ = database.count(mapper.table()); // a counter, which says whether the table is there
        return new RecordTable<>(database, mapper);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public WriteResult insert(T row) {
        return database.insert(name, Json.text(mapper.toRow(row)));
    }

    @Override
    public BatchResult insertAll(Iterable<T> rows, BatchOptions options) {
        Iterator<T> records = rows.iterator();
        return database.insertAll(
                name,
                new Iterator<>() {
                    @Override
                    public boolean hasNext() {
                        return records.hasNext();
                    }

                    @Override
                    public String next() {
                        return Json.text(mapper.toRow(records.next()));
                    }
                },
                options);
    }

    @Override
    public Optional<T> get(UUID id) {
        return database.get(id)
                .filter(entity -> !entity.deleted() && entity.entityType().equals(name))
                .map(this::record);
    }

    @Override
    public List<T> lookup(String key) {
        return database.lookup(key).stream()
                .filter(entity -> entity.entityType().equals(name))
                .map(this::record)
                .toList();
    }

    @Override
    public long count() {
        return database.count(name);
    }

    @Override
    public SearchRequest<T> search(String text) {
        return new RecordSearch<>(database.search(text).in(name), this::record);
    }

    private T record(Entity entity) {
        return mapper.toRecord(entity.properties());
    }
}
