package io.remdb.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.remdb.cli.output.Terminal;
import io.remdb.config.RemConfig;
import io.remdb.json.Json;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.logging.LogManager;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

class LogsTest {
    private static final Terminal TERMINAL = new Terminal(false, false, true, Terminal.DEFAULT_COLUMNS, false);

    @AfterEach
    void reset() {
        LogManager.getLogManager().reset();
    }

    @Test
    void aProgramReadsJsonAndAPersonText() {
        ObjectNode json = Json.parseObject(logged(Terminal.NONE, Map.of()));
        assertThat(json.get("level").stringValue()).isEqualTo("warn");
        assertThat(json.get("message").stringValue()).isEqualTo("it is \"late\"");
        assertThat(logged(TERMINAL, Map.of())).isEqualTo("warn: it is \"late\"\n");
    }

    @Test
    void theSettingsDecideWhereTheySayIt() {
        assertThat(logged(TERMINAL, Map.of("P8_LOG_FORMAT", "json"))).startsWith("{");
        assertThat(logged(Terminal.NONE, Map.of("P8_LOG_FORMAT", "pretty"))).startsWith("warn: ");
        assertThat(logged(Terminal.NONE, Map.of("P8_LOG_LEVEL", "error"))).isEmpty();
    }

    private static String logged(Terminal terminal, Map<String, String> settings) {
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Logs.configure(RemConfig.of(settings), false, err, terminal);
        Logger.getLogger("io.remdb.cli.test").warning("it is \"late\"");
        return err.toString(StandardCharsets.UTF_8);
    }
}
