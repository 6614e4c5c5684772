package io.remdb.dream.segment;

import io.remdb.dream.activity.Activity;
import io.remdb.dream.activity.Item;
import io.remdb.dream.activity.Vectors;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * How like each other two pieces of conversation are that have nothing to do with each other. It differs from model to model and from person to
 * person, so that limits are set relative to it. Immutable.
 *
 * @param similarity the mean cosine of pieces of different sessions
 */
public record Baseline(double similarity) {
    /** What it is taken to be where there is only one session to look at: about that of the models that come with the database. */
    public static final Baseline UNKNOWN = new Baseline(0.15);

    private static final int MOST_PIECES = 200;
    private static final int PIECE = 3;

    /** The cosine at a fraction of the way from here to the same. */
    public double at(double fraction) {
        return similarity + fraction * (1 - similarity);
    }

    /** Measures it with messages in order of time. */
    public static Baseline of(List<Item> messages) {
        List<Piece> pieces = pieces(messages);
        double sum = 0;
        int pairs = 0;
        for (int a = 0; a < pieces.size(); a++) {
            for (int b = a + 1; b < pieces.size(); b++) {
                if (!pieces.get(a).session().equals(pieces.get(b).session())) {
                    sum += Vectors.cosine(pieces.get(a).centre(), pieces.get(b).centre());
                    pairs++;
                }
            }
        }
        return pairs == 0 ? UNKNOWN : new Baseline(Math.max(0, sum / pairs));
    }

    @SuppressWarnings("ArrayRecordComponent") // vectors are never changed, and never compared as a whole
    private record Piece(UUID session, float[] centre) {}

    /** A few messages in a row, evenly over all of them. */
    private static List<Piece> pieces(List<Item> messages) {
        List<Piece> pieces = new ArrayList<>();
        int step = Math.max(PIECE, messages.size() / MOST_PIECES);
        for (int i = 0; i + PIECE <= messages.size(); i += step) {
            List<Item> piece = messages.subList(i, i + PIECE);
            UUID session = piece.getFirst().session();
            if (session != null && piece.stream().allMatch(item -> session.equals(item.session()))) {
                pieces.add(new Piece(session, Activity.centre(piece)));
            }
        }
        return pieces;
    }
}
