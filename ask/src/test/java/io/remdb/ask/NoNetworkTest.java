package io.remdb.ask;

import static org.assertj.core.api.Assertions.assertThat;

import io.remdb.RemDatabase;
import io.remdb.Schema;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Without the key of a service, a question leaves this machine by no way. */
class NoNetworkTest {
    @TempDir
    Path services;

    @Test
    void questionsAreAnsweredWithoutTheNetwork() throws IOException {
        assertThat(NetworkUse.runWithout(Questions.class, services))
                .containsExactly("rows 1", "rows 1", "seen []", "seen [name rem.example, a socket]");
    }

    /** Asks; then uses the network, to show that this is seen. */
    static final class Questions {
        private Questions() {}

        public static void main(String[] args) {
            try (RemDatabase database = RemDatabase.inMemory()) {
                database.schemas().register(Schema.parse("""
                        {"title": "Note", "description": "A note", "version": "1.0.0", "short_name": "notes", "type": "object",
                         "properties": {"title": {"type": "string"}, "text": {"type": "string"}},
                         "required": ["title"], "json_schema_extra": {"key_field": "title", "embedding_fields": ["text"]}}
                        """));
                database.insert("notes", "{\"title\": \"Moon\", \"text\": \"tides and craters\"}");
                for (String question : new String[] {"how many notes are there?", "notes about the sea"}) {
                    System.out.println(
                            "rows " + Ask.on(database).ask(question).rows().size());
                }
            }
            System.out.println("seen " + NetworkUse.seen());
            try {
                System.out.println(InetAddress.getAllByName("rem.example").length);
            } catch (IOException _) {
                openSocket();
            }
            System.out.println("seen " + NetworkUse.seen());
        }

        private static void openSocket() {
            try {
                SocketChannel.open().close();
            } catch (IOException _) {
                // refused, and seen
            }
        }
    }
}
