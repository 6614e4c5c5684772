package io.remdb.bench.dream;

import io.remdb.Edge;
import io.remdb.EntityScan;
import io.remdb.RemDatabase;
import io.remdb.ScanOptions;
import io.remdb.bench.dream.Week.Said;
import io.remdb.dream.DreamReport;
import io.remdb.dream.DreamReport.Moment;
import io.remdb.dream.describe.MomentType;
import io.remdb.dream.text.Words;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A dream compared with what a reader says. A moment is compared with the activity that it shares most messages with.
 *
 * @param windowDiff Pevzner and Hearst 2002: 0 is right everywhere; windows of half a mean activity
 * @param boundaries between neighbouring messages in order of time
 * @param inside the same inside sessions only, where no row says that something else begins
 * @param people names, of all activities together
 * @param tags right where at least half of its words are among the activity's topics; recall is of no meaning
 * @param types of moments that have one other than {@code other}
 * @param emotions moods
 * @param links by type: right where both ends belong to one activity ({@code contains}) or one project ({@code related_to}, {@code about})
 */
record DreamQuality(
        double windowDiff,
        Share boundaries,
        Share inside,
        Share people,
        Share tags,
        Share types,
        Share emotions,
        Map<String, Share> links) {
    private static final Set<String> TITLES = Set.of("mr", "mrs", "ms", "dr", "prof");
    private static final Pattern ACCENTS = Pattern.compile("\\p{M}");

    /** All links that can be judged, together. */
    Share allLinks() {
        return links.values().stream().reduce(Share.NONE, Share::plus);
    }

    static DreamQuality of(Week week, DreamReport report, RemDatabase database) {
        return new Comparison(week, report).quality(database);
    }

    private static final class Comparison {
        private final Week week;
        private final DreamReport report;
        private final Map<UUID, GoldActivity> goldOf = new HashMap<>();
        private final Map<UUID, Moment> momentOf = new HashMap<>();
        private final Map<UUID, GoldActivity> matched = new HashMap<>();
        private final Map<String, GoldActivity> goldOfResource = new HashMap<>();

        Comparison(Week week, DreamReport report) {
            this.week = week;
            this.report = report;
            week.gold.forEach(activity -> {
                activity.messages().forEach(id -> goldOf.put(id, activity));
                activity.resources().forEach(uri -> goldOfResource.put(uri, activity));
            });
            Map<UUID, Map<GoldActivity, Integer>> shared = new LinkedHashMap<>();
            for (Said message : week.messages) {
                Moment moment = momentOf(message);
                GoldActivity gold = goldOf.get(message.id());
                if (moment != null) {
                    momentOf.put(message.id(), moment);
                    if (gold != null) {
                        shared.computeIfAbsent(moment.id(), ignored -> new HashMap<>())
                                .merge(gold, 1, Integer::sum);
                    }
                }
            }
            shared.forEach((moment, counts) -> matched.put(
                    moment,
                    counts.entrySet().stream()
                            .max(Map.Entry.comparingByValue())
                            .orElseThrow()
                            .getKey()));
        }

        private @Nullable Moment momentOf(Said message) {
            return report.moments().stream()
                    .filter(moment -> moment.sessions().contains(message.session())
                            && !message.at().isBefore(moment.start())
                            && !message.at().isAfter(moment.end()))
                    .findFirst()
                    .orElse(null);
        }

        DreamQuality quality(RemDatabase database) {
            boolean[] gold = changes(true);
            boolean[] found = changes(false);
            Share tags = Share.NONE;
            Share types = Share.NONE;
            Share emotions = Share.NONE;
            Map<GoldActivity, Set<String>> people = new HashMap<>();
            Map<GoldActivity, Set<String>> moods = new HashMap<>();
            for (Moment moment : report.moments()) {
                GoldActivity activity = matched.get(moment.id());
                if (activity == null) {
                    continue;
                }
                people.computeIfAbsent(activity, ignored -> new HashSet<>())
                        .addAll(moment.description().people());
                tags = tags.plus(tags(moment, activity));
                boolean typed = moment.description().type() != MomentType.OTHER;
                boolean right = moment.description().type().text().equals(activity.momentType());
                types = types.plus(new Share(typed && right ? 1 : 0, typed ? 1 : 0, 1));
                moods.computeIfAbsent(activity, ignored -> new HashSet<>())
                        .addAll(moment.description().emotionTags());
            }
            Share persons = Share.NONE;
            for (GoldActivity activity : week.gold) {
                emotions =
                        emotions.plus(shared(List.copyOf(moods.getOrDefault(activity, Set.of())), activity.emotions()));
                persons = persons.plus(named(List.copyOf(people.getOrDefault(activity, Set.of())), activity.people()));
            }
            return new DreamQuality(
                    windowDiff(gold, found),
                    boundaries(gold, found, Places.ALL),
                    boundaries(gold, found, Places.INSIDE_SESSIONS),
                    persons,
                    tags,
                    types,
                    emotions,
                    links(database));
        }

        // Boundaries
        // -----------------------------------------------------------------------------------------------

        private enum Places {
            ALL,
            INSIDE_SESSIONS
        }

        /** Whether something else begins with a message. */
        private boolean[] changes(boolean byReader) {
            boolean[] changes = new boolean[week.messages.size()];
            for (int i = 1; i < changes.length; i++) {
                UUID before = week.messages.get(i - 1).id();
                UUID here = week.messages.get(i).id();
                changes[i] = byReader
                        ? !Objects.equals(goldOf.get(before), goldOf.get(here))
                        : !Objects.equals(momentOf.get(before), momentOf.get(here));
            }
            return changes;
        }

        private Share boundaries(boolean[] gold, boolean[] found, Places places) {
            Share share = Share.NONE;
            for (int i = 1; i < gold.length; i++) {
                boolean inside = week.messages
                        .get(i)
                        .session()
                        .equals(week.messages.get(i - 1).session());
                if (places == Places.ALL || inside) {
                    share = share.plus(new Share(gold[i] && found[i] ? 1 : 0, found[i] ? 1 : 0, gold[i] ? 1 : 0));
                }
            }
            return share;
        }

        private double windowDiff(boolean[] gold, boolean[] found) {
            int width = Math.max(1, Math.round(gold.length / (2f * week.gold.size())));
            int wrong = 0;
            int windows = 0;
            for (int from = 0; from + width < gold.length; from++) {
                windows++;
                wrong += count(gold, from, width) == count(found, from, width) ? 0 : 1;
            }
            return windows == 0 ? 0 : (double) wrong / windows;
        }

        private static int count(boolean[] changes, int from, int width) {
            int count = 0;
            for (int i = from + 1; i <= from + width; i++) {
                count += changes[i] ? 1 : 0;
            }
            return count;
        }

        // Names and tags
        // -----------------------------------------------------------------------------------------

        /** {@code Anna} is {@code Anna Berg}, but nobody is two people. */
        private static Share named(List<String> found, List<String> there) {
            List<String> open = new ArrayList<>(there);
            int right = 0;
            for (String name : found) {
                for (String person : open) {
                    if (same(name, person)) {
                        open.remove(person);
                        right++;
                        break;
                    }
                }
            }
            return new Share(right, found.size(), there.size());
        }

        private static boolean same(String one, String other) {
            List<String> a = words(one);
            List<String> b = words(other);
            return a.containsAll(b) || b.containsAll(a);
        }

        private static List<String> words(String name) {
            String plain = ACCENTS.matcher(Normalizer.normalize(name, Normalizer.Form.NFD))
                    .replaceAll("");
            return Arrays.stream(plain.toLowerCase(Locale.ROOT).split("[^\\p{L}]+"))
                    .filter(word -> !word.isEmpty() && !TITLES.contains(word))
                    .toList();
        }

        private static Share shared(List<String> found, List<String> there) {
            int right = (int) found.stream().filter(there::contains).count();
            return new Share(right, found.size(), there.size());
        }

        private static Share tags(Moment moment, GoldActivity activity) {
            Set<String> topics = activity.topics().stream()
                    .flatMap(topic -> Words.content(topic).stream())
                    .collect(Collectors.toSet());
            int right = 0;
            for (String tag : moment.description().tags()) {
                List<String> words = Words.content(tag);
                long known = words.stream().filter(topics::contains).count();
                right += known * 2 >= words.size() && known > 0 ? 1 : 0;
            }
            return new Share(right, moment.description().tags().size(), right);
        }

        // Links
        // --------------------------------------------------------------------------------------------------

        private Map<String, Share> links(RemDatabase database) {
            Map<String, Share> links = new LinkedHashMap<>();
            Map<UUID, Set<String>> themes = new HashMap<>();
            Map<UUID, List<String>> about = new HashMap<>();
            try (EntityScan scan = database.scan(List.of("moments", "resources"), ScanOptions.DEFAULTS)) {
                scan.forEachRemaining(entity -> entity.edges().forEach(edge -> {
                    String from = project(edge.src());
                    String to = project(edge.dst());
                    switch (edge.relType()) {
                        case "contains" -> judge(links, edge, contains(edge));
                        case "related_to" -> {
                            if (from != null && to != null) {
                                judge(links, edge, from.equals(to));
                            }
                        }
                        case "about" -> {
                            if (from != null) {
                                themes.computeIfAbsent(edge.dst(), ignored -> new HashSet<>())
                                        .add(from);
                                about.computeIfAbsent(edge.dst(), ignored -> new ArrayList<>())
                                        .add(from);
                            }
                        }
                        default -> {
                            // Sessions, order and summaries follow from the rows.
                        }
                    }
                }));
            }
            // A theme is about what most of its moments are about.
            about.forEach((theme, projects) -> {
                long most = projects.stream()
                        .collect(Collectors.groupingBy(project -> project, Collectors.counting()))
                        .values()
                        .stream()
                        .mapToLong(Long::longValue)
                        .max()
                        .orElse(0);
                links.merge("about", new Share((int) most, projects.size(), projects.size()), Share::plus);
            });
            int there = week.gold.stream()
                    .mapToInt(activity -> activity.resources().size())
                    .sum();
            links.computeIfPresent("contains", (type, share) -> new Share(share.right(), share.found(), there));
            return links;
        }

        private static void judge(Map<String, Share> links, Edge edge, boolean right) {
            links.merge(edge.relType(), new Share(right ? 1 : 0, 1, right ? 1 : 0), Share::plus);
        }

        /** A text alone in a moment is in no activity, rightly or not: it is judged by what it should be in. */
        private boolean contains(Edge edge) {
            GoldActivity activity = matched.get(edge.src());
            String uri = week.resources.get(edge.dst());
            return activity != null && uri != null && activity.resources().contains(uri);
        }

        private @Nullable String project(UUID id) {
            GoldActivity activity = matched.get(id);
            String uri = week.resources.get(id);
            GoldActivity ofText = uri == null ? null : goldOfResource.get(uri);
            return activity != null ? activity.project() : ofText != null ? ofText.project() : null;
        }
    }
}
