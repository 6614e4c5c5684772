package io.remdb.dream.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.remdb.RemDatabase;
import io.remdb.Schema;
import io.remdb.dream.activity.Activity;
import io.remdb.dream.activity.Item;
import io.remdb.dream.activity.Item.Kind;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class MentionsTest {
    @Test
    void linksNothingThatTheTextsDoNotSay() {
        try (RemDatabase database = RemDatabase.inMemory()) {
            database.schemas().register(Schema.parse("""
                    {"title": "Thing", "name": "test.Thing", "description": "Things one knows", "version": "1.0.0", "type": "object",
                     "short_name": "things", "properties": {"name": {"type": "string"}}, "required": ["name"],
                     "json_schema_extra": {"key_field": "name"}}
                    """));
            UUID roof = database.insert("things", "{\"name\": \"roof tiles\"}").id();
            UUID anna = database.insert("things", "{\"name\": \"Anna Berg\"}").id();
            UUID upkeep = database.insert("things", "{\"name\": \"home maintenance\"}")
                    .id();
            Item said = new Item(
                    List.of(new UUID(0, 1)),
                    Kind.PERSON,
                    Instant.EPOCH,
                    "I asked anna for the roof tile.",
                    new float[0],
                    null,
                    null,
                    "");

            assertThat(new Mentions(database)
                            .of(
                                    new Activity(List.of(said), List.of(), null),
                                    List.of("Anna Berg"),
                                    List.of("home maintenance", "roof tiles")))
                    .containsKeys(roof, anna)
                    .doesNotContainKey(upkeep);
        }
    }
}
