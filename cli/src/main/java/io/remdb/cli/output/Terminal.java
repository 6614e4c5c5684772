package io.remdb.cli.output;

/**
 * Which of the standard streams a person is looking at. The launcher finds out (a shell asks the system for less than a
 * library would) and says so in system properties.
 *
 * @param input whether stdin is a terminal
 * @param output whether stdout is one
 * @param errors whether stderr is one
 * @param columns width in characters
 * @param colour whether colours are wanted on terminals
 */
public record Terminal(boolean input, boolean output, boolean errors, int columns, boolean colour) {
    /** The width where none is known. */
    public static final int DEFAULT_COLUMNS = 100;

    private static final int FEWEST_COLUMNS = 40;
    private static final int MOST_COLUMNS = 1000;

    /** No terminal: pipes and files. */
    public static final Terminal NONE = new Terminal(false, false, false, DEFAULT_COLUMNS, false);

    public Terminal {
        columns = Math.clamp(columns, FEWEST_COLUMNS, MOST_COLUMNS);
    }

    /** What the launcher found; no terminal without it. */
    public static Terminal ofThisProcess() {
        return of(
                System.getProperty("rem.terminal", ""),
                Integer.getInteger("rem.columns", DEFAULT_COLUMNS),
                Boolean.getBoolean("rem.colour"));
    }

    /** What a launcher has found; {@code streams} has {@code i}, {@code o} and {@code e} for those that are terminals. */
    public static Terminal of(String streams, int columns, boolean colour) {
        return new Terminal(streams.contains("i"), streams.contains("o"), streams.contains("e"), columns, colour);
    }

    /** Whether stdout takes colours. */
    public boolean colourfulOutput() {
        return colour && output;
    }

    /** Whether stderr takes colours. */
    public boolean colourfulErrors() {
        return colour && errors;
    }
}
