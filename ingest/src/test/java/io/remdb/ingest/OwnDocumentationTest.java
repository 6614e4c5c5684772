package io.remdb.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.remdb.Entity;
import io.remdb.Hit;
import io.remdb.RemDatabase;
import io.remdb.ingest.FileResult.Action;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** {@code rem ingest docs/ README.md}, and questions that the documentation answers. */
class OwnDocumentationTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    /** Where a question is answered: one of these headings of one of these files, from the beginning of the section's path. */
    private record Answer(String question, String file, String heading) implements Predicate<Entity> {
        @Override
        public boolean test(Entity chunk) {
            List<String> headings = new ArrayList<>();
            chunk.properties()
                    .path("metadata")
                    .path("headings")
                    .forEach(heading -> headings.add(heading.stringValue()));
            return chunk.properties().get("uri").stringValue().endsWith(file) && headings.contains(heading);
        }
    }

    @Test
    void questionsFindTheRightSection() {
        try (RemDatabase db = Settings.database()) {
            List<FileResult> results = new ArrayList<>();
            try (IngestRun run = new Ingester(db, Settings.config())
                    .start(
                            List.of(
                                    ROOT.resolve("docs").toString(),
                                    ROOT.resolve("README.md").toString()),
                            IngestOptions.DEFAULTS)) {
                run.forEachRemaining(results::add);
            }
            assertThat(results)
                    .hasSizeGreaterThan(15)
                    .extracting(FileResult::action)
                    .containsOnly(Action.CREATED);

            for (Answer answer : List.of(
                    new Answer("how do I rotate keys", "docs/cli.md", "Encryption"),
                    new Answer(
                            "what is protected when somebody steals the disk", "docs/security.md", "Who learns what"),
                    new Answer(
                            "which exit code does a failed command have",
                            "docs/cli.md",
                            "What holds for every command"))) {
                List<Hit<Entity>> hits = db.search(answer.question()).limit(3).run();
                hits.forEach(hit -> System.out.println(answer.question() + " " + hit.score() + " "
                        + hit.entity().properties().get("uri") + " "
                        + hit.entity().properties().path("metadata").path("headings")));
                assertThat(hits).extracting(Hit::entity).as(answer.question()).anyMatch(answer);
            }
            assertThat(db.search("how do I rotate keys")
                            .limit(1)
                            .run()
                            .getFirst()
                            .entity())
                    .matches(new Answer("", "docs/cli.md", "Encryption"));
        }
    }
}
