package io.remdb.llm;

import java.math.BigDecimal;
import java.time.LocalDate;

/**
 * What tokens cost by the list, without discounts for what a service has cached.
 *
 * @param input US dollars for a million tokens that are read
 * @param output US dollars for a million tokens that are written
 * @param asOf the day on which that was so
 */
public record Price(BigDecimal input, BigDecimal output, LocalDate asOf) {
    private static final int DIGITS_OF_A_MILLION = 6;

    /** US dollars for some tokens. */
    public BigDecimal cost(TokenCount tokens) {
        BigDecimal read = input.multiply(BigDecimal.valueOf(tokens.input()));
        BigDecimal written = output.multiply(BigDecimal.valueOf(tokens.output()));
        return read.add(written).movePointLeft(DIGITS_OF_A_MILLION).stripTrailingZeros();
    }
}
