package io.remdb.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConfigurationPageTest {
    @Test
    void theDocumentationListsExactlyTheVariables() throws IOException {
        List<String> rows = Files.readAllLines(Path.of("../docs/configuration.md")).stream()
                .filter(line -> line.startsWith("| `P8_"))
                .toList();

        assertThat(rows)
                .containsExactly(Arrays.stream(Variable.values())
                        .map(ConfigurationPageTest::row)
                        .toArray(String[]::new));
    }

    private static String row(Variable variable) {
        String key = variable == Variable.HOME ? "" : "`" + variable.key() + "`";
        return "| `%s` | %s | `%s` | `%s` | %s |"
                .formatted(variable.variable(), key, variable.fallback(), variable.range(), variable.description());
    }
}
