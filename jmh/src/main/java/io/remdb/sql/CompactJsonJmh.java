package io.remdb.sql;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Finding fields in the JSON of a stored row: what SQL pays for each row that it reads, per column that is used. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class CompactJsonJmh {
    private static final byte[] ROW = """
            {"amount":4711.25,"category":"astronomy","code":"row-000123456","published":"2025-06-01T12:34:56Z",\
            "quantity":17,"tags":["red","green"],"title":"A title of some forty characters, as usual"}""".getBytes(StandardCharsets.UTF_8);

    /** Names of fields, separated by commas. */
    @Param({"amount", "category,published", "code,title,amount"})
    public String fields = "";

    private byte[][] names = {};

    /** Splits the names. */
    @Setup
    public void split() {
        String[] each = fields.split(",");
        names = new byte[each.length][];
        for (int i = 0; i < each.length; i++) {
            names[i] = each[i].getBytes(StandardCharsets.UTF_8);
        }
    }

    /** Where they are. */
    @Benchmark
    public int @Nullable [] locate() {
        return CompactJson.locate(ROW, names);
    }
}
