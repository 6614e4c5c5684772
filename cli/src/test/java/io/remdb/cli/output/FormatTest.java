package io.remdb.cli.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.remdb.RemException;
import io.remdb.json.Json;
import io.remdb.text.Timestamps;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

class FormatTest {
    private static final ObjectShape SHAPE = new ObjectShape(List.of("name", "n"));

    private final ByteArrayOutputStream data = new ByteArrayOutputStream();
    private final ByteArrayOutputStream messages = new ByteArrayOutputStream();

    @Test
    void jsonPutsRowsIntoOneEnvelope() {
        print(Format.JSON, Envelope.ofQuery("SELECT 1", "sql", System.nanoTime()), row("a", 1), row("b", 2));

        ObjectNode envelope = Json.parseObject(text());
        assertThat(envelope.propertyNames())
                .containsExactly("query", "query_type", "results", "count", "execution_time_ms");
        assertThat(envelope.get("results")).hasSize(2);
        assertThat(envelope.get("count").asInt()).isEqualTo(2);
    }

    @Test
    void jsonOfNothingIsAnEmptyEnvelope() {
        print(Format.JSON, Envelope.ofList());

        assertThat(Json.parseObject(text()).propertyNames()).containsExactly("results", "count", "execution_time_ms");
    }

    @Test
    void jsonLinesAreTheRowsAlone() {
        print(Format.JSONL, Envelope.ofList(), row("a\nb", 1), row("c", 2));

        assertThat(text()).isEqualTo("{\"name\":\"a\\nb\",\"n\":1}\n{\"name\":\"c\",\"n\":2}\n");
    }

    @Test
    void csvQuotesWhatNeedsIt() {
        print(Format.CSV, Envelope.ofList(), row("a,b", 1), row("say \"hi\"", 2), row("two\nlines", 3), row("", 4));

        assertThat(text()).isEqualTo("name,n\r\n\"a,b\",1\r\n\"say \"\"hi\"\"\",2\r\n\"two\nlines\",3\r\n,4\r\n");
    }

    @Test
    void csvOfNothingIsItsHeader() {
        print(Format.CSV, Envelope.ofList());

        assertThat(text()).isEqualTo("name,n\r\n");
    }

    @Test
    void tablesFitTheTerminal() {
        print(Format.TABLE, Envelope.ofList(), row("x".repeat(300), 1), row("日本".repeat(100), 22));

        List<String> lines = text().lines().toList();
        assertThat(lines).allSatisfy(line -> assertThat(Text.width(line)).isLessThanOrEqualTo(60));
        assertThat(lines.get(2)).contains("…").endsWith(" 1");
        assertThat(lines.get(3)).contains("日本").contains("…").endsWith("22");
    }

    @Test
    void tablesShowNoControlCharacters() {
        print(Format.TABLE, Envelope.ofList(), row("\u001b[31mred\u001b[0m\nnext\u202e", 1));

        assertThat(text()).doesNotContain("\u001b").doesNotContain("\u202e").contains("[31mred [0m next");
    }

    @Test
    void tablesOfManyRowsAreStreamed() {
        ObjectNode[] rows =
                IntStream.range(0, 2000).mapToObj(n -> row("r" + n, n)).toArray(ObjectNode[]::new);
        print(Format.TABLE, Envelope.ofList(), rows);

        assertThat(text().lines()).hasSize(2002);
        assertThat(messages.toString(StandardCharsets.UTF_8)).contains("2,000 rows");
    }

    @Test
    void timestampsAlwaysHaveMicroseconds() {
        assertThat(Timestamps.text(Instant.parse("2026-01-02T03:04:05Z"))).isEqualTo("2026-01-02T03:04:05.000000Z");
        assertThat(Timestamps.text(Instant.parse("2026-01-02T03:04:05.123456789Z")))
                .isEqualTo("2026-01-02T03:04:05.123456Z");
    }

    @Test
    void yamlReadsBackAsTheSameDocument() {
        ObjectNode document = Json.parseObject(
                "{\"version\":\"1.0\",\"yes\":\"no\",\"empty\":\"\",\"n\":1,\"list\":[\"a: b\",null,true]}");

        String yaml = Documents.yaml(document);

        assertThat(new tools.jackson.dataformat.yaml.YAMLMapper().readTree(yaml))
                .isEqualTo(document);
    }

    @Test
    void aClosedPipeIsToldFromAFullDisk() {
        assertThatThrownBy(() -> failing("Broken pipe").text("x")).isInstanceOf(ClosedPipeException.class);
        assertThatThrownBy(() -> failing("No space left on device").text("x")).isInstanceOf(RemException.class);
    }

    private Output failing(String reason) {
        OutputStream failing = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException(reason);
            }
        };
        return new Output(failing, messages, Terminal.NONE, Format.JSON);
    }

    private void print(Format format, Envelope envelope, ObjectNode... rows) {
        Terminal terminal = new Terminal(false, false, false, 60, false);
        new Output(data, messages, terminal, format)
                .rows(envelope, SHAPE, List.of(rows).iterator());
    }

    private String text() {
        return data.toString(StandardCharsets.UTF_8);
    }

    private static ObjectNode row(String name, int n) {
        ObjectNode row = Json.object();
        row.put("name", name);
        row.put("n", n);
        return row;
    }
}
