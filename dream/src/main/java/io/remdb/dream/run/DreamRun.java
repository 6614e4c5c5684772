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
import io.remdb.dream.activity.Vectors;
import io.remdb.dream.describe.Describer;
import io.remdb.dream.describe.Description;
import io.remdb.dream.link.Link;
import io.remdb.dream.link.Mentions;
import io.remdb.dream.link.Neighbours;
import io.remdb.dream.link.Node;
import io.remdb.dream.link.Theme;
import io.remdb.dream.link.Themes;
import io.remdb.dream.llm.LlmDescriber;
import io.remdb.dream.local.LocalDescriber;
import io.remdb.dream.run.SummaryRows.SummaryRow;
import io.remdb.dream.segment.Baseline;
import io.remdb.dream.segment.SegmentOptions;
import io.remdb.dream.segment.Segmenter;
import io.remdb.dream.text.People;
import io.remdb.dream.text.WordCounts;
import io.remdb.embedding.EmbeddingModel;
import io.remdb.json.Json;
import io.remdb.llm.LanguageModel;
import io.remdb.llm.Usage;
import io.remdb.text.Timestamps;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** One run over one window. One thread, once. */
public final class DreamRun {
    /** An activity that began so long before the window is seen whole. */
    private static final Duration LEAD_IN = Duration.ofHours(2);

    /** Messages with which it is measured how like each other unlike things are. */
    private static final int BASELINE_ITEMS = 600;

    private static final double PER_CENT = 100;

    private final RemDatabase database;
    private final EmbeddingModel model;
    private final @Nullable LanguageModel languageModel;
    private final DreamOptions options;
    private final Window window;
    private final String runId;
    private final long start = System.nanoTime();
    private final Instant startedAt = Instant.now().truncatedTo(ChronoUnit.MICROS);
    private final Found found = new Found();
    private final Mentions mentions;
    private final RowWriter rows;
    private final LinkWriter links;
    private int kept;
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
        this.rows = new RowWriter(database, options.writing());
        this.links = new LinkWriter(database, options.writing(), runId, describerName());
    }

    private String describerName() {
        return languageModel == null ? LocalDescriber.NAME : languageModel.name();
    }

    /** The same for the same window, describer and options, so that a run that is run again is the same run. */
    private String runId() {
        String all = window + " " + describerName() + " " + options.scope() + " "
                + options.momentTypes().stream().sorted().toList() + " " + options.shortest() + " " + options.zone();
        return "dream-"
                + window.start().truncatedTo(ChronoUnit.MINUTES).toString().replaceAll("[-:]|:00Z$", "") + "-"
                + Provenance.digest(all).substring(0, 8);
    }

    /**
     * Runs.
     *
     * @throws RemException {@link ErrorCode#LOCKED} while another run works on this database
     */
    public DreamReport run() {
        if (options.writing() == Writing.DRY_RUN) {
            return dream(null);
        }
        DreamTables.register(database);
        try (RunLock lock = RunLock.take(database)) {
            return dream(lock);
        }
    }

    private DreamReport dream(@Nullable RunLock lock) {
        record(null, null);
        ActivityReader reader = new ActivityReader(database, model);
        ExistingMoments existing = ExistingMoments.of(database, window);
        Instant from = earlier(existing.earliest(window.start()), window.start().minus(LEAD_IN));
        People people = new People();
        WordCounts counts = new WordCounts();
        long all = learn(reader, from, people, counts);
        people.settle(model);
        Baseline baseline = baseline(reader, from);
        Describer local = new LocalDescriber(model, people, counts);
        Describer describer = languageModel == null ? local : new LlmDescriber(languageModel, people);
        options.trace()
                .accept("reads from " + from + " until " + window.end() + ": " + all
                        + " messages and texts, unlike things are " + Math.round(baseline.similarity() * PER_CENT)
                        + " % alike");
        Segmenter segmenter = new Segmenter(
                reader.read(from, window.end()),
                SegmentOptions.DEFAULTS.withShortest(options.shortest()),
                baseline,
                new Users(database)::of);
        MomentRows names = new MomentRows(options.zone());
        long done = 0;
        while (segmenter.hasNext() && !stopped) {
            for (Activity activity : segmenter.next()) {
                done += activity.items().size();
                if (!activity.end().isBefore(window.start())) {
                    moment(activity, existing, describer, local, names);
                }
                options.progress().progress(Math.min(done, all), all);
                if (lock != null) {
                    lock.renew();
                }
                if (options.stopped().getAsBoolean()) {
                    stopped = true;
                    break;
                }
            }
        }
        rows.flush();
        return finish(existing, baseline, describer);
    }

    private static Instant earlier(Instant a, Instant b) {
        return a.isBefore(b) ? a : b;
    }

    /** First all is read for its words and names: what one text alone does not tell. */
    private long learn(ActivityReader reader, Instant from, People people, WordCounts counts) {
        long all = 0;
        Iterator<Item> items = reader.readTexts(from, window.end());
        while (items.hasNext()) {
            Item item = items.next();
            people.learn(item);
            counts.add(item.text());
            all++;
            found.items += item.time().isBefore(window.start()) ? 0 : 1;
        }
        return all;
    }

    private Baseline baseline(ActivityReader reader, Instant from) {
        List<Item> messages = new ArrayList<>();
        Iterator<Item> items = reader.read(from, window.end());
        while (items.hasNext() && messages.size() < BASELINE_ITEMS) {
            Item item = items.next();
            if (item.message()) {
                messages.add(item);
            }
        }
        return Baseline.of(messages);
    }

    private void moment(
            Activity activity, ExistingMoments existing, Describer describer, Describer local, MomentRows names) {
        String segment = ExistingMoments.segment(activity, describer.name());
        Optional<Entity> before = existing.of(segment);
        Describer author = describer;
        Description description;
        if (before.isPresent()) {
            description = ExistingMoments.description(
                    before.get(),
                    MomentRows.plain(before.get().properties().path("name").asString("")));
        } else {
            try {
                description = describer.describe(activity);
            } catch (RemException e) {
                if (e.code() == ErrorCode.CANCELLED || describer.name().equals(local.name())) {
                    throw e;
                }
                author = local;
                description = local.describe(activity);
                found.problems.add("The activity of " + activity.start() + " was described without " + describer.name()
                        + ": " + e.getMessage());
                // Under the local name, so that the next run asks the language model again.
                segment = ExistingMoments.segment(activity, local.name());
            }
        }
        String name = names.name(activity, description);
        options.trace()
                .accept(name + ": " + activity.messages().size() + " messages, "
                        + activity.resources().size() + " texts, "
                        + (before.isPresent() ? "described before" : "described by " + author.name()));
        UUID id = DreamTables.id(DreamTables.MOMENTS, name);
        existing.confirm(id);
        if (!options.momentTypes().isEmpty() && !options.momentTypes().contains(description.type())) {
            return;
        }
        Action action = Action.UNCHANGED;
        if (options.scope() == Scope.EVERYTHING) {
            ObjectNode row = MomentRows.row(name, activity, description, segment);
            Provenance.sign(row, runId, author.name());
            action = rows.write(DreamTables.MOMENTS, id, row);
            kept += action == Action.KEPT ? 1 : 0;
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
        List<String> named = new ArrayList<>(description.people());
        named.addAll(description.tags());
        mentions.of(activity, named)
                .forEach((entity, score) -> found.links.add(new Link(id, entity, Link.MENTIONS, score)));
    }

    private DreamReport finish(ExistingMoments existing, Baseline baseline, Describer describer) {
        int removed = 0;
        List<ThemeFound> themes = new ArrayList<>();
        List<Summary> summaries = new ArrayList<>();
        // Of a run that ended early nobody knows what is no longer so, and what is alike.
        if (!stopped) {
            if (options.scope() == Scope.EVERYTHING) {
                removed = removeOutdated(existing);
                found.nodes.sort(Comparator.comparing(Node::time).thenComparing(Node::id));
                found.links.addAll(Neighbours.related(found.nodes, baseline));
                addSequence();
                themes.addAll(writeThemes(baseline));
            }
            summaries.addAll(writeSummaries(themes, describer));
        }
        rows.flush();
        writeLinks();
        DreamReport report = report(removed, summaries, themes, describer.usage());
        record(report, describer.usage());
        return report;
    }

    private int removeOutdated(ExistingMoments existing) {
        int removed = 0;
        for (Entity outdated : existing.unconfirmed()) {
            if (Provenance.untouched(outdated)) {
                rows.delete(outdated.id());
                removed++;
            } else {
                kept++;
            }
        }
        return removed;
    }

    private void addSequence() {
        for (int i = 1; i < found.moments.size(); i++) {
            UUID earlier = found.moments.get(i - 1).id();
            UUID later = found.moments.get(i).id();
            found.links.add(new Link(later, earlier, Link.FOLLOWS, 1));
            found.links.add(new Link(earlier, later, Link.PRECEDES, 1));
        }
    }

    private List<ThemeFound> writeThemes(Baseline baseline) {
        List<ThemeFound> themes = new ArrayList<>();
        for (Theme theme : Themes.of(found.nodes, baseline)) {
            UUID id = DreamTables.id(DreamTables.THEMES, theme.name());
            ObjectNode row = Json.object();
            row.put("name", theme.name());
            row.put("description", String.join(", ", theme.tags()));
            theme.tags().forEach(row.withArray("tags")::add);
            Provenance.sign(row, runId, LocalDescriber.NAME);
            Action action = rows.write(DreamTables.THEMES, id, row);
            for (int i = 0; i < theme.moments().size(); i++) {
                found.links.add(new Link(
                        theme.moments().get(i).id(),
                        id,
                        Link.ABOUT,
                        theme.scores().get(i)));
            }
            themes.add(new ThemeFound(id, theme.name(), theme.moments().size(), action));
        }
        return themes;
    }

    private List<Summary> writeSummaries(List<ThemeFound> themes, Describer describer) {
        SummaryRows summaryRows = new SummaryRows(runId, options.zone());
        List<Summary> summaries = new ArrayList<>();
        for (SummaryRow summary : summaryRows.of(
                window, found.moments, themes.stream().map(ThemeFound::name).toList())) {
            ObjectNode row = summary.row();
            row.putObject("metadata");
            Provenance.sign(row, runId, describer.name());
            UUID id = DreamTables.id(DreamTables.RESOURCES, summary.uri());
            summaries.add(new Summary(id, summary.name(), summary.text(), rows.write(DreamTables.RESOURCES, id, row)));
            for (Moment moment : summary.moments()) {
                if (options.scope() == Scope.EVERYTHING) {
                    found.links.add(new Link(id, moment.id(), Link.SUMMARIZES, 1));
                } else {
                    moment.sessions().forEach(session -> found.links.add(new Link(id, session, Link.SUMMARIZES, 1)));
                }
            }
        }
        return summaries;
    }

    private void writeLinks() {
        Set<UUID> moments = new LinkedHashSet<>();
        found.moments.forEach(moment -> moments.add(moment.id()));
        Set<UUID> sources = new LinkedHashSet<>();
        if (options.scope() == Scope.EVERYTHING && !stopped) {
            sources.addAll(moments);
            sources.addAll(found.resources);
        }
        // An edge to what this run has not looked at may be right: a theme or a moment of another window.
        Set<UUID> ends = new LinkedHashSet<>(moments);
        ends.addAll(found.resources);
        links.write(sources, found.links, end -> !stopped && ends.contains(end));
    }

    private DreamReport report(int removed, List<Summary> summaries, List<ThemeFound> themes, @Nullable Usage usage) {
        TreeMap<String, Integer> edges = new TreeMap<>();
        Map<String, Link> distinct = new LinkedHashMap<>();
        found.links.forEach(link -> distinct.put(link.src() + " " + link.type() + " " + link.dst(), link));
        distinct.values().forEach(link -> edges.merge(link.type(), 1, Integer::sum));
        return new DreamReport(
                runId,
                options.writing() == Writing.WRITTEN,
                stopped,
                window,
                found.items,
                options.scope() == Scope.EVERYTHING ? found.moments : List.of(),
                removed,
                kept,
                edges,
                links.written(),
                summaries,
                themes,
                describerName(),
                usage,
                found.problems,
                (System.nanoTime() - start) / 1_000_000);
    }

    /** The record of the run: that it runs, and at its end what it did. */
    private void record(@Nullable DreamReport report, @Nullable Usage usage) {
        if (options.writing() == Writing.DRY_RUN) {
            return;
        }
        ObjectNode row = Json.object();
        row.put("run_id", runId);
        row.put("state", report == null ? "running" : stopped ? "stopped" : "done");
        row.put("start_time", Timestamps.text(window.start()));
        row.put("end_time", Timestamps.text(window.end()));
        row.put("model", describerName());
        row.put("embedding_model", model.name());
        row.put("started_at", Timestamps.text(startedAt));
        if (options.schedule() != null) {
            row.put("schedule", options.schedule().toString());
        }
        if (report != null) {
            row.put("duration_ms", report.durationMs());
            row.put("messages", report.items());
            row.put("moments", report.moments().size());
            row.put("links", report.edgeCount());
            row.put("summaries", report.summaries().size());
            row.put("themes", report.themes().size());
            report.problems().forEach(row.withArray("problems")::add);
        }
        if (usage != null) {
            row.put("llm_calls", usage.calls());
            row.put("input_tokens", usage.tokens().input());
            row.put("output_tokens", usage.tokens().output());
            row.put("cost_usd", usage.costUsd());
        }
        database.insert(DreamTables.RUNS, Json.text(row));
    }
}
