package io.remdb.store.rocks;

import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.junit.jupiter.api.Test;

/** What is released when a gate is closed is not touched by anybody inside: Lincheck tries the orders in which threads may run. */
public class CallGateTest {
    private final CallGate gate = new CallGate();
    private volatile boolean released;

    /** Whether what it uses is there; true as well when it is not let in. */
    @Operation
    public boolean use() {
        int pass = gate.tryEnter();
        if (pass < 0) {
            return true;
        }
        try {
            return !released;
        } finally {
            gate.leave(pass);
        }
    }

    @Operation(runOnce = true)
    public void close() {
        gate.close();
        released = true;
    }

    /** Nobody ever finds it released. */
    public static class Always {
        public boolean use() {
            return true;
        }

        public void close() {}
    }

    @Test
    void nothingIsReleasedWhileSomebodyIsInside() {
        new ModelCheckingOptions()
                .iterations(Integer.getInteger("rem.lincheck.iterations", 3))
                .invocationsPerIteration(200)
                .threads(2)
                .actorsPerThread(2)
                .sequentialSpecification(Always.class)
                .check(CallGateTest.class);
    }
}
