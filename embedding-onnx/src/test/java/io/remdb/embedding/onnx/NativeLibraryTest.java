package io.remdb.embedding.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What native code must not do: report to anybody. */
class NativeLibraryTest {
    private static final List<String> COLLECTORS = List.of("events.data.microsoft.com", "/etc/machine-id");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/ai/onnxruntime/native/linux-x64/libonnxruntime.so",
                "/ai/onnxruntime/native/linux-aarch64/libonnxruntime.so",
                "/ai/onnxruntime/native/osx-aarch64/libonnxruntime.dylib"
            })
    void theRuntimeHasNoTelemetryClient(String resource) throws IOException {
        try (InputStream library = getClass().getResourceAsStream(resource)) {
            String bytes =
                    new String(Objects.requireNonNull(library, resource).readAllBytes(), StandardCharsets.ISO_8859_1);
            assertThat(bytes.contains("OrtGetApiBase")).as("it is the library").isTrue();
            for (String collector : COLLECTORS) {
                assertThat(bytes.contains(collector)).as(collector).isFalse();
            }
        }
    }
}
