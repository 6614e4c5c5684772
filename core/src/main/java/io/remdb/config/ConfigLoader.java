package io.remdb.config;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import io.remdb.config.RemConfig.Setting;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Finds the value of every {@link Variable}: in the environment, in {@code rem.toml}, else the default. */
final class ConfigLoader {
    static final String MASK = "****";
    static final String FILE_NAME = "rem.toml";

    private static final String ENVIRONMENT = "environment";
    /** As the origin of a setting: it was not given. */
    static final String DEFAULT = "default";

    private final Map<String, String> environment;
    private final Map<Variable, String> values = new EnumMap<>(Variable.class);
    private final List<Setting> settings = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();
    private @Nullable TomlFile file;

    private ConfigLoader(Map<String, String> environment) {
        this.environment = environment;
    }

    /** Where a process reads its settings. */
    enum FileUse {
        /** {@code rem.toml} in the home folder, wherever that is. */
        ALWAYS,
        /** Only when the environment names the home folder. */
        WITH_NAMED_HOME
    }

    static RemConfig load(Map<String, String> environment, FileUse fileUse) {
        ConfigLoader loader = new ConfigLoader(environment);
        loader.resolve(Variable.HOME);
        if (fileUse == FileUse.ALWAYS || loader.isInEnvironment(Variable.HOME)) {
            loader.readFile();
        }
        for (Variable variable : Variable.values()) {
            if (variable != Variable.HOME) {
                loader.resolve(variable);
            }
        }
        loader.warnAboutUnknownVariables();
        return new ConfigBuilder(loader.values).build(loader.settings, loader.warnings);
    }

    private void readFile() {
        Path path = Path.of(requireValue(Variable.HOME), FILE_NAME);
        if (!Files.exists(path)) {
            return;
        }
        TomlFile found = TomlFile.read(path);
        Map<String, Variable> byKey = new HashMap<>();
        for (Variable variable : Variable.values()) {
            byKey.put(variable.key(), variable);
        }
        byKey.remove(Variable.HOME.key());
        for (String key : found.values().keySet()) {
            Variable variable = byKey.get(key);
            if (variable == null) {
                warnings.add("Unknown key '" + key + "' is ignored (" + found.origin(key) + ")");
            } else if (variable.kind().secret() && found.isForOthers()) {
                warnings.add(
                        "Other users may read the secret '" + key + "' (" + found.origin(key) + "): chmod 600 " + path);
            }
        }
        file = found;
    }

    private void resolve(Variable variable) {
        String text = environment.get(variable.variable());
        String origin = ENVIRONMENT;
        if (text == null || text.isEmpty()) {
            text = textInFile(variable);
            origin = text == null || text.isEmpty() || file == null ? DEFAULT : file.origin(variable.key());
        }
        boolean given = text != null && !text.isEmpty();
        String value = given && text != null ? check(variable, text, origin) : fallback(variable);
        if (value != null) {
            values.put(variable, value);
        }
        settings.add(new Setting(variable.variable(), shown(variable, value), origin));
    }

    private @Nullable String textInFile(Variable variable) {
        if (file == null || variable == Variable.HOME) {
            return null;
        }
        JsonNode node = file.values().get(variable.key());
        if (node == null) {
            return null;
        }
        if (node.isContainer()) {
            throw invalid(variable, "a list or table", file.origin(variable.key()));
        }
        return node.asString();
    }

    /** The value in its one form; null for one that is unset by {@code none}. */
    private @Nullable String check(Variable variable, String text, String origin) {
        if (variable.canBeNone() && text.equalsIgnoreCase(Variable.NONE)) {
            return null;
        }
        ValueKind kind = variable.kind();
        String value = kind.accept(kind.expanded() ? expand(text) : text);
        if (value == null) {
            throw invalid(variable, kind.shown(text), origin);
        }
        return value;
    }

    private @Nullable String fallback(Variable variable) {
        if (variable.fallback().equals(Variable.NONE)
                && (variable.canBeNone() || variable.kind().secret())) {
            return null;
        }
        if (variable == Variable.DEFAULT_LLM && values.containsKey(Variable.OPENAI_API_KEY)) {
            return "gpt-4.1";
        }
        return check(variable, variable.fallback(), DEFAULT);
    }

    private String expand(String text) {
        if (text.equals("~") || text.startsWith("~/")) {
            String userHome = environment.getOrDefault("HOME", "");
            return (userHome.isEmpty() ? System.getProperty("user.home") : userHome) + text.substring(1);
        }
        String home = "$" + Variable.HOME.variable();
        if (values.containsKey(Variable.HOME) && (text.equals(home) || text.startsWith(home + "/"))) {
            return requireValue(Variable.HOME) + text.substring(home.length());
        }
        return text;
    }

    private void warnAboutUnknownVariables() {
        TreeSet<String> unknown = new TreeSet<>();
        for (String name : environment.keySet()) {
            if (name.startsWith(Variable.PREFIX)) {
                unknown.add(name);
            }
        }
        for (Variable variable : Variable.values()) {
            unknown.remove(variable.variable());
        }
        for (String name : unknown) {
            warnings.add("Unknown variable " + name + " is ignored (" + ENVIRONMENT + ")");
        }
    }

    private boolean isInEnvironment(Variable variable) {
        return !environment.getOrDefault(variable.variable(), "").isEmpty();
    }

    private String requireValue(Variable variable) {
        String value = values.get(variable);
        if (value == null) {
            throw new IllegalStateException(variable + " has no value");
        }
        return value;
    }

    private static String shown(Variable variable, @Nullable String value) {
        if (value == null) {
            return "";
        }
        return variable.kind().shown(value);
    }

    private static RemException invalid(Variable variable, String value, String origin) {
        return new RemException(ErrorCode.INVALID_CONFIG, "A setting is malformed or out of its range")
                .with("variable", variable.variable())
                .with("value", value)
                .with("range", variable.range())
                .with("origin", origin)
                .hint("Change it, or remove it to use the default: " + variable.fallback());
    }
}
