package io.remdb.bench;

import io.remdb.json.Json;
import java.util.List;

/** Merge patches to an indexed field of rows drawn at random. */
final class UpdateRow implements Measurement {
    @Override
    public String name() {
        return "update";
    }

    @Override
    public String what() {
        return "update of one indexed field by merge patch, nothing embedded";
    }

    @Override
    public List<Result> run(Context context) {
        PlainTable table = context.plain();
        Timing timing = Timing.measure(
                context.pace(),
                number -> context.database()
                        .update(table.id(number), Json.text(Json.object().put("amount", number % 10_000))));
        return List.of(Result.of("update (merge patch)", timing));
    }
}
