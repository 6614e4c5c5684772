package io.remdb.engine;

import io.remdb.spi.replication.Replication;
import io.remdb.store.IndexStore;
import io.remdb.store.LogStore;
import io.remdb.store.RecordStore;
import io.remdb.store.Store;
import io.remdb.store.StoreCapabilities;
import io.remdb.store.StoreEncryption;
import io.remdb.store.StoreObserver;
import io.remdb.store.StoreSnapshot;
import io.remdb.store.StoreUpkeep;
import io.remdb.store.TableDefinition;
import java.util.List;
import java.util.Optional;

/** A store as SQL reads it: other indexes than its own, or those and the rows of a snapshot. To be closed by whoever closes the store. */
record StoreForSql(Store store, RecordStore records, IndexStore indexes) implements Store {
    @Override
    public StoreCapabilities capabilities() {
        return store.capabilities();
    }

    @Override
    public int formatVersion() {
        return store.formatVersion();
    }

    @Override
    public List<TableDefinition> tables() {
        return store.tables();
    }

    @Override
    public int highestTableNumber() {
        return store.highestTableNumber();
    }

    @Override
    public LogStore log() {
        return store.log();
    }

    @Override
    public Optional<Replication> replication() {
        return store.replication();
    }

    @Override
    public Optional<StoreEncryption> encryption() {
        return store.encryption();
    }

    @Override
    public StoreSnapshot snapshot() {
        return store.snapshot();
    }

    @Override
    public StoreUpkeep upkeep() {
        return store.upkeep();
    }

    @Override
    public void observe(StoreObserver observer) {
        store.observe(observer);
    }

    @Override
    public void sync() {
        store.sync();
    }

    @Override
    public void close() {
        // Not ours.
    }
}
