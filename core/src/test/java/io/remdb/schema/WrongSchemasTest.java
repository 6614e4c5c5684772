package io.remdb.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import io.remdb.Schema;
import io.remdb.json.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.ObjectNode;

/** Every mistake in a schema is named with its place. Each case merges a patch into a schema that is right. */
class WrongSchemasTest {
    private static final String RIGHT = """
            {"title": "Article", "description": "Articles", "version": "1.0.0", "short_name": "articles", "type": "object",
             "properties": {"title": {"type": "string"}, "content": {"type": "string"}, "count": {"type": "integer"},
               "flag": {"type": "boolean"}, "tags": {"type": "array", "items": {"type": "string"}},
               "when": {"type": "string", "format": "date-time"}, "data": {"type": "object"}},
             "required": ["title"], "json_schema_extra": {"embedding_fields": ["content"]}}""";

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"title": null}                                        | /title: is missing
            {"title": 5}                                           | /title: must be text, but is a number
            {"title": " "}                                         | /title: must not be empty
            {"description": null}                                  | /description: is missing
            {"description": ""}                                    | /description: must not be empty
            {"version": null}                                      | /version: is missing: a semantic version, such as 1.0.0
            {"version": "1.0"}                                     | /version: "1.0" is not a semantic version
            {"version": "v1.0.0"}                                  | /version: "v1.0.0" is not a semantic version
            {"version": "01.0.0"}                                  | /version: "01.0.0" is not a semantic version
            {"version": 1}                                         | /version: version must be text
            {"short_name": null}                                   | /short_name: is missing: the name of the table
            {"short_name": "Articles"}                             | /short_name: "Articles" is not a table name
            {"short_name": "1a"}                                   | /short_name: "1a" is not a table name
            {"short_name": "a-b"}                                  | /short_name: "a-b" is not a table name
            {"short_name": "select"}                               | /short_name: "select" is a word of the query language
            {"short_name": "user"}                                 | /short_name: "user" is a word of the query language
            {"short_name": "lookup"}                               | /short_name: "lookup" is a word of the query language
            {"short_name": "traverse"}                             | /short_name: "traverse" is a word of the query language
            {"short_name": "resources"}                            | /short_name: "resources" is a built-in table and cannot be replaced
            {"short_name": 7}                                      | /short_name: short_name must be text
            {"name": "my app"}                                     | /name: "my app" is not a qualified name
            {"fully_qualified_name": "a..b"}                       | /fully_qualified_name: "a..b" is not a qualified name
            {"properties": null}                                   | /properties: is missing: the fields of a row
            {"type": "array"}                                      | /type: must be "object"
            {"$schema": "http://json-schema.org/draft-07/schema#"} | /$schema: must be https://json-schema.org/draft/2020-12/schema
            {"json_schema_extra": null, "embeding_fields": ["content"]} | /embeding_fields: "embeding_fields" means nothing here (did you mean "embedding_fields"?)
            {"json_schema_extra": {"indexd_fields": ["tags"]}}     | /json_schema_extra/indexd_fields: "indexd_fields" means nothing here
            {"properties": {"tags": {"indexd": true}}}             | /properties/tags/indexd: "indexd" means nothing here (did you mean "indexed"?)
            {"json_schema_extra": {"category": "sytem"}}           | /json_schema_extra/category: "sytem" is not one of system, agents, public, user (did you mean "system"?)
            {"json_schema_extra": {"category": ["user"]}}          | /json_schema_extra/category: category must be text
            {"json_schema_extra": {"embedding_fields": "content"}} | /json_schema_extra/embedding_fields: embedding_fields must be a list of field names
            {"json_schema_extra": {"embedding_fields": [1]}}       | /json_schema_extra/embedding_fields/0: embedding_fields must be a list of field names
            {"json_schema_extra": {"embedding_fields": ["contnet"]}} | /json_schema_extra/embedding_fields/0: there is no field "contnet" (did you mean "content"?)
            {"json_schema_extra": {"embedding_fields": ["count"]}} | /json_schema_extra/embedding_fields/0: "count" cannot be embedded: only text and lists of text can
            {"properties": {"when": {"embed": true}}}              | /properties/when/embed: "when" cannot be embedded
            {"json_schema_extra": {"ttl_seconds": 0}}              | /json_schema_extra/ttl_seconds: must be a whole number of seconds from 1 to
            {"json_schema_extra": {"ttl_seconds": 1.5}}            | /json_schema_extra/ttl_seconds: must be a whole number of seconds from 1 to
            {"json_schema_extra": {"ttl_seconds": "1 h"}}          | /json_schema_extra/ttl_seconds: must be a whole number of seconds from 1 to
            {"ttl_seconds": 99999999999999999999}                  | /ttl_seconds: must be a whole number of seconds from 1 to
            {"json_schema_extra": {"ttl_second": 5}}               | /json_schema_extra/ttl_second: "ttl_second" means nothing here (did you mean "ttl_seconds"?)
            {"json_schema_extra": {"expires_at": "title"}}         | /json_schema_extra/expires_at: "title" cannot say when a row expires: only a date-time can
            {"json_schema_extra": {"expires_at": "whem"}}          | /json_schema_extra/expires_at: there is no field "whem" (did you mean "when"?)
            {"properties": {"tags": {"expires_at": true}}}         | /properties/tags/expires_at: "tags" cannot say when a row expires
            {"indexed_fields": ["titel"]}                          | /indexed_fields/0: there is no field "titel" (did you mean "title"?)
            {"indexed_fields": ["data"]}                           | /indexed_fields/0: "data" cannot be indexed
            {"properties": {"data": {"json_schema_extra": {"indexed": true}}}} | /properties/data/json_schema_extra/indexed: "data" cannot be indexed
            {"properties": {"title": {"indexed": "yes"}}}          | /properties/title/indexed: indexed must be true or false
            {"key_field": "nothing"}                               | /key_field: there is no field "nothing"
            {"key_field": "tags"}                                  | /key_field: "tags" cannot be the key
            {"key_field": "flag"}                                  | /key_field: "flag" cannot be the key
            {"key_field": "title", "properties": {"content": {"key_field": true}}} | /properties/content/key_field: a second key field: "content", but /key_field says "title"
            {"properties": {"title": {"key_field": true}, "content": {"key_field": true}}} | /properties/content/key_field: a second key field: "content", but /properties/title/key_field says "title"
            {"embedding_provider": "local:a", "properties": {"content": {"embedding_provider": "openai:b"}}} | /properties/content/embedding_provider: a second embedding provider: "openai:b", but /embedding_provider says "local:a"
            {"key_field": "title", "json_schema_extra": {"key_field": "content"}} | /json_schema_extra/key_field: key_field contradicts what /key_field says
            {"embedding_provider": "gpt"}                          | /embedding_provider: "gpt" is not an embedding provider
            {"encrypted_fields": ["secret"]}                       | /encrypted_fields/0: there is no field "secret"
            {"tools": {"tool_name": "x"}}                          | /tools: tools must be a list of objects with mcp_server and tool_name
            {"tools": [{"tool_name": "x"}]}                        | /tools/0: tools must be a list of objects with mcp_server and tool_name
            {"resources": ["x"]}                                   | /resources/0: resources must be a list of objects with uri
            {"properties": {"id": {"type": "string"}}}             | /properties/id: "id" is a system field
            {"properties": {"created_at": {}}}                     | /properties/created_at: "created_at" is a system field
            {"properties": {"Embedding": {}}}                      | /properties/Embedding: "Embedding" is a system field
            {"properties": {"Title": {}}}                          | /properties/Title: differs from "title" only in upper and lower case
            {"properties": {"": {}}}                               | a field must have a name
            {"properties": {"a\\u0000b": {}}}                      | a field's name has no control characters
            {"properties": {"title": {"type": "sting"}}}           | /properties/title/type: "sting" is not one of array, boolean, integer, null, number, object, string (did you mean "string"?)
            {"properties": {"title": {"required": true}}}          | /properties/title/required: must be a list, but is true
            {"properties": {"title": {"minLength": -1}}}           | /properties/title/minLength: must be at least 0, but is -1
            {"properties": {"title": {"pattern": "("}}}            | /properties/title/pattern: "(" is not a regular expression
            {"properties": {"title": 5}}                           | /properties/title: must be
            {"properties": [1]}                                    | /properties: must be an object, but is a list
            {"properties": {"title": {"$ref": "#/$defs/Nope"}}}    | /properties/title/$ref: "#/$defs/Nope" leads nowhere
            {"properties": {"title": {"$ref": "http://localhost:1/x"}}} | /properties/title/$ref: "http://localhost:1/x" leads nowhere
            {"properties": {"title": {"$ref": "#/$defs/A"}}, "$defs": {"A": {"$ref": "#/$defs/A"}}} | /$defs/A/$ref: "#/$defs/A" leads back to itself
            {"required": ["titel"]}                                | /required/0: there is no field "titel" (did you mean "title"?)
            {"required": "title"}                                  | /required: must be a list, but is text
            """)
    void namesTheMistakeAndItsPlace(String patch, String message) {
        RemException error = compile(patch);

        assertThat(error.code()).isEqualTo(ErrorCode.INVALID_SCHEMA);
        assertThat(error.text()).contains(message);
        assertThat(error.details()).containsEntry("source", "articles.json");
    }

    @Test
    void reportsAllMistakesAtOnceAndSuggestsNames() {
        RemException error = compile(
                "{\"version\": null, \"required\": [\"titel\"], \"indexed_fields\": [\"tgas\"], \"key_field\": \"flag\"}");

        assertThat(error.text())
                .startsWith("The schema has 4 problems: ")
                .contains("/version: ", "/required/0: ", "/indexed_fields/0: ", "/key_field: ");
        assertThat(error.hint().orElseThrow())
                .contains("Did you mean \"title\" instead of \"titel\"?", "Did you mean \"tags\" instead of \"tgas\"?");
    }

    @Test
    void refusesMoreThanAThousandFieldsAndNamesThatAreTooLong() {
        ObjectNode many = Json.object();
        for (int index = 0; index < 1001; index++) {
            many.withObject("/properties").putObject("f" + index);
        }
        assertThat(compile(Json.text(many)).text()).contains("/properties: 1008 fields are too many; the most is 1000");
        assertThat(compile("{\"properties\": {\"" + "x".repeat(256) + "\": {}}}")
                        .text())
                .contains("a field's name has at most 255 characters");
        assertThat(compile("{\"short_name\": \"" + "a".repeat(64) + "\"}").text())
                .contains("is not a table name");
    }

    private static RemException compile(String patch) {
        ObjectNode document = Json.parseObject(RIGHT);
        merge(document, Json.parseObject(patch));
        return catchThrowableOfType(
                RemException.class, () -> SchemaCompiler.compile(new Schema(document, "articles.json")));
    }

    private static void merge(ObjectNode target, ObjectNode patch) {
        patch.forEachEntry((name, value) -> {
            if (value.isNull()) {
                target.remove(name);
            } else if (value instanceof ObjectNode object && target.get(name) instanceof ObjectNode known) {
                merge(known, object);
            } else {
                target.set(name, value);
            }
        });
    }
}
