package io.remdb.telemetry;

import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.metrics.DoubleHistogram;
import io.opentelemetry.api.metrics.LongCounter;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.remdb.RemException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Spans and instruments, named after OpenTelemetry's semantic conventions for databases where those have a name. No attribute tells
 * what rows hold: of an error its code, of a statement nothing.
 */
final class Traces {
    private static final String SCOPE = "io.remdb";
    private static final AttributeKey<String> SYSTEM = AttributeKey.stringKey("db.system.name");
    private static final AttributeKey<String> OPERATION = AttributeKey.stringKey("db.operation.name");
    private static final AttributeKey<String> COLLECTION = AttributeKey.stringKey("db.collection.name");
    private static final AttributeKey<String> ERROR = AttributeKey.stringKey("error.type");
    private static final AttributeKey<Long> RETURNED_ROWS = AttributeKey.longKey("db.response.returned_rows");
    private static final AttributeKey<Long> ITEMS = AttributeKey.longKey("rem.items");
    private static final double NANOS = 1e9;

    private final Tracer tracer;
    private final DoubleHistogram durations;
    private final LongCounter items;

    private Traces(OpenTelemetry telemetry) {
        tracer = telemetry.getTracer(SCOPE);
        var meter = telemetry.getMeter(SCOPE);
        durations = meter.histogramBuilder("db.client.operation.duration")
                .setUnit("s")
                .setDescription("How long operations took")
                .setExplicitBucketBoundariesAdvice(Durations.boundsSeconds())
                .build();
        items = meter.counterBuilder("rem.items")
                .setUnit("{item}")
                .setDescription("Rows written or given, texts embedded, entries applied")
                .build();
    }

    /**
     * Those of the program's SDK; empty where it has set up none, which costs nothing then. The SDK is not set up by this, so that the
     * program can do it later, for databases that it opens then.
     */
    static Optional<Traces> ofProgram() {
        return GlobalOpenTelemetry.isSet() ? Optional.of(new Traces(GlobalOpenTelemetry.get())) : Optional.empty();
    }

    static Traces of(OpenTelemetry telemetry) {
        return new Traces(telemetry);
    }

    /** A span that has begun, a child of the thread's. */
    Span begin(Kind kind, @Nullable String table) {
        SpanBuilder span = tracer.spanBuilder(table == null ? kind.label() : kind.label() + " " + table)
                .setAttribute(SYSTEM, "rem")
                .setAttribute(OPERATION, kind.label());
        if (table != null) {
            span.setAttribute(COLLECTION, table);
        }
        return span.startSpan();
    }

    void end(Span span, Kind kind, @Nullable String table, long tookNanos, long count, @Nullable Throwable failure) {
        AttributesBuilder attributes = Attributes.builder().put(SYSTEM, "rem").put(OPERATION, kind.label());
        if (table != null) {
            attributes.put(COLLECTION, table);
        }
        if (count > 0) {
            span.setAttribute(
                    switch (kind) {
                        case SEARCH, QUERY, LOOKUP, FUZZY, TRAVERSE, GET -> RETURNED_ROWS;
                        case INSERT, BATCH, WRITE, UPDATE, DELETE, LINK, UNLINK, EMBED, COMMIT, APPLY -> ITEMS;
                    },
                    count);
            items.add(count, attributes.build());
        }
        if (failure != null) {
            String type = failure instanceof RemException known
                    ? known.code().name()
                    : failure.getClass().getName();
            attributes.put(ERROR, type);
            span.setAttribute(ERROR, type).setStatus(StatusCode.ERROR, type);
        }
        durations.record(tookNanos / NANOS, attributes.build());
        span.end();
    }
}
