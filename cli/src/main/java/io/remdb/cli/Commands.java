package io.remdb.cli;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.HelpCommand;

/**
 * The commands by their names, in the order of the help. Describing one to picocli is reflection over its options, and describing
 * all takes longer than most of them run: so one that is named is described alone.
 */
final class Commands {
    /** Every command. */
    static final Map<String, Class<?>> ALL = all();

    private static final List<List<String>> NEEDING_NONE = List.of(List.of("--version"), List.of("-V"));

    private Commands() {}

    private static Map<String, Class<?>> all() {
        Map<String, Class<?>> commands = new LinkedHashMap<>();
        commands.put("demo", DemoCommand.class);
        commands.put("init", InitCommand.class);
        commands.put("schema", SchemaCommand.class);
        commands.put("insert", InsertCommand.class);
        commands.put("ingest", IngestCommand.class);
        commands.put("get", GetCommand.class);
        commands.put("list", ListCommand.class);
        commands.put("count", CountCommand.class);
        commands.put("update", UpdateCommand.class);
        commands.put("delete", DeleteCommand.class);
        commands.put("lookup", LookupCommand.class);
        commands.put("edge", EdgeCommand.class);
        commands.put("traverse", TraverseCommand.class);
        commands.put("search", SearchCommand.class);
        commands.put("query", QueryCommand.class);
        commands.put("export", ExportCommand.class);
        commands.put("import", ImportCommand.class);
        commands.put("watch", WatchCommand.class);
        commands.put("ask", AskCommand.class);
        commands.put("dream", DreamCommand.class);
        commands.put("key-gen", KeyGenCommand.class);
        commands.put("key", KeyCommand.class);
        commands.put("encrypt", EncryptCommand.class);
        commands.put("backup", BackupCommand.class);
        commands.put("verify", VerifyCommand.class);
        commands.put("index", IndexCommand.class);
        commands.put("stats", StatsCommand.class);
        commands.put("vacuum", VacuumCommand.class);
        commands.put("compact", CompactCommand.class);
        commands.put("serve", ServeCommand.class);
        commands.put("replicate", ReplicateCommand.class);
        commands.put("replication", ReplicationCommand.class);
        commands.put("daemon", DaemonCommand.class);
        commands.put("config", ConfigCommand.class);
        commands.put("bench", BenchCommand.class);
        commands.put("completion", CompletionCommand.class);
        commands.put("help", HelpCommand.class);
        return Collections.unmodifiableMap(commands);
    }

    /** The command that the arguments name; all where they name none, so that help and suggestions are whole. */
    static Map<String, Class<?>> named(CommandWords words) {
        if (NEEDING_NONE.contains(words.words())) {
            return Map.of();
        }
        String name = words.name();
        Class<?> command = ALL.get(name);
        return command == null || command == HelpCommand.class ? ALL : Map.of(name, command);
    }
}
