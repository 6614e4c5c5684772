import io.remdb.Embedded;
import io.remdb.Hit;
import io.remdb.Indexed;
import io.remdb.Key;
import io.remdb.QueryResult;
import io.remdb.RemDatabase;
import io.remdb.RemSchema;
import io.remdb.Schema;
import io.remdb.Table;
import java.nio.file.Path;
import java.util.List;

/**
 * Notes that are found by meaning and counted by SQL. At the root of a checkout, after ./rem --version has built it, and with a JDK 25:
 *
 *   java --enable-native-access=ALL-UNNAMED -cp 'cli/target/rem/lib/*' examples/java/Notes.java [FOLDER]
 *
 * FOLDER is the database, ./notes unless given. It is made when it is not there, and run again the program writes the same rows.
 */
class Notes {
    @RemSchema(description = "Notes to oneself")
    record Note(
            @Key String title,
            @Embedded String text,
            @Indexed String topic) {}

    static void main(String[] arguments) {
        try (RemDatabase db = RemDatabase.open(Path.of(arguments.length > 0 ? arguments[0] : "notes"))) {
            db.schemas().register(Schema.of(Note.class));
            Table<Note> notes = db.table(Note.class);
            notes.insertAll(List.of(
                    new Note("Sourdough", "Feed the starter with flour and water every evening.", "kitchen"),
                    new Note("Risotto", "Stir the rice while the broth goes in, ladle by ladle.", "kitchen"),
                    new Note("Bicycle", "The chain wants oil after every ride in the rain.", "workshop")));
            for (Hit<Note> hit : notes.search("how do I bake bread").limit(1)) {
                System.out.println("Found: " + hit.value().title());
            }
            try (QueryResult topics =
                    db.query("SELECT topic, count(*) AS n FROM notes GROUP BY topic ORDER BY topic")) {
                topics.forEach(row -> System.out.println(row.string("topic") + ": " + row.number("n")));
            }
        }
    }
}
