package io.remdb.cli.output;

import io.remdb.Entity;
import io.remdb.Hit;
import io.remdb.HitExplanation;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Hits of a search: the scores, then the entity. */
public final class HitShape implements RowShape<Hit<Entity>> {
    private static final List<String> EXPLANATION = List.of("explanation");

    private final EntityShape entities;
    private final List<String> explanation;
    private final List<String> properties;

    /** {@code hits} are the rows that will be printed. */
    public HitShape(List<Hit<Entity>> hits) {
        this.properties = EntityShape.propertiesOf(hits.stream().map(Hit::entity));
        this.explanation = hits.stream().anyMatch(hit -> hit.explanation() != null) ? EXPLANATION : List.of();
        this.entities = EntityShape.ofTable(properties, false);
    }

    @Override
    public ObjectNode json(Hit<Entity> row) {
        return EntityJson.of(row);
    }

    @Override
    public List<String> columns() {
        return Stream.of(entities.columns(), Hit.SCORES, explanation)
                .flatMap(List::stream)
                .toList();
    }

    @Override
    public List<String> cells(Hit<Entity> row) {
        ObjectNode json = EntityJson.of(row);
        return Stream.of(
                        entities.cells(row.entity()),
                        EntityShape.texts(json, Hit.SCORES),
                        EntityShape.texts(json, explanation))
                .flatMap(List::stream)
                .toList();
    }

    @Override
    public List<String> tableColumns() {
        return Stream.of(List.of("score"), explanation, List.of("entity_type"), properties)
                .flatMap(List::stream)
                .toList();
    }

    @Override
    public List<String> tableCells(Hit<Entity> row) {
        return Stream.of(
                        List.of(String.format(Locale.ROOT, "%.3f", row.score())),
                        explanations(row.explanation()),
                        List.of(row.entity().entityType()),
                        EntityShape.texts(row.entity().properties(), properties))
                .flatMap(List::stream)
                .toList();
    }

    private List<String> explanations(@Nullable HitExplanation why) {
        return explanation.isEmpty() ? List.of() : List.of(why == null ? "" : text(why));
    }

    /** {@code 0.50 x meaning 0.93 + 0.50 x words 1.00 (memory 2.10, safety 1.32)}, without a side that counts nothing. */
    private static String text(HitExplanation why) {
        String words = why.words().stream()
                .map(word -> String.format(Locale.ROOT, "%s %.2f", word.word(), word.score()))
                .collect(Collectors.joining(", ", " (", ")"));
        return Stream.of(
                        part("meaning", why.semanticWeight(), why.semanticPart()),
                        part("words", why.keywordWeight(), why.keywordPart())
                                + (why.words().isEmpty() ? "" : words))
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining(" + "));
    }

    private static String part(String side, double weight, @Nullable Double part) {
        return part == null ? "" : String.format(Locale.ROOT, "%.2f x %s %.2f", weight, side, part);
    }
}
