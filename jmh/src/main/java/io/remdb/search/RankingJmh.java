package io.remdb.search;

import io.remdb.jmh.AverageTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.openjdk.jmh.annotations.Benchmark;

/** What a search does with what the index has found. */
public class RankingJmh extends AverageTime {
    private static final int COMPARED = 10_000;

    private final Random random = new Random(1);
    private final List<Candidate> meaning = ranking();
    private final List<Candidate> words = ranking();
    private final Map<UUID, Double> cosines = new HashMap<>();
    private final float[] scores = new float[COMPARED];

    /** Both rankings, none of whose rows the other has: the most work. */
    public RankingJmh() {
        words.forEach(each -> cosines.put(each.id(), random.nextDouble()));
        for (int i = 0; i < COMPARED; i++) {
            scores[i] = random.nextFloat();
        }
    }

    private List<Candidate> ranking() {
        List<Candidate> candidates = new ArrayList<>();
        for (int i = 0; i < HybridFusion.DEPTH; i++) {
            candidates.add(new Candidate(new UUID(random.nextLong(), random.nextLong()), random.nextFloat()));
        }
        candidates.sort(Candidate.BEST_FIRST);
        return candidates;
    }

    /** Two rankings of 100 become one. */
    @Benchmark
    public List<FusedCandidate> fuse() {
        return HybridFusion.fuse(meaning, words, HybridFusion.EQUAL_WEIGHT, cosines);
    }

    /** The best 10 of 10,000 scores in any order. */
    @Benchmark
    public int bestOfMany() {
        Best best = new Best(10);
        for (int i = 0; i < COMPARED; i++) {
            best.offer(i, scores[i]);
        }
        return best.count();
    }
}
