package io.remdb.config;

import io.remdb.RemException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a variable takes: checks a text and brings it into the one form that the typed settings are read from. Written
 * without regular expressions and lambdas, because every start of the command goes through here.
 */
sealed interface ValueKind {
    /** As a number of threads: as many as the machine has cores. */
    String CORES = "cores";

    /** As a number: what the program chooses. */
    String AUTO = "auto";

    /** The accepted values, for people. */
    String range();

    /** The text in its one form; null when it is malformed or out of range. */
    @Nullable
    String accept(String text);

    /** Whether values must never be shown. */
    default boolean secret() {
        return false;
    }

    /** The text as an error may show it. */
    default String shown(String text) {
        return secret() ? ConfigLoader.MASK : text;
    }

    /** Whether {@code ~} and {@code $P8_HOME} at the beginning stand for folders. */
    default boolean expanded() {
        return false;
    }

    /** A whole number from {@code least} to {@code most}. */
    static ValueKind whole(long least, long most) {
        return new Whole(least, most);
    }

    /** The same, or {@link #AUTO}. */
    static ValueKind wholeOrAuto(long least, long most) {
        return new WholeOrAuto(new Whole(least, most));
    }

    /** A number of threads, or {@link #CORES}. */
    static ValueKind threads(int most) {
        return new Threads(most);
    }

    /** One of some words, in any case. */
    static ValueKind choice(String... words) {
        return new Choice(List.of(words));
    }

    /** On or off. */
    static ValueKind onOff() {
        return new Choice(List.of("true", "false", "on", "off"));
    }

    /** A folder; relative ones are taken from the working directory. */
    static ValueKind path() {
        return Text.PATH;
    }

    /** A folder, or the address of a server. */
    static ValueKind database() {
        return Text.DATABASE;
    }

    /** A program: a name on the search path, or a path. */
    static ValueKind program() {
        return Text.PROGRAM;
    }

    /** A key or token that is sent in a header. */
    static ValueKind token() {
        return Text.TOKEN;
    }

    /** A password: any text. */
    static ValueKind password() {
        return Text.PASSWORD;
    }

    /** The base address of a service. */
    static ValueKind url() {
        return Text.URL;
    }

    /** A host with or without a port. */
    static ValueKind host() {
        return Text.HOST;
    }

    /** An embedding model with its provider. */
    static ValueKind embeddingModel() {
        return Text.EMBEDDING_MODEL;
    }

    /** A language model. */
    static ValueKind languageModel() {
        return Text.LANGUAGE_MODEL;
    }

    /** When something is done again. */
    static ValueKind schedule() {
        return Text.SCHEDULE;
    }

    /** See {@link #whole}. */
    record Whole(long least, long most) implements ValueKind {
        @Override
        public String range() {
            return least + " to " + most;
        }

        @Override
        public @Nullable String accept(String text) {
            try {
                long number = Long.parseLong(text);
                return number >= least && number <= most ? Long.toString(number) : null;
            } catch (NumberFormatException e) {
                return null;
            }
        }
    }

    /** See {@link #wholeOrAuto}. */
    record WholeOrAuto(Whole whole) implements ValueKind {
        @Override
        public String range() {
            return whole.range() + ", or " + AUTO;
        }

        @Override
        public @Nullable String accept(String text) {
            return text.equalsIgnoreCase(AUTO) ? AUTO : whole.accept(text);
        }
    }

    /** See {@link #threads}. */
    record Threads(int most) implements ValueKind {
        @Override
        public String range() {
            return "1 to " + most + ", or " + CORES;
        }

        @Override
        public @Nullable String accept(String text) {
            if (text.equalsIgnoreCase(CORES)) {
                return Integer.toString(Math.min(most, Runtime.getRuntime().availableProcessors()));
            }
            return new Whole(1, most).accept(text);
        }
    }

    /** See {@link #choice}. */
    record Choice(List<String> words) implements ValueKind {
        @Override
        public String range() {
            return String.join(", ", words);
        }

        @Override
        public @Nullable String accept(String text) {
            String word = text.toLowerCase(Locale.ROOT);
            return words.contains(word) ? word : null;
        }
    }

    /** Texts of some form. */
    enum Text implements ValueKind {
        PATH("a path"),
        DATABASE("a path, or rem(s)://host[:port]"),
        PROGRAM("a program's name or path"),
        TOKEN("printable ASCII without spaces"),
        PASSWORD("any text"),
        URL("http(s)://host[:port][/path]"),
        HOST("host or host:port"),
        EMBEDDING_MODEL("<provider>:<model>"),
        LANGUAGE_MODEL("local, <OpenAI model>, openai:<model>, anthropic:<model> or ollama:<model>"),
        SCHEDULE(Schedule.RANGE);

        private final String range;

        Text(String range) {
            this.range = range;
        }

        @Override
        public String range() {
            return range;
        }

        @Override
        public boolean secret() {
            return this == TOKEN || this == PASSWORD;
        }

        @Override
        public boolean expanded() {
            return this == PATH || this == DATABASE || this == PROGRAM;
        }

        @Override
        public String shown(String text) {
            // An address may carry a name and a password.
            return secret() || (this == URL && text.indexOf('@') >= 0) ? ConfigLoader.MASK : text;
        }

        @Override
        public @Nullable String accept(String text) {
            return switch (this) {
                case PATH -> absolute(text);
                case DATABASE -> database(text);
                case PASSWORD -> text;
                case PROGRAM -> text.startsWith("~") ? null : text;
                case URL -> baseAddress(text);
                case HOST -> authority(text);
                case TOKEN -> printable(text) ? text : null;
                case EMBEDDING_MODEL -> text.indexOf(':') > 0 && modelName(text) ? text : null;
                case LANGUAGE_MODEL -> modelName(text) && knownService(text) ? text : null;
                case SCHEDULE -> schedule(text);
            };
        }

        private static @Nullable String database(String text) {
            try {
                DatabasePlace place = DatabasePlace.of(text);
                return place instanceof DatabasePlace.Server ? place.toString() : absolute(text);
            } catch (RemException e) {
                return null;
            }
        }

        private static @Nullable String schedule(String text) {
            Schedule schedule = Schedule.parse(text.toLowerCase(Locale.ROOT));
            return schedule == null ? null : schedule.toString();
        }

        private static @Nullable String absolute(String text) {
            if (text.startsWith("~")) {
                // Of ~ and ~/folder nothing is left here: another user's home, which only a shell knows.
                return null;
            }
            try {
                return Path.of(text).toAbsolutePath().toString();
            } catch (InvalidPathException e) {
                return null;
            }
        }

        private static @Nullable String baseAddress(String text) {
            try {
                URI address = new URI(text);
                boolean web =
                        "http".equalsIgnoreCase(address.getScheme()) || "https".equalsIgnoreCase(address.getScheme());
                boolean plain = address.getRawUserInfo() == null
                        && address.getRawQuery() == null
                        && address.getRawFragment() == null;
                return web && plain && address.getHost() != null ? withoutSlashAtEnd(text) : null;
            } catch (URISyntaxException e) {
                return null;
            }
        }

        private static String withoutSlashAtEnd(String text) {
            int end = text.length();
            while (text.charAt(end - 1) == '/') {
                end--;
            }
            return text.substring(0, end);
        }

        private static @Nullable String authority(String text) {
            try {
                URI address = new URI("tcp://" + text);
                boolean onlyHost = address.getHost() != null
                        && address.getRawUserInfo() == null
                        && address.getRawPath().isEmpty()
                        && address.getRawQuery() == null
                        && address.getRawFragment() == null
                        && address.getPort() <= 65_535;
                return onlyHost ? text : null;
            } catch (URISyntaxException e) {
                return null;
            }
        }

        /** Printable, and nothing empty on either side of a colon. */
        private static boolean modelName(String text) {
            return printable(text) && !text.startsWith(":") && !text.endsWith(":");
        }

        private static boolean knownService(String text) {
            return text.indexOf(':') < 0
                    || text.startsWith("openai:")
                    || text.startsWith("anthropic:")
                    || text.startsWith("ollama:");
        }

        private static boolean printable(String text) {
            for (int i = 0; i < text.length(); i++) {
                if (text.charAt(i) <= ' ' || text.charAt(i) > '~') {
                    return false;
                }
            }
            return true;
        }
    }
}
