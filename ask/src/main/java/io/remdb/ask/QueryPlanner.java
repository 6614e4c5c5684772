package io.remdb.ask;

/** Turns a question into a plan. Thread-safe. */
public interface QueryPlanner {
    /**
     * The plan for a question. Nothing is run but what shows that the plan can be run.
     *
     * @throws io.remdb.RemException {@link io.remdb.ErrorCode#INVALID_ARGUMENT} for a blank question or an unknown table,
     *     {@link io.remdb.ErrorCode#NOT_FOUND} where there are no rows to ask for
     */
    Plan plan(Question question);
}
