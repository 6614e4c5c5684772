package io.remdb.cli;

import io.remdb.cli.output.Terminal;
import io.remdb.json.Json;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * One command line run in this process.
 *
 * @param exitCode what the shell is told
 * @param out what came on stdout
 * @param err what came on stderr
 */
record RemRun(int exitCode, String out, String err) {
    static RemRun rem(String... arguments) {
        return run(null, new byte[0], Terminal.NONE, arguments);
    }

    static RemRun in(Path database, String... arguments) {
        return run(database, new byte[0], Terminal.NONE, arguments);
    }

    static RemRun reading(String input, Path database, String... arguments) {
        return run(database, input.getBytes(StandardCharsets.UTF_8), Terminal.NONE, arguments);
    }

    /** In another environment than that of this process. */
    static RemRun with(Map<String, String> environment, String input, String... arguments) {
        return runIn(
                new EnvironmentHost(environment), input.getBytes(StandardCharsets.UTF_8), Terminal.NONE, arguments);
    }

    static RemRun run(@Nullable Path database, byte[] input, Terminal terminal, String... arguments) {
        return runIn(new Host.OwnProcess(database), input, terminal, arguments);
    }

    private static RemRun runIn(Host host, byte[] input, Terminal terminal, String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Streams streams = new Streams(new ByteArrayInputStream(input), out, err, terminal);
        int exitCode = Rem.run(List.of(arguments), streams, new Interruption(Thread.currentThread()), host)
                .orElseThrow();
        return new RemRun(exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    /** stdout, which must be one JSON object. */
    ObjectNode json() {
        return Json.parseObject(out);
    }
}
