package io.remdb.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Keeps the numbers with the best scores, best first; few enough that a sorted array is the quickest. Not thread-safe. */
final class Nearest {
    private final long[] numbers;
    private final float[] scores;
    private int size;

    Nearest(int limit) {
        numbers = new long[limit];
        scores = new float[limit];
    }

    void offer(long number, float score) {
        if (size == numbers.length && score <= scores[size - 1]) {
            return;
        }
        int place = size < numbers.length ? size++ : size - 1;
        while (place > 0 && scores[place - 1] < score) {
            scores[place] = scores[place - 1];
            numbers[place] = numbers[place - 1];
            place--;
        }
        scores[place] = score;
        numbers[place] = number;
    }

    void merge(Nearest other) {
        for (int i = 0; i < other.size; i++) {
            offer(other.numbers[i], other.scores[i]);
        }
    }

    List<Long> numbers() {
        List<Long> found = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            found.add(numbers[i]);
        }
        return List.copyOf(found);
    }

    /** The scores, best first. */
    float[] scores() {
        return Arrays.copyOf(scores, size);
    }
}
