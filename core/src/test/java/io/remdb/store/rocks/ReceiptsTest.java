package io.remdb.store.rocks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.remdb.json.Json;
import io.remdb.store.CommitResult;
import io.remdb.store.Receipt;
import io.remdb.store.RepeatedRequestException;
import io.remdb.store.Store;
import io.remdb.store.WriteUnit;
import io.remdb.store.WriteUnit.Atomicity;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is kept of writes that may be asked for again. */
class ReceiptsTest {
    @TempDir
    Path folder;

    private static Receipt receipt(long number) {
        return new Receipt(new UUID(7, number), Json.object().put("n", (int) number));
    }

    private static WriteUnit unit(UUID id, Receipt receipt) {
        return new WriteUnit(Atomicity.ONE_ENTITY, List.of(StoreFixture.insert(id, "{}"))).with(receipt);
    }

    @Test
    void aReceiptIsThereWithItsUnitAlsoAfterReopening() {
        UUID id = new UUID(1, 1);
        try (Store store = StoreFixture.open(folder)) {
            assertThat(store.records().receipt(receipt(1).request())).isEmpty();
            store.records().commit(unit(id, receipt(1)));
            assertThat(store.records().receipt(receipt(1).request())).contains(receipt(1));
        }
        try (Store store = StoreFixture.open(folder)) {
            assertThat(store.records().receipt(receipt(1).request())).contains(receipt(1));
            assertThat(store.records().receipt(receipt(2).request())).isEmpty();
        }
    }

    @Test
    void aSecondUnitOfOneRequestIsNotWritten() {
        try (Store store = StoreFixture.open(folder)) {
            store.records().commit(unit(new UUID(1, 1), receipt(1)));
            long sequence = store.log().lastSequence();
            assertThatThrownBy(() -> store.records().commit(unit(new UUID(1, 2), receipt(1))))
                    .isInstanceOf(RepeatedRequestException.class);
            assertThat(store.records().tableOf(new UUID(1, 2))).isEmpty();
            assertThat(store.log().lastSequence()).isEqualTo(sequence);
        }
    }

    @Test
    void aUnitThatIsRefusedLeavesNoReceipt() {
        try (Store store = StoreFixture.open(folder)) {
            store.records().commit(unit(new UUID(1, 1), receipt(1)));
            assertThat(store.records().commit(unit(new UUID(1, 1), receipt(2))))
                    .isInstanceOf(CommitResult.Conflict.class);
            assertThat(store.records().receipt(receipt(2).request())).isEmpty();
        }
    }

    @Test
    void theNewestAreKept() {
        int all = ReceiptBook.MOST + 50;
        try (Store store = StoreFixture.open(folder)) {
            for (int i = 0; i < all; i++) {
                store.records().commit(unit(new UUID(1, i), receipt(i)));
            }
        }
        try (Store store = StoreFixture.open(folder)) {
            store.records().commit(unit(new UUID(1, all), receipt(all)));
            assertThat(store.records().receipt(receipt(50).request())).isEmpty();
            assertThat(store.records().receipt(receipt(51).request())).contains(receipt(51));
            assertThat(store.records().receipt(receipt(all).request())).contains(receipt(all));
        }
    }
}
