package io.remdb.server.wire;

import io.remdb.Entity;
import io.remdb.Hit;
import io.remdb.HitExplanation;
import io.remdb.SearchMode;
import io.remdb.SearchPlan;
import io.remdb.server.proto.ExplainSearchResponse;
import io.remdb.server.proto.Leg;
import io.remdb.server.proto.TablePlan;
import io.remdb.server.proto.Word;
import org.jspecify.annotations.Nullable;

/** Hits, why they have their scores, and how a search was done. */
public final class SearchWire {
    private SearchWire() {}

    /** A hit as a message. */
    public static io.remdb.server.proto.Hit hit(Hit<Entity> hit) {
        io.remdb.server.proto.Hit.Builder message = io.remdb.server.proto.Hit.newBuilder()
                .setEntity(EntityWire.entity(hit.entity()))
                .setScore(hit.score());
        @Nullable Double semantic = hit.semanticScore();
        if (semantic != null) {
            message.setSemanticScore(semantic);
        }
        @Nullable Double keyword = hit.keywordScore();
        if (keyword != null) {
            message.setKeywordScore(keyword);
        }
        HitExplanation explanation = hit.explanation();
        if (explanation != null) {
            message.setExplanation(explanation(explanation));
        }
        return message.build();
    }

    /** The hit of a message. */
    public static Hit<Entity> hit(io.remdb.server.proto.Hit message) {
        Entity entity = EntityWire.entity(message.getEntity());
        return new Hit<>(
                entity,
                entity,
                message.getScore(),
                message.hasSemanticScore() ? message.getSemanticScore() : null,
                message.hasKeywordScore() ? message.getKeywordScore() : null,
                message.hasExplanation() ? explanation(message.getExplanation()) : null);
    }

    private static io.remdb.server.proto.HitExplanation explanation(HitExplanation explanation) {
        io.remdb.server.proto.HitExplanation.Builder message = io.remdb.server.proto.HitExplanation.newBuilder()
                .setSemanticWeight(explanation.semanticWeight())
                .setKeywordWeight(explanation.keywordWeight());
        @Nullable Double semantic = explanation.semanticPart();
        if (semantic != null) {
            message.setSemanticPart(semantic);
        }
        @Nullable Double keyword = explanation.keywordPart();
        if (keyword != null) {
            message.setKeywordPart(keyword);
        }
        for (HitExplanation.Word word : explanation.words()) {
            message.addWords(
                    Word.newBuilder().setWord(word.word()).setTerm(word.term()).setScore(word.score()));
        }
        return message.build();
    }

    private static HitExplanation explanation(io.remdb.server.proto.HitExplanation message) {
        return new HitExplanation(
                message.getSemanticWeight(),
                message.hasSemanticPart() ? message.getSemanticPart() : null,
                message.getKeywordWeight(),
                message.hasKeywordPart() ? message.getKeywordPart() : null,
                message.getWordsList().stream()
                        .map(word -> new HitExplanation.Word(word.getWord(), word.getTerm(), word.getScore()))
                        .toList());
    }

    /** A plan as a message. */
    public static ExplainSearchResponse plan(SearchPlan plan) {
        ExplainSearchResponse.Builder message = ExplainSearchResponse.newBuilder()
                .setMode(plan.mode().name())
                .setLimit(plan.limit())
                .setHits(plan.hits());
        for (SearchPlan.OfTable table : plan.tables()) {
            TablePlan.Builder of = TablePlan.newBuilder()
                    .setTable(table.table())
                    .setFilter(table.filter().name())
                    .setFilterReason(table.filterReason());
            table.legs().forEach(leg -> of.addLegs(leg(leg)));
            message.addTables(of);
        }
        return message.build();
    }

    private static Leg leg(SearchPlan.Leg leg) {
        Leg.Builder message = Leg.newBuilder()
                .setSide(leg.side().name())
                .setWay(leg.way().name())
                .setReason(leg.reason())
                .setRows(leg.rows())
                .setEstimated(leg.estimated())
                .setAsked(leg.asked())
                .setFound(leg.found());
        @Nullable Long matching = leg.matching();
        if (matching != null) {
            message.setMatching(matching);
        }
        return message.build();
    }

    /** The plan of a message. */
    public static SearchPlan plan(ExplainSearchResponse message) {
        return new SearchPlan(
                Names.of(SearchMode.class, message.getMode()),
                message.getLimit(),
                message.getTablesList().stream()
                        .map(table -> new SearchPlan.OfTable(
                                table.getTable(),
                                Names.of(SearchPlan.Filter.class, table.getFilter()),
                                table.getFilterReason(),
                                table.getLegsList().stream()
                                        .map(SearchWire::leg)
                                        .toList()))
                        .toList(),
                message.getHits());
    }

    private static SearchPlan.Leg leg(Leg message) {
        return new SearchPlan.Leg(
                Names.of(SearchPlan.Side.class, message.getSide()),
                Names.of(SearchPlan.Way.class, message.getWay()),
                message.getReason(),
                message.getRows(),
                message.getEstimated(),
                message.hasMatching() ? message.getMatching() : null,
                message.getAsked(),
                message.getFound());
    }
}
