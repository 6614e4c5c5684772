package io.remdb.checks;

import static org.assertj.core.api.Assertions.assertThat;

import com.palantir.javaformat.java.Formatter;
import com.palantir.javaformat.java.FormatterException;
import com.palantir.javaformat.java.ImportOrderer;
import com.palantir.javaformat.java.JavaFormatterOptions;
import com.palantir.javaformat.java.JavaFormatterOptions.Style;
import com.palantir.javaformat.java.RemoveUnusedImports;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The same check that Spotless makes. Spotless runs in Maven's own JVM and cannot parse the sources when that is older than
 * 25; tests always run on 25.
 */
class FormatTest {
    private final Formatter formatter = Formatter.createFormatter(
            JavaFormatterOptions.builder().style(Style.PALANTIR).build());

    @Test
    void everySourceIsFormatted() throws IOException {
        List<Path> sources = ProjectFiles.javaSources();
        assertThat(sources).isNotEmpty();
        List<Path> unformatted = sources.parallelStream().filter(this::differs).toList();
        assertThat(unformatted)
                .as("run `mvn spotless:apply` with JAVA_HOME set to JDK 25")
                .isEmpty();
    }

    private boolean differs(Path file) {
        try {
            String source = ProjectFiles.text(file);
            String formatted = formatter.formatSource(
                    RemoveUnusedImports.removeUnusedImports(ImportOrderer.reorderImports(source, Style.PALANTIR)));
            return !formatted.equals(source);
        } catch (FormatterException | IOException e) {
            throw new IllegalStateException(file.toString(), e);
        }
    }
}
