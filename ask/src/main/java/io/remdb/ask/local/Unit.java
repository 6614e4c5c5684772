package io.remdb.ask.local;

import io.remdb.ask.local.Token.Kind;
import java.math.BigDecimal;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Units of measurement, and how many of a quantity's base unit each is. */
enum Unit {
    POUND_STERLING(Quantity.MONEY, "1", "£", "gbp", "pound sterling", "pound", "quid"),
    EURO(Quantity.MONEY, "1", "€", "eur", "euro"),
    DOLLAR(Quantity.MONEY, "1", "$", "usd", "dollar", "buck"),
    CENT(Quantity.MONEY, "0.01", "cent", "pence", "penny"),
    GRAM(Quantity.MASS, "1", "g", "gram", "gramme"),
    KILOGRAM(Quantity.MASS, "1000", "kg", "kilo", "kilogram", "kilogramme"),
    TONNE(Quantity.MASS, "1000000", "tonne", "ton"),
    MILLIMETRE(Quantity.LENGTH, "0.001", "mm", "millimetre", "millimeter"),
    CENTIMETRE(Quantity.LENGTH, "0.01", "cm", "centimetre", "centimeter"),
    METRE(Quantity.LENGTH, "1", "m", "metre", "meter"),
    KILOMETRE(Quantity.LENGTH, "1000", "km", "kilometre", "kilometer"),
    SECOND(Quantity.DURATION, "1", "s", "sec", "second"),
    MINUTE(Quantity.DURATION, "60", "min", "minute"),
    HOUR(Quantity.DURATION, "3600", "h", "hr", "hour"),
    DAY(Quantity.DURATION, "86400", "day"),
    YEAR(Quantity.DURATION, "31557600", "year"),
    CELSIUS(Quantity.TEMPERATURE, "1", "°c", "°", "degree celsius", "degree", "celsius", "centigrade"),
    PER_CENT(Quantity.RATIO, "1", "%", "per cent", "percent", "percentage"),
    PASCAL(Quantity.PRESSURE, "1", "pa", "pascal"),
    HECTOPASCAL(Quantity.PRESSURE, "100", "hpa", "hectopascal", "mbar", "millibar"),
    METRE_PER_SECOND(Quantity.SPEED, "3600", "m/s", "metre per second", "meter per second"),
    KILOMETRE_PER_HOUR(Quantity.SPEED, "1000", "km/h", "kph", "kilometre per hour", "kilometer per hour"),
    BYTE(Quantity.SIZE, "1", "byte"),
    KILOBYTE(Quantity.SIZE, "1000", "kb", "kilobyte"),
    MEGABYTE(Quantity.SIZE, "1000000", "mb", "megabyte"),
    GIGABYTE(Quantity.SIZE, "1000000000", "gb", "gigabyte"),
    STAR(Quantity.RATING, "1", "star"),
    POINT(Quantity.RATING, "1", "point"),
    PAGE(Quantity.PAGES, "1", "page"),
    PIECE(Quantity.COUNT, "1", "piece", "item", "unit"),
    LITRE(Quantity.VOLUME, "1", "l", "litre", "liter"),
    MILLILITRE(Quantity.VOLUME, "0.001", "ml", "millilitre", "milliliter"),
    WATT(Quantity.POWER, "1", "w", "watt"),
    KILOWATT(Quantity.POWER, "1000", "kw", "kilowatt"),
    MICROGRAM_PER_CUBIC_METRE(Quantity.CONCENTRATION, "1", "µg/m³", "microgram per cubic metre", "microgram"),
    PARTS_PER_MILLION(Quantity.CONCENTRATION, "1", "ppm", "part per million");

    /** What a unit measures, with the words by which a field that has it may go. */
    enum Quantity {
        MONEY("price", "cost", "total", "amount", "revenue", "salary", "budget", "fee", "value", "spend", "balance"),
        MASS("weight", "mass"),
        LENGTH("length", "height", "distance", "width", "depth", "size", "altitude", "elevation"),
        DURATION("duration", "length", "age", "time"),
        TEMPERATURE("temperature"),
        RATIO("humidity", "percentage", "percent", "share", "rate", "ratio", "discount"),
        PRESSURE("pressure"),
        SPEED("speed", "velocity"),
        SIZE("size", "length"),
        RATING("rating", "score", "star", "review"),
        PAGES("page"),
        COUNT("quantity", "stock", "count", "number"),
        VOLUME("volume", "capacity"),
        POWER("power"),
        CONCENTRATION("concentration", "pollution");

        @SuppressWarnings("ImmutableEnumChecker") // Set.of() is immutable, though its type does not say so
        private final Set<String> nouns;

        Quantity(String... nouns) {
            this.nouns = Set.of(nouns);
        }

        Set<String> nouns() {
            return nouns;
        }
    }

    /** The most words that a unit's name has. */
    private static final int LONGEST = 3;

    private static final Map<String, Unit> BY_NAME = byName();

    private final Quantity quantity;
    private final BigDecimal base;

    @SuppressWarnings("ImmutableEnumChecker") // List.of() is immutable, though its type does not say so
    private final List<String> names;

    Unit(Quantity quantity, String base, String... names) {
        this.quantity = quantity;
        this.base = new BigDecimal(base);
        this.names = List.of(names);
    }

    private static Map<String, Unit> byName() {
        Map<String, Unit> byName = new java.util.HashMap<>();
        for (Unit unit : values()) {
            unit.names.forEach(name -> byName.put(name, unit));
        }
        return Map.copyOf(byName);
    }

    Quantity quantity() {
        return quantity;
    }

    /** A number of this unit as one of another unit of the same quantity; money is not changed. */
    BigDecimal in(Unit other, BigDecimal number) {
        if (this == other
                || quantity != other.quantity
                || (quantity == Quantity.MONEY && this != CENT && other != CENT)) {
            return number;
        }
        return number.multiply(base)
                .divide(other.base, java.math.MathContext.DECIMAL64)
                .stripTrailingZeros();
    }

    /** A unit in a question, and the place after it. */
    record Found(Unit unit, int end) {}

    /** The unit that begins at a token. */
    static Optional<Found> at(List<Token> tokens, int start) {
        for (int length = Math.min(LONGEST, tokens.size() - start); length > 0; length--) {
            StringBuilder name = new StringBuilder();
            for (Token token : tokens.subList(start, start + length)) {
                boolean apart = !name.isEmpty() && token.is(Kind.WORD) && name.charAt(name.length() - 1) != '°';
                name.append(apart ? " " : "").append(token.lemma());
            }
            Unit unit = BY_NAME.get(name.toString());
            if (unit != null) {
                return Optional.of(new Found(unit, start + length));
            }
        }
        return Optional.empty();
    }

    /** The units that a field's name (by its ending, as in {@code weight_kg}) or its description speaks of. */
    static Set<Unit> namedIn(String name, String description) {
        Set<Unit> units = EnumSet.noneOf(Unit.class);
        Unit ending = BY_NAME.get(name.substring(name.lastIndexOf('_') + 1));
        if (ending != null && name.indexOf('_') > 0) {
            units.add(ending);
        }
        List<Token> tokens = Tokens.of(description);
        for (int i = 0; i < tokens.size(); i++) {
            Optional<Found> found = at(tokens, i);
            if (found.isPresent()) {
                units.add(found.get().unit());
                i = found.get().end() - 1;
            }
        }
        return units;
    }
}
