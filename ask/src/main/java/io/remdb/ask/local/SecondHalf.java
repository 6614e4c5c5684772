package io.remdb.ask.local;

import java.util.Optional;
import java.util.Set;

/** A statement computes one thing, and orders by one: what a question asks for beside that is told, not left out. */
final class SecondHalf {
    private static final int SHOWN = 3;

    private SecondHalf() {}

    /** What is asked for after "and", as the first thing has been asked for before it. */
    static Optional<String> of(Sketch sketch) {
        boolean asked = false;
        for (int at = 0; at < sketch.size(); at++) {
            if (!asks(sketch, at)) {
                continue;
            }
            int before = sketch.word(at - 1).equals("the") ? at - 2 : at - 1;
            // "the cheapest products, cheapest first" asks for one order.
            boolean order =
                    sketch.word(at + 1).equals("first") || sketch.word(at + 2).equals("first");
            if (asked && !order && Set.of("and", ",", "&").contains(sketch.word(before))) {
                return Optional.of(sketch.text(at, Math.min(sketch.size(), at + SHOWN)));
            }
            asked = true;
        }
        return Optional.empty();
    }

    private static boolean asks(Sketch sketch, int at) {
        String word = sketch.word(at);
        String next = sketch.word(at + 1);
        return (AggregateReader.isNamed(word) && !next.equals("number"))
                || (word.equals("number") && next.equals("of"))
                || (word.equals("how") && Set.of("many", "much").contains(next))
                || (Set.of("most", "least").contains(word)
                        && Vocabulary.adjective(next).isPresent())
                || Vocabulary.superlative(word)
                        .filter(plain -> Vocabulary.adjective(plain).isPresent())
                        .isPresent();
    }
}
