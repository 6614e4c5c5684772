package io.remdb.llm;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** List prices by model, as far as they are known. A price that is not here is unknown, not nothing. */
final class PriceList {
    private static final LocalDate AS_OF = LocalDate.of(2026, 7, 10);

    /** As in {@code gpt-4.1-2025-04-14}, {@code claude-sonnet-4-5-20250929}: a release of the model before it. */
    private static final Pattern RELEASE = Pattern.compile("-(\\d{4}-\\d{2}-\\d{2}|\\d{8}|latest)$");

    private static final Map<String, Price> PRICES = Map.ofEntries(
            entry("openai:gpt-4.1", "2", "8"),
            entry("openai:gpt-4.1-mini", "0.4", "1.6"),
            entry("openai:gpt-4.1-nano", "0.1", "0.4"),
            entry("openai:gpt-4o", "2.5", "10"),
            entry("openai:gpt-4o-mini", "0.15", "0.6"),
            entry("openai:gpt-5", "1.25", "10"),
            entry("openai:gpt-5-mini", "0.25", "2"),
            entry("openai:gpt-5-nano", "0.05", "0.4"),
            entry("openai:gpt-5.1", "1.25", "10"),
            entry("openai:gpt-5.2", "1.75", "14"),
            entry("openai:gpt-5.4", "2.5", "15"),
            entry("openai:gpt-5.4-mini", "0.75", "4.5"),
            entry("openai:gpt-5.5", "5", "30"),
            entry("anthropic:claude-opus-4-1", "15", "75"),
            entry("anthropic:claude-opus-4-5", "5", "25"),
            entry("anthropic:claude-opus-4-6", "5", "25"),
            entry("anthropic:claude-opus-4-7", "5", "25"),
            entry("anthropic:claude-opus-4-8", "5", "25"),
            entry("anthropic:claude-sonnet-4", "3", "15"),
            entry("anthropic:claude-sonnet-4-5", "3", "15"),
            entry("anthropic:claude-sonnet-4-6", "3", "15"),
            entry("anthropic:claude-haiku-4-5", "1", "5"));

    private PriceList() {}

    /** By the name with its provider, a release's too. */
    static Optional<Price> of(String name) {
        Price price = PRICES.get(name);
        return Optional.ofNullable(
                price != null ? price : PRICES.get(RELEASE.matcher(name).replaceFirst("")));
    }

    private static Map.Entry<String, Price> entry(String name, String input, String output) {
        return Map.entry(name, new Price(new BigDecimal(input), new BigDecimal(output), AS_OF));
    }
}
