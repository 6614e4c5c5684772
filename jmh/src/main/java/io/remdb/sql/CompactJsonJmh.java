package io.remdb.sql;

import io.remdb.jmh.AverageTime;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/** Finding fields in the JSON of a stored row: what SQL pays for each row that it reads, per column that is used. */
public class CompactJsonJmh extends AverageTime {
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
