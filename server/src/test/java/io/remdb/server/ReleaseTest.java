package io.remdb.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where the code of a release lies. */
class ReleaseTest {
    @ParameterizedTest
    @CsvSource({
        "file:/opt/rem/lib/rem-core.jar, /opt/rem/lib/rem-core.jar",
        "file:/my%20programs/rem.jar, /my programs/rem.jar",
        "file:/opt/classes/, /opt/classes",
        "jar:file:/opt/app.jar!/, /opt/app.jar",
        "jar:file:/opt/app.jar!/BOOT-INF/lib/rem-core.jar!/, /opt/app.jar",
        "jar:nested:/opt/app.jar/!BOOT-INF/lib/rem-core.jar!/, /opt/app.jar"
    })
    void isAFileAlsoInAJarOfJars(String location, Path file) {
        assertThat(Release.file(location)).contains(file);
    }

    @Test
    void isNoFileWhereTheCodeComesFromElsewhere() {
        assertThat(Release.file("http://example.org/app.jar")).isEmpty();
        assertThat(Release.file("file:relative")).isEmpty();
        assertThat(Release.file("vfs:/content/app.war")).isEmpty();
    }
}
