package io.remdb.store.rocks;

import java.util.BitSet;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.junit.jupiter.api.Test;

/** Whoever holds the locks of two rows changes both alone, and nobody waits for ever: Lincheck tries the orders in which threads may run. */
@Param(name = "row", gen = IntGen.class, conf = "0:2")
public class LockStripesTest {
    private final LockStripes locks = new LockStripes();
    private final int[] amounts = {100, 100, 100};

    private static BitSet both(int one, int other) {
        BitSet stripes = new BitSet();
        stripes.set(one);
        stripes.set(other);
        return stripes;
    }

    @Operation(params = {"row", "row"})
    public void move(int from, int to) {
        BitSet stripes = both(from, to);
        locks.lock(stripes);
        try {
            amounts[from]--;
            amounts[to]++;
        } finally {
            locks.unlock(stripes);
        }
    }

    @Operation(params = {"row", "row"})
    public int sum(int one, int other) {
        BitSet stripes = both(one, other);
        locks.lock(stripes);
        try {
            return amounts[one] + amounts[other];
        } finally {
            locks.unlock(stripes);
        }
    }

    @Test
    void unitsOverSeveralRowsAreLinearizable() {
        new ModelCheckingOptions()
                .iterations(Integer.getInteger("rem.lincheck.iterations", 3))
                .invocationsPerIteration(100)
                .threads(2)
                .actorsBefore(0)
                .actorsPerThread(2)
                .actorsAfter(0)
                .check(LockStripesTest.class);
    }
}
