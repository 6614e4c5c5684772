package io.remdb.bench;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Properties;

/** What the figures were measured on and with. */
final class Machine {
    private static final Path CPU_INFO = Path.of("/proc/cpuinfo");
    private static final Path PROCESS_STATUS = Path.of("/proc/self/status");
    private static final List<String> COMPONENTS = List.of("REM Database", "RocksDB", "Lucene", "H2", "ONNX Runtime");
    private static final long KILOBYTE = 1024;

    private Machine() {}

    /** Processor, cores, memory, operating system and JDK by name. */
    static Map<String, String> description() {
        Map<String, String> description = new LinkedHashMap<>();
        description.put("cpu", cpu());
        description.put("cores", String.valueOf(Runtime.getRuntime().availableProcessors()));
        description.put("memory", gigabytes(memoryBytes()));
        description.put("heap limit", gigabytes(Runtime.getRuntime().maxMemory()));
        description.put("os", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
        description.put("jdk", Runtime.version() + " " + System.getProperty("java.vm.name"));
        return description;
    }

    /** Versions of the database and of what it is made of, as this build was made with. */
    static Map<String, String> versions() {
        Properties properties = new Properties();
        try (InputStream stream = Machine.class.getResourceAsStream("versions.properties")) {
            if (stream != null) {
                properties.load(stream);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The list of versions cannot be read", e);
        }
        Map<String, String> versions = new LinkedHashMap<>();
        for (String component : COMPONENTS) {
            versions.put(component, properties.getProperty(component.replace(' ', '-'), "unknown"));
        }
        return versions;
    }

    /** Resident memory of this process, bytes; empty where the operating system does not tell it in a file. */
    static OptionalLong residentBytes() {
        return ofThisProcess("VmRSS:");
    }

    /** What of the resident memory is pages of files, which the system takes back when others need it. */
    static OptionalLong mappedBytes() {
        return ofThisProcess("RssFile:");
    }

    private static OptionalLong ofThisProcess(String name) {
        String line = lineOf(PROCESS_STATUS, name);
        return line.isEmpty()
                ? OptionalLong.empty()
                : OptionalLong.of(Long.parseLong(line.replaceAll("\\D", "")) * KILOBYTE);
    }

    private static String cpu() {
        String line = lineOf(CPU_INFO, "model name");
        return line.isEmpty()
                ? System.getProperty("os.arch")
                : line.substring(line.indexOf(':') + 1).strip();
    }

    private static long memoryBytes() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system
                ? system.getTotalMemorySize()
                : 0;
    }

    private static String gigabytes(long bytes) {
        return String.format(Locale.ROOT, "%.1f GB", bytes / (double) (1L << 30));
    }

    private static String lineOf(Path file, String start) {
        if (!Files.isReadable(file)) {
            return "";
        }
        try {
            return Files.readAllLines(file).stream()
                    .filter(line -> line.startsWith(start))
                    .findFirst()
                    .orElse("");
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + file, e);
        }
    }
}
