package io.remdb.search;

import java.util.Arrays;

/** Numbers values as they come, from 0 on. One thread at a time. Open addressing with linear probing. */
final class LongCodes {
    private static final int SMALLEST = 64;
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private long[] values = new long[SMALLEST];
    private int count;
    /** By hash, the code of a value plus one; 0 for an empty slot. */
    private int[] slots = new int[2 * SMALLEST];

    /** How many bits of a hash are not looked at. */
    private int shift = shift(slots);

    /** How many values there are. */
    int count() {
        return count;
    }

    /** The value that has a code. */
    long value(int code) {
        return values[code];
    }

    /** The code of a value, which is given one if it has none. */
    int code(long value) {
        int mask = slots.length - 1;
        int slot = slot(value);
        while (slots[slot] != 0) {
            int code = slots[slot] - 1;
            if (values[code] == value) {
                return code;
            }
            slot = (slot + 1) & mask;
        }
        if (count == values.length) {
            grow();
            return code(value);
        }
        slots[slot] = count + 1;
        values[count] = value;
        return count++;
    }

    private void grow() {
        values = Arrays.copyOf(values, 2 * values.length);
        slots = new int[2 * values.length];
        shift = shift(slots);
        int mask = slots.length - 1;
        for (int code = 0; code < count; code++) {
            int slot = slot(values[code]);
            while (slots[slot] != 0) {
                slot = (slot + 1) & mask;
            }
            slots[slot] = code + 1;
        }
    }

    private static int shift(int[] slots) {
        return Long.numberOfLeadingZeros(slots.length) + 1;
    }

    /** For tests: how many slots lie before those of all values, from where each is looked for first. */
    long steps() {
        long steps = 0;
        for (int slot = 0; slot < slots.length; slot++) {
            if (slots[slot] != 0) {
                steps += (slot - slot(values[slots[slot] - 1])) & (slots.length - 1);
            }
        }
        return steps;
    }

    /**
     * Fibonacci hashing (D. Knuth, The Art of Computer Programming, volume 3, 6.4): the first bits of the product. Those behind are all zero
     * where the last bits of the value are, as those of doubles that are whole numbers.
     */
    private int slot(long value) {
        return (int) ((value * GOLDEN) >>> shift);
    }
}
