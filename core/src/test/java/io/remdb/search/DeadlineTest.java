package io.remdb.search;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DeadlineTest {
    @Test
    void aStepMayHaveMoreTimeThanASearchUnlessItsCallerHasSetALimit() {
        assertThat(Deadline.afterMs(0).passed()).isTrue();
        assertThat(Deadline.afterMs(0).renewed().passed()).isTrue();
        assertThat(Deadline.afterMs(0).renewed(60_000).passed()).isFalse();
        assertThat(Deadline.afterMs(60_000).renewed(0).passed()).isFalse();
        assertThat(Deadline.afterMs(0, Deadline.Kind.OF_ALL).renewed(60_000).passed())
                .isTrue();
    }
}
