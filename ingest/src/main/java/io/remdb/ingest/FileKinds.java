package io.remdb.ingest;

import io.remdb.ingest.source.SourceFile;
import io.remdb.ingest.text.JsonList;
import io.remdb.ingest.text.TextDecoder;
import io.remdb.ingest.text.TextKinds;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;

/** Finds out how a file is read: by its first bytes, and by its name, which may be wrong. Thread-safe. */
final class FileKinds {
    private static final Set<String> ROW_LINES = Set.of("jsonl", "ndjson");
    private static final String JSON = "json";

    private static final Set<String> FORMATS = Set.of(
            "pdf", "docx", "docm", "dotx", "dotm", "doc", "dot", "pptx", "pptm", "ppsx", "potx", "ppt", "pps", "xlsx",
            "xlsm", "xltx", "xls", "xlt", "rtf", "odt", "ott", "ods", "odp", "epub", "html", "htm", "xhtml", "eml");

    /** Names of files that are text, without a full stop. */
    private static final Set<String> TEXTS = Set.of(
            "readme",
            "license",
            "licence",
            "notice",
            "authors",
            "changelog",
            "changes",
            "contributing",
            "todo",
            "makefile",
            "dockerfile",
            "copying",
            "install",
            "news");

    private static final List<String> BEGINNINGS_OF_FORMATS = List.of("%PDF-", "PK\u0003\u0004", "{\\rtf");
    private static final int LONGEST_BEGINNING = 8;

    private FileKinds() {}

    /** Whether a file of a folder is read, by its name: of those that hold no text, or none that we know, none is. */
    static boolean isWanted(String name) {
        String extension = TextKinds.extension(name);
        return FORMATS.contains(extension)
                || ROW_LINES.contains(extension)
                || TEXTS.contains(extension)
                || TextKinds.ofName(name).isPresent();
    }

    /** Whether a file of this name becomes chunks whatever is in it; one of JSON may turn out to be rows. */
    static boolean isCertainlyText(SourceFile file) {
        String extension = TextKinds.extension(file.name());
        return !ROW_LINES.contains(extension) && !extension.equals(JSON) && !isStdin(file);
    }

    private static boolean isStdin(SourceFile file) {
        return file.uri().startsWith("stdin:");
    }

    /**
     * How a file is read.
     *
     * @param head its first bytes
     */
    static FileKind of(SourceFile file, byte[] head) throws IOException {
        String extension = TextKinds.extension(file.name());
        if (ROW_LINES.contains(extension) && !beginsLikeFormat(head) && !isBinary(head)) {
            return new FileKind.RowLines(); // of which each line may be text or not
        }
        // HTML and e-mails are text too; that a PDF is not, the parser says.
        if (!TextDecoder.looksLikeText(head) || beginsLikeFormat(head) || FORMATS.contains(extension)) {
            return new FileKind.Format();
        }
        if (isStdin(file) && beginsWithObjectOnALine(head)) {
            return new FileKind.RowLines();
        }
        if ((extension.equals(JSON) || isStdin(file)) && JsonList.is(file.path())) {
            return new FileKind.RowList();
        }
        return new FileKind.Text(TextKinds.ofName(file.name()).orElse(TextKinds.PLAIN));
    }

    private static boolean beginsLikeFormat(byte[] head) {
        String beginning = new String(head, 0, Math.min(head.length, LONGEST_BEGINNING), StandardCharsets.ISO_8859_1);
        return BEGINNINGS_OF_FORMATS.stream().anyMatch(beginning::startsWith);
    }

    private static boolean isBinary(byte[] head) {
        for (byte one : head) {
            if (one == 0) {
                return true;
            }
        }
        return false;
    }

    private static boolean beginsWithObjectOnALine(byte[] head) {
        String line = new String(head, StandardCharsets.UTF_8)
                .lines()
                .filter(any -> !any.isBlank())
                .findFirst()
                .orElse("")
                .strip();
        return line.startsWith("{\"") && line.endsWith("}");
    }
}
