package io.remdb.dream.segment;

import io.remdb.dream.activity.Activity;
import io.remdb.dream.activity.Item;
import io.remdb.dream.activity.Vectors;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Cuts messages of one session where their topic changes. Neighbours that are most like each other are joined until none are like each other enough
 * (hierarchical agglomerative segmentation: Yaari 1997), where likeness is that of the vectors of whole pieces, which smooths as the blocks of
 * TextTiling (Hearst 1997) do, and better where a conversation has ten messages rather than a text of ten pages. A pause between two pieces, and
 * words with which people announce a change (cue phrases: Hirschberg and Litman 1993), make them less like each other. Immutable.
 */
final class TopicCuts {
    /** How much a pause of the length that ends an activity would count. */
    private static final double PAUSE_WEIGHT = 0.15;

    private static final double CUE_WEIGHT = 0.1;

    /** So that pieces that are too short for a topic are joined before all others. */
    private static final double TOO_SHORT = 2;

    /** Looked for at the beginning of what somebody says, behind at most a few words. */
    private static final Pattern CUE = Pattern.compile(
            "^(?:\\W*\\w+){0,3}?\\W*\\b(?:anyway|anyhow|by the way|btw|incidentally|meanwhile|moving on|"
                    + "on another (?:note|subject|topic)|(?:completely |totally |quite )?(?:different|other|new) (?:topic|subject|question)|"
                    + "changing the subject|change of subject|unrelated|separately|another thing|one more thing|back to|speaking of|"
                    + "apart from that|now for something)\\b");

    private final SegmentOptions options;
    private final Baseline baseline;

    TopicCuts(SegmentOptions options, Baseline baseline) {
        this.options = options;
        this.baseline = baseline;
    }

    /** The pieces of a run, in its order. */
    List<List<Item>> cut(List<Item> run) {
        List<Piece> pieces = new ArrayList<>();
        Exchange.of(run)
                .forEach(exchange ->
                        pieces.add(new Piece(exchange.messages(), exchange.centre(), cued(exchange.opening()))));
        while (pieces.size() > 1) {
            int best = 1;
            double likeness = Double.NEGATIVE_INFINITY;
            for (int i = 1; i < pieces.size(); i++) {
                double here = likeness(pieces.get(i - 1), pieces.get(i));
                if (here > likeness) {
                    likeness = here;
                    best = i;
                }
            }
            if (likeness < baseline.at(options.cohesion())) {
                break;
            }
            pieces.set(best - 1, pieces.get(best - 1).with(pieces.remove(best)));
        }
        return pieces.stream().map(Piece::messages).toList();
    }

    private double likeness(Piece before, Piece after) {
        double cosine = Vectors.cosine(before.centre(), after.centre());
        double pause = (double) Duration.between(
                                before.messages().getLast().time(),
                                after.messages().getFirst().time())
                        .toMillis()
                / options.pause().toMillis();
        double likeness = cosine - PAUSE_WEIGHT * Math.min(1, pause) - (after.cued() ? CUE_WEIGHT : 0);
        boolean tooShort = before.messages().size() < options.fewestMessages()
                || after.messages().size() < options.fewestMessages();
        return tooShort ? likeness + TOO_SHORT : likeness;
    }

    private static boolean cued(String opening) {
        return CUE.matcher(opening.toLowerCase(Locale.ROOT)).find();
    }

    @SuppressWarnings("ArrayRecordComponent") // vectors are never changed, and never compared as a whole
    private record Piece(List<Item> messages, float[] centre, boolean cued) {
        Piece with(Piece after) {
            List<Item> both = new ArrayList<>(messages);
            both.addAll(after.messages);
            return new Piece(both, Activity.centre(both), cued);
        }
    }
}
