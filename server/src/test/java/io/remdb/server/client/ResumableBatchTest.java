package io.remdb.server.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.remdb.BatchOptions;
import io.remdb.spi.BatchRequest;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Who means to give the same rows again says by which id they are the same. */
class ResumableBatchTest {
    private static ResumableBatch batch() {
        return new ResumableBatch(
                ResumableBatch.Kind.NEW_ROWS, List.<String>of().iterator(), BatchOptions.DEFAULTS);
    }

    @Test
    void hasTheIdOfTheBatchThatItsCallerWorksFor() {
        UUID id = UUID.randomUUID();
        assertThat(new BatchRequest(id, 0).during(ResumableBatchTest::batch).id())
                .isEqualTo(id);
        assertThat(batch().id()).isNotEqualTo(batch().id());
    }
}
