package io.remdb.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DemoTest {
    @Test
    void showsTheMainJobAndFindsWhatItAsksFor() {
        RemRun demo = RemRun.rem("demo");

        assertThat(demo.exitCode()).as(demo.err()).isZero();
        assertThat(demo.out())
                .contains("inserted    181")
                .containsSubsequence(
                        "pharaohs?\" --schema=articles --top-k=3 --mode=semantic\n", "Rosetta", "fiddles", "Violins")
                .containsSubsequence("rem traverse", "builds_on", "contrasts_with");
        assertThat(RemRun.rem("demo").exitCode())
                .as("a second run replaces the first")
                .isZero();
    }
}
