package io.remdb.cli.input;

import static org.assertj.core.api.Assertions.assertThat;

import io.remdb.json.Line;
import io.remdb.json.LineReader;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class StoppableInputTest {
    @Test
    void stopsWhileItWaitsForAPipe() throws Exception {
        try (PipedOutputStream writer = new PipedOutputStream();
                PipedInputStream pipe = new PipedInputStream(writer)) {
            StoppableInput input = new StoppableInput(pipe);
            writer.write("a\n".getBytes(StandardCharsets.UTF_8));
            writer.flush();
            LineReader reader = new LineReader(input, 1000, OutputStream.nullOutputStream());
            assertThat(reader.next()).contains(new Line.Decoded(1, "a"));

            Thread stopper = Thread.ofVirtual().start(input::stop);

            assertThat(reader.next()).isEmpty();
            stopper.join();
        }
    }
}
