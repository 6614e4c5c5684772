package io.remdb.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import org.junit.jupiter.api.Test;

class BudgetTest {
    @Test
    void latencyAndRecallMustBothHold() {
        Result quick = Result.of("search", 10).withP50(0.9);

        assertThat(Budget.VECTOR_SEARCH.metBy(quick.withFigure(Figure.RECALL, 0.96, "")))
                .isTrue();
        assertThat(Budget.VECTOR_SEARCH.metBy(quick.withFigure(Figure.RECALL, 0.94, "")))
                .isFalse();
        assertThat(Budget.VECTOR_SEARCH.metBy(quick.withP50(1.1).withFigure(Figure.RECALL, 0.96, "")))
                .isFalse();
    }

    @Test
    void figureThatIsMissingMeetsNothing() {
        assertThat(Budget.VECTOR_SEARCH.metBy(Result.of("search", 10).withP50(0.1)))
                .isFalse();
        assertThat(Budget.BATCH_INSERT.metBy(Result.of("insert", 10))).isFalse();
    }

    @Test
    void rateMustBeReached() {
        assertThat(Budget.BATCH_INSERT.metBy(Result.of("insert", 10).withRate(40_001, "rows")))
                .isTrue();
        assertThat(Budget.BATCH_INSERT.metBy(Result.of("insert", 10).withRate(39_999, "rows")))
                .isFalse();
    }

    @Test
    void oneShortAnswerIsOneTooMany() {
        Result exact = Result.of("filtered", 10).withP50(0.1).withFigure(Figure.RECALL, 1, "");

        assertThat(Budget.FILTER_1_PERCENT.metBy(exact.withFigure(Figure.SHORT_ANSWERS, 0, "")))
                .isTrue();
        assertThat(Budget.FILTER_1_PERCENT.metBy(exact.withFigure(Figure.SHORT_ANSWERS, 1, "")))
                .isFalse();
    }

    /** A report names budgets by their texts alone. */
    @Test
    void everyBudgetIsFoundByItsText() throws IllegalAccessException {
        int budgets = 0;
        for (Field field : Budget.class.getDeclaredFields()) {
            if (field.getType() == Budget.class) {
                Budget budget = (Budget) field.get(null);
                assertThat(Budget.withText(budget.text())).as(field.getName()).contains(budget);
                budgets++;
            }
        }
        assertThat(budgets).isGreaterThan(10);
        assertThat(Budget.withText("none")).isEmpty();
    }

    @Test
    void limitIsOfOneFigure() {
        assertThat(Budget.VECTOR_SEARCH.limit(Budget.Metric.P50_MS)).hasValue(1);
        assertThat(Budget.VECTOR_SEARCH.limit(Budget.Metric.RECALL)).hasValue(0.95);
        assertThat(Budget.BATCH_INSERT.limit(Budget.Metric.P50_MS)).isEmpty();
    }
}
