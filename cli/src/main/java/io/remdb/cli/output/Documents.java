package io.remdb.cli.output;

import io.remdb.json.Json;
import java.nio.file.Path;
import java.util.Locale;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;
import tools.jackson.dataformat.yaml.YAMLWriteFeature;

/** Documents that people edit: laid out over lines. */
public final class Documents {
    private Documents() {}

    /** Indented JSON. */
    public static String json(ObjectNode document) {
        return Json.mapper().writer().with(SerializationFeature.INDENT_OUTPUT).writeValueAsString(document) + "\n";
    }

    /** YAML that reads back as the same document. */
    public static String yaml(ObjectNode document) {
        return YAMLMapper.builder()
                .disable(YAMLWriteFeature.WRITE_DOC_START_MARKER)
                .disable(YAMLWriteFeature.SPLIT_LINES)
                .enable(YAMLWriteFeature.MINIMIZE_QUOTES)
                .enable(YAMLWriteFeature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
                .build()
                .writeValueAsString(document);
    }

    /** Whether a file's name says that it is YAML. */
    public static boolean isYaml(Path file) {
        String name = file.toString().toLowerCase(Locale.ROOT);
        return name.endsWith(".yaml") || name.endsWith(".yml");
    }
}
