package io.remdb.dream.run;

import io.remdb.Entity;
import io.remdb.ErrorCode;
import io.remdb.RemDatabase;
import io.remdb.RemException;
import io.remdb.dream.DreamOptions;
import io.remdb.dream.DreamOptions.Scope;
import io.remdb.dream.DreamOptions.Window;
import io.remdb.dream.DreamOptions.Writing;
import io.remdb.dream.DreamReport;
import io.remdb.dream.DreamReport.Action;
import io.remdb.dream.DreamReport.Moment;
import io.remdb.dream.DreamReport.Summary;
import io.remdb.dream.DreamReport.ThemeFound;
import io.remdb.dream.activity.Activity;
import io.remdb.dream.activity.ActivityReader;
import io.remdb.dream.activity.Item;
import io.remdb.dream.activity.ReadRange;
import io.remdb.dream.activity.Vectors;
import io.remdb.dream.describe.Describer;
import io.remdb.dream.describe.Description;
import io.remdb.dream.describe.MomentType;
import io.remdb.dream.link.Link;
import io.remdb.dream.link.Mentions;
import io.remdb.dream.link.Neighbours;
import io.remdb.dream.link.Node;
import io.remdb.dream.link.Themes;
import io.remdb.dream.llm.LlmDescriber;
import io.remdb.dream.local.LocalDescriber;
import io.remdb.dream.run.Describing.Described;
import io.remdb.dream.run.SummaryRows.SummaryRow;
import io.remdb.dream.segment.Baseline;
import io.remdb.dream.segment.SegmentOptions;
import io.remdb.dream.segment.Segmenter;
import io.remdb.dream.text.People;
import io.remdb.dream.text.WordCounts;
import io.remdb.embedding.EmbeddingModel;
import io.remdb.llm.LanguageModel;
import io.remdb.llm.Usage;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** One run over one window. One thread, once. */
public final class DreamRun {
    /** Messages with which it is measured how like each other unlike things are. */
    private static final int BASELINE_ITEMS = 600;

    /** Moments of the rest of the first and the last day that a summary tells of. */
    private static final int MOST_OF_A_DAY = 500;

    private static final double PER_CENT = 100;
    private static final DateTimeFormatter MINUTE =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmm", Locale.ROOT).withZone(ZoneOffset.UTC);

    /** Of a moment that was looked at all edges of these types are known, whatever is at their other end. */
    private static final Set<String> OF_A_MOMENT =
            Set.of(Link.CONTAINS, Link.CAPTURED_IN, Link.MENTIONS, Link.ABOUT, Link.FOLLOWS, Link.PRECEDES);

    private final RemDatabase database;
    private final EmbeddingModel model;
    private final @Nullable LanguageModel languageModel;
    private final DreamOptions options;
    private final Window window;
    private final String runId;
    private final long start = System.nanoTime();
    private final Found found = new Found();
    private final Mentions mentions;
    private final MomentRows names;
    private final RowWriter rows;
    private final LinkWriter links;

    /** Edges of which this run knows all, by the row where they start. */
    private final Map<UUID, Set<String>> owned = new LinkedHashMap<>();

    private @Nullable RunLock lock;
    private @Nullable RunRecord record;
    private @Nullable Describer describer;
    private boolean stopped;

    /** A run that has not begun. */
    public DreamRun(
            RemDatabase database, EmbeddingModel model, @Nullable LanguageModel languageModel, DreamOptions options) {
        this.database = database;
        this.model = model;
        this.languageModel = languageModel;
        this.options = options;
        this.window = options.window();
        this.runId = runId();
        this.mentions = new Mentions(database);
        this.names = new MomentRows(options.zone(), options.shortest());
        this.rows = new RowWriter(database, options.writing(), found, this::beforeRows);
        this.links = new LinkWriter(database, options.writing(), runId, describerName(), this::requireLock);
    }

    private String describerName() {
        return languageModel == null ? LocalDescriber.NAME : languageModel.name();
    }

    /** The same for the same window, describer and options, so that a run that is run again is the same run. */
    private String runId() {
        String all = window + " " + describerName() + " " + options.scope() + " "
                + options.momentTypes().stream().sorted().toList() + " " + options.shortest() + " " + options.zone();
        return "dream-" + MINUTE.format(window.start()) + "-"
                + Provenance.digest(all).substring(0, 8);
    }

    /** Whether it looks for moments of some kinds only, and so knows of none that it is no longer so. */
    private boolean filtered() {
        return !options.momentTypes().isEmpty();
    }

    private boolean writesMoments() {
        return options.scope() == Scope.EVERYTHING;
    }

    /**
     * Runs.
     *
     * @throws RemException {@link ErrorCode#LOCKED} while another run works on this database
     */
    public DreamReport run() {
        if (options.writing() == Writing.DRY_RUN) {
            return dream();
        }
        try (RunLock taken = RunLock.take(database)) {
            lock = taken;
            DreamTables.register(database, DreamTables.RUNS);
            if (!DreamTables.taken(database, DreamTables.THEMES)) {
                DreamTables.register(database, DreamTables.THEMES);
            }
            RunRecord begun =
                    new RunRecord(database, runId, options, window, new RunRecord.Names(describerName(), model.name()));
            record = begun;
            try {
                DreamReport report = dream();
                begun.ended(report);
                return report;
            } catch (RuntimeException | Error e) {
                fail(begun, e);
                throw e;
            }
        }
    }

    /** Whoever took the lock away may work on the same record. */
    private void fail(RunRecord begun, Throwable reason) {
        if (reason instanceof RemException e && e.code() == ErrorCode.LOCKED) {
            return;
        }
        try {
            begun.failed(reason, usage());
        } catch (RuntimeException e) {
            reason.addSuppressed(e);
        }
    }

    private @Nullable Usage usage() {
        return describer == null ? null : describer.usage();
    }

    private void requireLock() {
        if (lock != null) {
            lock.check();
        }
    }

    private void beforeRows() {
        requireLock();
        if (record != null) {
            record.used(usage());
        }
    }

    private DreamReport dream() {
        ActivityReader reader = new ActivityReader(database, model);
        SegmentOptions cutting = SegmentOptions.DEFAULTS.withShortest(options.shortest());
        ReadRange range = ReadRange.of(reader, window.start(), window.end(), cutting.pause());
        ExistingMoments existing = ExistingMoments.of(database, window, range, options.shortest());
        People people = new People();
        WordCounts counts = new WordCounts();
        long all = learn(reader, range, people, counts);
        people.settle(model);
        Baseline baseline = baseline(reader, range);
        Describer local = new LocalDescriber(model, people, counts);
        Describer author = languageModel == null ? local : new LlmDescriber(languageModel, people);
        describer = author;
        Describing describing = new Describing(author, local, found);
        options.trace()
                .accept("reads from " + range.from() + " until " + range.until() + ": " + all
                        + " messages and texts, unlike things are " + Math.round(baseline.similarity() * PER_CENT)
                        + " % alike");
        Segmenter segmenter =
                new Segmenter(reader.read(range.from(), range.until()), cutting, baseline, new Users(database)::of);
        long done = 0;
        while (segmenter.hasNext() && !stopped) {
            for (Activity activity : segmenter.next()) {
                done += activity.items().size();
                boolean inside = activity.start().isBefore(window.end())
                        && !activity.end().isBefore(window.start());
                // What is cut off by the edge of what is read, a run that has seen more of it has told.
                boolean told = inside && (range.whole(activity) || !existing.covers(activity, author.name()));
                existing.saw(activity, told);
                if (told) {
                    moment(activity, existing, describing);
                }
                options.progress().progress(Math.min(done, all), all);
                if (options.stopped().getAsBoolean()) {
                    stopped = true;
                    break;
                }
            }
        }
        return finish(existing, baseline, author);
    }

    /** First all is read for its words and names: what one text alone does not tell. */
    private long learn(ActivityReader reader, ReadRange range, People people, WordCounts counts) {
        long all = 0;
        Iterator<Item> items = reader.readTexts(range.from(), range.until());
        while (items.hasNext()) {
            Item item = items.next();
            people.learn(item);
            counts.add(item.text());
            all++;
            boolean inside =
                    !item.time().isBefore(window.start()) && item.time().isBefore(window.end());
            found.items += inside ? 1 : 0;
        }
        return all;
    }

    private static Baseline baseline(ActivityReader reader, ReadRange range) {
        List<Item> messages = new ArrayList<>();
        Iterator<Item> items = reader.read(range.from(), range.until());
        while (items.hasNext() && messages.size() < BASELINE_ITEMS) {
            Item item = items.next();
            if (item.message()) {
                messages.add(item);
            }
        }
        return Baseline.of(messages);
    }

    private void moment(Activity activity, ExistingMoments existing, Describing describing) {
        String author = describing.author().name();
        Optional<Entity> same = existing.same(ExistingMoments.segment(activity, author));
        Optional<Entity> before = same.or(() -> existing.begunAs(activity));
        if (before.filter(Entity::deleted).isPresent()) {
            rows.note(before.get().id(), Action.KEPT);
            return;
        }
        Described described = same.map(row -> new Described(ExistingMoments.description(row), author))
                .orElseGet(() -> describing.describe(activity));
        Description description = described.description();
        String name = names.name(
                activity,
                description,
                before.filter(described::keepsNameOf)
                        .map(row -> row.properties().path("name").asString())
                        .orElse(null));
        options.trace()
                .accept(name + ": " + activity.messages().size() + " messages, "
                        + activity.resources().size() + " texts, "
                        + (same.isPresent() ? "described before" : "described by " + described.author()));
        UUID id = DreamTables.id(DreamTables.MOMENTS, name);
        existing.confirm(id);
        if (filtered() && !options.momentTypes().contains(description.type())) {
            return;
        }
        Action action = Action.UNCHANGED;
        if (writesMoments()) {
            if (same.filter(row -> row.id().equals(id)).isPresent()) {
                action = rows.note(id, Provenance.untouched(same.get()) ? Action.UNCHANGED : Action.KEPT);
            } else {
                String segment = ExistingMoments.segment(activity, described.author());
                ObjectNode row = names.row(name, activity, description, segment);
                Provenance.sign(row, runId, described.author());
                action = rows.write(DreamTables.MOMENTS, id, row);
            }
            link(id, activity, description);
        }
        UUID session = activity.session();
        found.moments.add(new Moment(
                id,
                name,
                activity.start(),
                activity.end(),
                description,
                MomentRows.resources(activity),
                session == null ? List.of() : List.of(session),
                action));
    }

    private void link(UUID id, Activity activity, Description description) {
        owned.put(id, OF_A_MOMENT);
        float[] centre = activity.centre();
        List<UUID> parts = MomentRows.resources(activity);
        found.nodes.add(new Node(id, Node.Kind.MOMENT, activity.start(), centre, parts, description.tags()));
        for (Item resource : activity.resources()) {
            double likeness = Math.clamp(Vectors.cosine(centre, resource.vector()), 0, 1);
            resource.ids().forEach(part -> found.links.add(new Link(id, part, Link.CONTAINS, likeness)));
            found.nodes.add(new Node(
                    resource.id(), Node.Kind.RESOURCE, resource.time(), resource.vector(), List.of(), List.of()));
            found.resources.add(resource.id());
        }
        UUID session = activity.session();
        if (session != null) {
            found.links.add(new Link(id, session, Link.CAPTURED_IN, 1));
        }
        mentions.of(activity, description.people(), description.tags())
                .forEach((entity, score) -> found.links.add(new Link(id, entity, Link.MENTIONS, score)));
    }

    private DreamReport finish(ExistingMoments existing, Baseline baseline, Describer author) {
        rows.flush();
        found.remove(rows.refused());
        List<ThemeFound> themes = new ArrayList<>();
        List<Summary> summaries = new ArrayList<>();
        Set<UUID> themesBefore = new HashSet<>();
        ThemeRows themeRows = new ThemeRows(database, runId, rows, found);
        // Of a run that ended early nobody knows what is no longer so, and what is alike.
        if (!stopped) {
            Set<UUID> own = new HashSet<>();
            found.moments.forEach(moment -> own.add(moment.id()));
            StoredMoments stored = new StoredMoments(
                    database, id -> !own.contains(id) && !rows.removed().contains(id));
            if (writesMoments()) {
                if (!filtered()) {
                    existing.outdated().forEach(moment -> remove(moment, themesBefore));
                    new Sequence(found.links, owned).link(found.moments, stored);
                }
                found.nodes.sort(Comparator.comparing(Node::time).thenComparing(Node::id));
                found.links.addAll(Neighbours.related(found.nodes, baseline));
                themes.addAll(writeThemes(themeRows, own, baseline));
            }
            summaries.addAll(writeSummaries(stored, themes, author));
        }
        rows.flush();
        found.remove(rows.refused());
        writeLinks();
        themesBefore.addAll(links.noLongerAbout());
        themeRows.removeUnused(themesBefore);
        rows.flush();
        return report(summaries, themes);
    }

    private void remove(Entity moment, Set<UUID> themes) {
        moment.edges().stream()
                .filter(edge -> edge.relType().equals(Link.ABOUT))
                .forEach(edge -> themes.add(edge.dst()));
        rows.delete(moment);
    }

    private List<ThemeFound> writeThemes(ThemeRows themeRows, Set<UUID> own, Baseline baseline) {
        if (DreamTables.taken(database, DreamTables.THEMES)) {
            found.problem("There are no themes, since the table " + DreamTables.THEMES + " is somebody else's");
            return List.of();
        }
        return themeRows.write(Themes.of(found.nodes, baseline), own);
    }

    private List<Summary> writeSummaries(StoredMoments stored, List<ThemeFound> themes, Describer author) {
        SummaryRows summaryRows = new SummaryRows(window, options.zone(), variant());
        List<Moment> told = new ArrayList<>(found.moments);
        if (variant().isEmpty()) {
            told.addAll(stored.between(summaryRows.start(), window.start(), MOST_OF_A_DAY));
            told.addAll(stored.between(window.end(), summaryRows.end(), MOST_OF_A_DAY));
            told.sort(Comparator.comparing(Moment::start));
        }
        List<Summary> summaries = new ArrayList<>();
        for (SummaryRow summary :
                summaryRows.of(told, themes.stream().map(ThemeFound::name).toList())) {
            ObjectNode row = summary.row();
            row.putObject("metadata");
            Provenance.sign(row, runId, author.name());
            UUID id = DreamTables.id(DreamTables.RESOURCES, summary.uri());
            owned.put(id, Set.of(Link.SUMMARIZES));
            summaries.add(new Summary(id, summary.name(), summary.text(), rows.write(DreamTables.RESOURCES, id, row)));
            for (Moment moment : summary.moments()) {
                if (writesMoments()) {
                    found.links.add(new Link(id, moment.id(), Link.SUMMARIZES, 1));
                } else {
                    moment.sessions().forEach(session -> found.links.add(new Link(id, session, Link.SUMMARIZES, 1)));
                }
            }
        }
        summaryRows
                .outdated(database, runId, summaries.stream().map(Summary::id).toList())
                .forEach(rows::delete);
        return summaries;
    }

    /** What sets the moments of this run apart from others of the same days. */
    private String variant() {
        List<String> variant = new ArrayList<>();
        options.momentTypes().stream().map(MomentType::text).sorted().forEach(variant::add);
        if (!options.shortest().isZero()) {
            variant.add("at least " + options.shortest().toMinutes() + " minutes");
        }
        return String.join(", ", variant);
    }

    private void writeLinks() {
        boolean complete = writesMoments() && !stopped && !filtered();
        if (complete) {
            found.resources.forEach(resource -> owned.putIfAbsent(resource, Set.of()));
        }
        // An edge to what this run has not looked at may be right: a moment of another window is related as well.
        Set<UUID> ends = new HashSet<>(found.resources);
        found.moments.forEach(moment -> ends.add(moment.id()));
        links.write(complete ? owned : Map.of(), found.links, end -> complete && ends.contains(end));
    }

    private DreamReport report(List<Summary> summaries, List<ThemeFound> themes) {
        TreeMap<String, Integer> edges = new TreeMap<>();
        Map<String, Link> distinct = new LinkedHashMap<>();
        found.links.forEach(link -> distinct.put(link.src() + " " + link.type() + " " + link.dst(), link));
        distinct.values().forEach(link -> edges.merge(link.type(), 1, Integer::sum));
        List<Moment> moments = writesMoments()
                ? found.moments.stream()
                        .map(moment -> moment.with(rows.action(moment.id())))
                        .toList()
                : List.of();
        return new DreamReport(
                runId,
                options.writing() == Writing.WRITTEN,
                stopped,
                window,
                found.items,
                moments,
                rows.removedMoments(),
                rows.kept(),
                edges,
                links.written(),
                summaries,
                themes,
                describerName(),
                usage(),
                found.problems(),
                (System.nanoTime() - start) / 1_000_000);
    }
}
