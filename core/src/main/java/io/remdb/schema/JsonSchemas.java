package io.remdb.schema;

import com.networknt.schema.ExecutionContext;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.dialect.Dialect;
import com.networknt.schema.dialect.Dialects;
import com.networknt.schema.format.Format;
import com.networknt.schema.keyword.NonValidationKeyword;
import io.remdb.json.Json;
import io.remdb.text.Uuids;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The JSON Schema 2020-12 validator. Loading this class loads the validator (a tenth of a second in a fresh process), so it
 * is touched only when a schema is registered and when a row is not obviously valid. Never fetches anything.
 */
final class JsonSchemas {
    private static final String DIALECT = Dialects.getDraft202012().getId();
    /** The formats that are asserted; all others are remarks, as the standard has it. */
    private static final Set<String> ASSERTED_BY_VALIDATOR = Set.of("uri");

    private static final SchemaRegistry META = registry(Dialects.getDraft202012());
    private static final SchemaRegistry ROWS = registry(Dialect.builder(Dialects.getDraft202012())
            .unknownKeywordFactory((keyword, context) -> new NonValidationKeyword(keyword))
            .formats(formats -> formats.keySet().retainAll(ASSERTED_BY_VALIDATOR))
            .format(format("date-time", Timestamps::isWritable))
            .format(format("date", text -> Timestamps.date(text).isPresent()))
            .format(format("email", EmailAddress::isOne))
            .format(format("uuid", text -> Uuids.parse(text).isPresent()))
            .build());

    private JsonSchemas() {}

    private static SchemaRegistry registry(Dialect dialect) {
        return SchemaRegistry.withDialect(
                dialect,
                builder -> builder.schemaLoader(loader -> loader.fetchRemoteResources(false))
                        .schemaRegistryConfig(SchemaRegistryConfig.builder()
                                .formatAssertionsEnabled(true)
                                .preloadSchema(true)
                                .build())
                        .schemaCacheEnabled(false));
    }

    private static Format format(String name, Predicate<String> reads) {
        return new Format() {
            @Override
            public String getName() {
                return name;
            }

            @Override
            public boolean matches(ExecutionContext context, String text) {
                return reads.test(text);
            }
        };
    }

    /** Adds where the document breaks the meta-schema, one problem a place. */
    static void checkMetaSchema(ObjectNode document, Problems problems) {
        Set<String> places = new HashSet<>();
        for (com.networknt.schema.Error error :
                META.getSchema(SchemaLocation.of(DIALECT)).validate(document)) {
            String pointer = error.getInstanceLocation().toString();
            // KeywordChecks says what is wrong with a regular expression.
            if (error.getKeyword().equals("format") || !places.add(pointer)) {
                continue;
            }
            if (error.getKeyword().equals("enum") && error.getInstanceNode().isString()) {
                List<String> known = error.getSchemaNode()
                        .valueStream()
                        .map(JsonNode::asString)
                        .toList();
                String found = error.getInstanceNode().stringValue();
                problems.addUnknown(
                        pointer, "\"" + found + "\" is not one of " + String.join(", ", known), found, known);
            } else {
                problems.add(pointer, RowProblems.sentence(error));
            }
        }
    }

    /**
     * The validator of a table's rows.
     *
     * @throws com.networknt.schema.SchemaException when the schema does not hang together
     */
    static com.networknt.schema.Schema compile(ObjectNode document) {
        ObjectNode plain = Json.object();
        plain.setAll(document);
        // References into the document work without an address; with one, it would be resolved and checked.
        plain.remove("$id");
        plain.remove("$schema");
        return ROWS.getSchema(plain);
    }
}
