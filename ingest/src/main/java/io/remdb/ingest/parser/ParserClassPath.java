package io.remdb.ingest.parser;

import java.io.File;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * Where the classes of the parser's process are. Those of the formats are many: where they lie in a folder {@value #FOLDER} beside the jar
 * of this class, they are on no other process's class path, which would pay for them at each start; else they are on that of this one.
 */
final class ParserClassPath {
    private static final String FOLDER = "parsers";

    private ParserClassPath() {}

    static String find() {
        // The other process works in another folder.
        String own = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(element -> Path.of(element).toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator));
        Path beside = jar().resolveSibling(FOLDER);
        return Files.isDirectory(beside) ? own + File.pathSeparator + beside + File.separator + "*" : own;
    }

    private static Path jar() {
        CodeSource source = ParserClassPath.class.getProtectionDomain().getCodeSource();
        try {
            return Path.of(source.getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException("a class path that is no path: " + source.getLocation(), e);
        }
    }
}
