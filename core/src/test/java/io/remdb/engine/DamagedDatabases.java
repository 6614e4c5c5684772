package io.remdb.engine;

import io.remdb.RemDatabase;
import io.remdb.RemException;
import io.remdb.Verification.Depth;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Damages copies of databases, one file each, and asks them everything: a process of its own, since the storage engine may end it or
 * turn round for ever. Says {@code begin NUMBER WHAT}, then {@code OUTCOME NUMBER ...}.
 */
final class DamagedDatabases {
    private static final int SECTOR = 512;
    /** Damages only files whose kind begins so; see {@link #kinds}. */
    private static final String ONLY = System.getProperty("rem.damage.only", "");

    private DamagedDatabases() {}

    /** {@code FOLDER ENCRYPTED SEED FROM TO}. */
    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[0]);
        boolean encrypted = Boolean.parseBoolean(arguments[1]);
        long seed = Long.parseLong(arguments[2]);
        DamageAnswers right;
        Path reference = folder.resolve("reference");
        DamageTemplate.copy(folder.resolve("closed"), reference);
        try (RemDatabase db = DamageTemplate.open(reference, encrypted)) {
            right = DamageAnswers.of(db);
            if (!right.complete() || DamageAnswers.findings(db, Depth.DEEP) != 0) {
                throw new IllegalStateException("the template is not whole");
            }
        }
        DamageTemplate.delete(reference);
        for (int i = Integer.parseInt(arguments[3]); i < Integer.parseInt(arguments[4]); i++) {
            // By its number: a run that goes on in another process is the same run.
            RandomGenerator random = new SplittableRandom(seed * 1_000_003 + i);
            Path template = folder.resolve(random.nextBoolean() ? "closed" : "killed");
            Path changed = folder.resolve("changed-" + i);
            DamageTemplate.copy(template, changed);
            String what = template.getFileName() + ": " + damage(changed, random);
            System.out.println("begin " + i + " " + what);
            System.out.println(outcome(changed, encrypted, right, random) + " " + i + " " + what);
            DamageTemplate.delete(changed);
        }
    }

    private static String outcome(Path changed, boolean encrypted, DamageAnswers right, RandomGenerator random) {
        try (RemDatabase db = DamageTemplate.open(changed, encrypted)) {
            boolean checkedFirst = random.nextBoolean();
            long before =
                    checkedFirst ? DamageAnswers.findings(db, random.nextBoolean() ? Depth.DEEP : Depth.QUICK) : 0;
            DamageAnswers given = DamageAnswers.of(db);
            String wrong = given.wrong(right);
            if (!wrong.isEmpty()) {
                return "WRONG(" + wrong + ")";
            }
            long after = DamageAnswers.findings(db, Depth.DEEP);
            if (!given.complete()) {
                return after == 0 ? "WRONG(questions are refused and the check finds nothing)" : "refused-in-part";
            }
            return after != 0 ? "found-by-verify" : before != 0 ? "repaired" : "harmless";
        } catch (RemException e) {
            try {
                DamageAnswers.requireCode(e);
            } catch (RemException defect) {
                return failed(defect);
            }
            return "refused";
        } catch (RuntimeException | Error e) {
            return failed(e);
        }
    }

    private static String failed(Throwable e) {
        e.printStackTrace();
        return "WRONG(" + e.toString().replace('\n', ' ') + ")";
    }

    /** Kinds of files are damaged alike often, however many there are of each. */
    private static String damage(Path database, RandomGenerator random) throws IOException {
        Map<String, List<Path>> kinds = kinds(database);
        List<List<Path>> all = List.copyOf(kinds.values());
        List<Path> files = all.get(random.nextInt(all.size()));
        Path file = files.get(random.nextInt(files.size()));
        byte[] bytes = Files.readAllBytes(file);
        String name = database.relativize(file).toString();
        if (bytes.length == 0) {
            Files.write(file, new byte[] {(byte) random.nextInt(256)});
            return "a byte in the empty " + name;
        }
        return switch (random.nextInt(5)) {
            case 0 -> {
                int length = random.nextInt(bytes.length);
                Files.write(file, Arrays.copyOf(bytes, length));
                yield "a cut at " + length + " of " + bytes.length + " of " + name;
            }
            case 1 -> {
                int from = random.nextInt(bytes.length) / SECTOR * SECTOR;
                Arrays.fill(bytes, from, Math.min(bytes.length, from + SECTOR), (byte) 0);
                Files.write(file, bytes);
                yield "zeros from " + from + " of " + bytes.length + " of " + name;
            }
            default -> {
                int at = random.nextInt(bytes.length);
                int bit = random.nextInt(Byte.SIZE);
                bytes[at] ^= (byte) (1 << bit);
                Files.write(file, bytes);
                yield "bit " + bit + " at " + at + " of " + bytes.length + " of " + name;
            }
        };
    }

    /** Files by what they are, numbers and generations left out. */
    static Map<String, List<Path>> kinds(Path database) throws IOException {
        try (Stream<Path> all = Files.walk(database)) {
            return all.filter(Files::isRegularFile)
                    .filter(file -> kind(database.relativize(file)).startsWith(ONLY))
                    .sorted()
                    .collect(Collectors.groupingBy(
                            file -> kind(database.relativize(file)), TreeMap::new, Collectors.toList()));
        }
    }

    private static String kind(Path file) {
        String name = file.getFileName().toString();
        String extension =
                name.contains(".") ? name.substring(name.lastIndexOf('.')) : name.replaceAll("[-_]?\\w*\\d+$", "");
        return file.getName(0) + "/" + (file.startsWith("store/archive") ? "archive/" : "")
                + (extension.isEmpty() ? name : extension);
    }
}
