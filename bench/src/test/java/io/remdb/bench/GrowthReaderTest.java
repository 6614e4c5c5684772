package io.remdb.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import io.remdb.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

class GrowthReaderTest {
    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void nameTheFile() {
        file = folder.resolve("report.json");
    }

    @Test
    void readsWhatTheBenchmarkHasWritten() {
        Result get = Result.of("get by id", 10).withP50(0.01).withBudget(Budget.GET);
        Result insert = Result.of("batch insert without embedding", 20)
                .withRate(30_000, "rows")
                .withFigure("flushed", 20_000, "rows/s");
        Result skipped = Result.skipped("retrieval quality", "");
        SampleReport.write(file, 20, SampleReport.MACHINE, true, get, insert, skipped);

        GrowthReport report = GrowthReader.read(file);

        assertThat(report)
                .isEqualTo(new GrowthReport(
                        file,
                        Instant.parse("2026-01-02T03:04:25Z"),
                        SampleReport.MACHINE,
                        20,
                        true,
                        List.of(get, insert, skipped)));
    }

    @Test
    void figureThatIsNoNumberIsLeftOut() {
        SampleReport.write(
                file, 20, Result.of("a", 1).withFigure("x", Double.NaN, "").withFigure("y", 1, ""));

        assertThat(GrowthReader.read(file).results().getFirst().figures()).containsExactly(new Figure("y", 1, ""));
    }

    @Test
    void budgetThatNobodyKnowsAnyMoreIsNone() throws IOException {
        SampleReport.write(file, 20, Result.of("get by id", 10).withP50(0.01).withBudget(Budget.GET));
        Files.writeString(file, Files.readString(file).replace(Budget.GET.text(), "7 fortnights"));

        assertThat(GrowthReader.read(file).results().getFirst().budget()).isNull();
    }

    @Test
    void fileThatCannotBeReadIsNamed() throws IOException {
        assertRefused(ErrorCode.IO_ERROR, "there is no");
        Files.createDirectory(file);
        assertRefused(ErrorCode.IO_ERROR, "cannot be read");
    }

    @Test
    void whatIsNoJsonIsRefused() throws IOException {
        Files.writeString(file, "machine   cpu ...");
        assertRefused(ErrorCode.INVALID_JSON, "not valid JSON");
        Files.write(file, new byte[] {(byte) 0xC3, 0x28});
        assertRefused(ErrorCode.INVALID_JSON, "not valid JSON");
    }

    @Test
    void otherJsonIsRefused() throws IOException {
        for (String json : List.of("", "[]", "3", "{}", "null")) {
            Files.writeString(file, json);
            assertRefused(ErrorCode.INVALID_ARGUMENT, "no report");
        }
    }

    @Test
    void reportOfAnotherKindIsRefused() throws IOException {
        Settings settings = new Settings(10, 1, null, null, List.of(), false, Pace.TINY);
        ObjectNode operations = new OperationsReport(
                        Instant.EPOCH,
                        SampleReport.MACHINE,
                        settings,
                        List.of(new OperationsReport.Step("verify", 1, 0, "")))
                .json();
        Files.writeString(file, Json.text(operations));
        assertRefused(ErrorCode.INVALID_ARGUMENT, "no report");

        ObjectNode commands = new CommandReport(Instant.EPOCH, true, SampleReport.MACHINE, List.of()).json();
        Files.writeString(file, Json.text(commands));
        assertRefused(ErrorCode.INVALID_ARGUMENT, "missing or of another kind=rows");
    }

    @Test
    void eachMissingPartIsNamed() throws IOException {
        for (String part : List.of("date", "machine", "rows", "encrypted", "results")) {
            SampleReport.write(file, 20, Result.of("get by id", 10).withP50(0.01));
            ObjectNode json = Json.parseObject(Files.readString(file));
            Files.writeString(file, Json.text(json.deepCopy().without(List.of(part))));
            assertRefused(ErrorCode.INVALID_ARGUMENT, "missing or of another kind=" + part);
            Files.writeString(file, Json.text(json.deepCopy().put(part, "x")));
            assertRefused(ErrorCode.INVALID_ARGUMENT, "missing or of another kind=" + part);
        }
    }

    @Test
    void resultMustBeOne() throws IOException {
        for (String wrong :
                List.of("3", "{\"operation\":\"a\"}", "{\"operation\":\"a\",\"n\":1,\"outcome\":\"best\"}")) {
            SampleReport.write(file, 20);
            Files.writeString(file, Files.readString(file).replace("\"results\":[]", "\"results\":[" + wrong + "]"));
            assertRefused(ErrorCode.INVALID_ARGUMENT, "no report");
        }
    }

    private void assertRefused(ErrorCode code, String text) {
        assertThatThrownBy(() -> GrowthReader.read(file))
                .isInstanceOfSatisfying(
                        RemException.class, error -> assertThat(error.code()).isEqualTo(code))
                .hasMessageContainingAll(text, "report.json");
    }
}
