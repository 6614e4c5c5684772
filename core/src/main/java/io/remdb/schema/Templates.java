package io.remdb.schema;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import io.remdb.Schema;
import io.remdb.TemplateInfo;
import io.remdb.json.Json;
import io.remdb.text.Suggestions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ObjectNode;

/** Schemas to start from. Thread-safe. */
public final class Templates {
    private static final Map<String, String> PURPOSES = new LinkedHashMap<>();

    static {
        PURPOSES.put("resources", "documents, articles, PDFs");
        PURPOSES.put("entities", "structured data");
        PURPOSES.put("agentlets", "agent definitions");
        PURPOSES.put("moments", "events in time");
    }

    private Templates() {}

    /** What there is. */
    public static List<TemplateInfo> list() {
        return PURPOSES.entrySet().stream()
                .map(template -> new TemplateInfo(template.getKey(), template.getValue(), fields(template.getKey())))
                .toList();
    }

    private static String fields(String template) {
        return SchemaCompiler.compileStored(BuiltInSchemas.document("template/" + template)).fields().stream()
                .map(field -> field.name() + (field.required() ? "*" : ""))
                .collect(Collectors.joining(", "));
    }

    /**
     * A template under another table name, not registered; it keeps the template's fields and settings.
     *
     * @throws RemException {@link ErrorCode#NOT_FOUND} when there is no such template, {@link ErrorCode#INVALID_SCHEMA}
     *     when {@code shortName} cannot name a table
     */
    public static Schema create(String template, String shortName) {
        if (!PURPOSES.containsKey(template)) {
            Optional<String> nearest = Suggestions.misspelt(template, PURPOSES.keySet());
            throw new RemException(ErrorCode.NOT_FOUND, "There is no such template")
                    .with("template", template)
                    .hint(nearest.map(name -> "Did you mean \"" + name + "\"? ").orElse("") + "There are: "
                            + String.join(", ", PURPOSES.keySet()));
        }
        ObjectNode original = BuiltInSchemas.document("template/" + template);
        ObjectNode document = Json.object();
        document.put("title", Names.pascalCase(shortName));
        document.set("description", original.get("description"));
        document.set("version", original.get("version"));
        document.put("short_name", shortName);
        document.put("fully_qualified_name", "user." + shortName);
        original.properties().stream()
                .filter(entry ->
                        !document.has(entry.getKey()) && !entry.getKey().equals("name"))
                .forEach(entry -> document.set(entry.getKey(), entry.getValue()));
        Schema schema = new Schema(document, "template " + template);
        SchemaCompiler.compile(schema);
        return schema;
    }
}
