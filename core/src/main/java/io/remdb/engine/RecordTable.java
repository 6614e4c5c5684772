package io.remdb.engine;

import io.remdb.BatchOptions;
import io.remdb.BatchResult;
import io.remdb.Entity;
import io.remdb.SearchRequest;
import io.remdb.Table;
import io.remdb.WriteResult;
import io.remdb.json.Json;
import io.remdb.schema.RecordMapper;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** A table through a Java record. */
final class RecordTable<T extends Record> implements Table<T> {
    private final LocalDatabase database;
    private final Searcher searcher;
    private final String name;
    private final RecordMapper<T> mapper;

    RecordTable(LocalDatabase database, Searcher searcher, String name, RecordMapper<T> mapper) {
        this.database = database;
        this.searcher = searcher;
        this.name = name;
        this.mapper = mapper;
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
        return new LocalSearch.OfRecords<>(
                new LocalSearch.OfEntities(searcher, SearchSpec.of(text).in(name)), this::record);
    }

    private T record(Entity entity) {
        return mapper.toRecord(entity.properties());
    }
}
