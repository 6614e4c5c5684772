package io.remdb.ask;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.remdb.RemDatabase;
import io.remdb.Schema;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.channels.SocketChannel;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Without the key of a service, a question leaves this machine by no way. */
class NoNetworkTest {
    @Test
    void questionsAreAnsweredWithoutTheNetwork() {
        List<String> before = NetworkUse.seen();
        try (RemDatabase database = RemDatabase.inMemory()) {
            database.schemas().register(Schema.parse("""
                    {"title": "Note", "description": "A note", "version": "1.0.0", "short_name": "notes", "type": "object",
                     "properties": {"title": {"type": "string"}, "text": {"type": "string"}},
                     "required": ["title"], "json_schema_extra": {"key_field": "title", "embedding_fields": ["text"]}}
                    """));
            database.insert("notes", "{\"title\": \"Moon\", \"text\": \"tides and craters\"}");

            Answer counted = Ask.on(database).ask("how many notes are there?");
            Answer searched = Ask.on(database).ask("notes about the sea");

            assertThat(counted.rows()).hasSize(1);
            assertThat(searched.plan().requiresSearch()).isTrue();
            assertThat(searched.rows()).isNotEmpty();
        }
        assertThat(NetworkUse.seen()).isEqualTo(before);
    }

    /** What the test above relies on. */
    @Test
    void useOfTheNetworkIsSeen() {
        assertThatThrownBy(() -> InetAddress.getAllByName("rem.example")).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> SocketChannel.open().close()).isInstanceOf(IOException.class);

        assertThat(NetworkUse.seen()).contains("name rem.example", "a socket");
    }
}
