package io.remdb.bench;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The {@code rem} command as a process of its own, on a database and with settings of its own.
 *
 * @param start what begins its command line: the launcher, or java with its arguments
 * @param home the folder for its database and everything that it writes
 */
record WholeCommand(List<String> start, Path home) {
    /** Where the launcher is, which says so. */
    private static final String LAUNCHER = "rem.launcher";

    /** What the launcher hears from a carrier that was not served. */
    private static final Map<String, String> NOT_CARRIED = Map.of("REM_CARRIED", "no");

    private static final String MAIN = "io.remdb.cli.Rem";
    private static final long LONGEST_SECONDS = 120;

    /** What a shell prints of the processor time of its children: minutes and seconds of user, then of system. */
    private static final Pattern TIMES = Pattern.compile("(\\d+)m([\\d.,]+)s\\s+(\\d+)m([\\d.,]+)s\\s*$");

    private static final double SECONDS_PER_MINUTE = 60;
    private static final double MS_PER_SECOND = 1000;

    /**
     * What one run took.
     *
     * @param wallMs from its start to its end, milliseconds
     * @param cpuMs of the processor, the launcher and the system included, an owner in the background not; milliseconds
     * @param output what it printed
     */
    record Run(double wallMs, double cpuMs, String output) {}

    /** As this process was started: by the launcher, else by java. */
    static WholeCommand here(Path home) {
        String launcher = System.getProperty(LAUNCHER);
        return new WholeCommand(launcher != null ? List.of(launcher) : java(), home);
    }

    private static List<String> java() {
        List<String> start = new ArrayList<>();
        start.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        for (String argument : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
            if (!argument.startsWith("-javaagent") && !argument.startsWith("-Drem.")) {
                start.add(argument);
            }
        }
        start.addAll(List.of("-cp", System.getProperty("java.class.path"), MAIN));
        return start;
    }

    /** Whether the launcher is measured too. */
    boolean launched() {
        return start.size() == 1;
    }

    /**
     * Runs it.
     *
     * @throws RemException when it fails
     */
    Run run(String... arguments) {
        return run(Map.of(), arguments);
    }

    /** Runs it as it runs where the launcher cannot carry it to an owner: in a JVM of its own, which is a client. */
    Run runAsClient(String... arguments) {
        return run(NOT_CARRIED, arguments);
    }

    private Run run(Map<String, String> environment, String... arguments) {
        List<String> line = new ArrayList<>(List.of(
                "/bin/sh", "-c", "out=$1; shift; \"$@\" >\"$out\" 2>\"$out.err\"; code=$?; times; exit $code", "sh"));
        Path output = home.resolve("output");
        line.add(output.toString());
        line.addAll(start);
        line.addAll(Arrays.asList(arguments));
        ProcessBuilder builder = new ProcessBuilder(line)
                .redirectErrorStream(true)
                .redirectInput(Path.of("/dev/null").toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("P8_"));
        builder.environment().put("P8_HOME", home.toString());
        builder.environment().putAll(environment);
        try {
            long begin = System.nanoTime();
            Process process = builder.start();
            String times = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new RemException(ErrorCode.UNAVAILABLE, "A command failed that was to be measured")
                        .with("command", String.join(" ", arguments))
                        .with(
                                "output",
                                Files.readString(home.resolve("output.err")).strip());
            }
            double wallMs = (System.nanoTime() - begin) / (double) TimeUnit.MILLISECONDS.toNanos(1);
            return new Run(wallMs, childrenMs(times), Files.readString(output));
        } catch (IOException e) {
            throw new RemException(ErrorCode.IO_ERROR, "A command cannot be started", e).with("home", home);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RemException(ErrorCode.CANCELLED, "Measuring was interrupted", e);
        }
    }

    /** The last line is that of the children. */
    static double childrenMs(String times) {
        Matcher matcher = TIMES.matcher(times);
        if (!matcher.find()) {
            throw new IllegalStateException("The shell prints times in another form: " + times);
        }
        return ms(matcher.group(1), matcher.group(2)) + ms(matcher.group(3), matcher.group(4));
    }

    private static double ms(String minutes, String seconds) {
        return (Integer.parseInt(minutes) * SECONDS_PER_MINUTE + Double.parseDouble(seconds.replace(',', '.')))
                * MS_PER_SECOND;
    }
}
