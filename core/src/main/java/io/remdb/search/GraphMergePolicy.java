package io.remdb.search;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.lucene.index.MergePolicy;
import org.apache.lucene.index.MergeTrigger;
import org.apache.lucene.index.SegmentCommitInfo;
import org.apache.lucene.index.SegmentInfos;
import org.jspecify.annotations.Nullable;

/**
 * Keeps an index at a few segments with graphs, each more than twice as large as all smaller ones together, and fewer than
 * {@link SearchSizes#flatRows} rows in segments without. So a search visits about log3(rows / 8192) graphs and
 * compares at most some thousand vectors one by one; a row goes into a new graph about as often, and Lucene extends the
 * largest graph of a merge rather than building it again.
 *
 * <p>The rest without a graph stays as it is, however long nobody writes. With 384 dimensions such a row costs a search 45 ns where
 * its vector is in the processor's cache, up to .2 µs where it is not: 8,000 of them take .36 ms, and 9,000 with a graph .12 ms.
 * That is at most, half of it on average, and it is exact: most tables have fewer rows than that, never build a graph and never
 * miss a row. A graph of the rest would take more than a second of a core, and be built again with the next few rows.
 *
 * <p>Lucene's tiered policy leaves ten segments of equal size alone: each would be a graph of its own to search, or none.
 *
 * <p>Only one graph is built at a time. After a bulk load, rows without a graph come first, no more than twice {@link SearchSizes#flatRows} in
 * one merge, into graphs of their own: searches get faster with every few seconds, and a process that ends loses no more than that. Only
 * when no more are left than one merge takes, graphs are merged, at most {@value #MOST_GRAPHS} at once. Sizes are in living rows.
 */
final class GraphMergePolicy extends MergePolicy {
    /** Segments of one tier of flat ones that are merged into one of the next. */
    private static final int TIER_SEGMENTS = 6;
    /** Tiers of flat segments grow by a factor of 8. */
    private static final int TIER_BITS = 3;
    /** A graph is written anew without its deleted rows when they are more than a third. */
    private static final int DELETED_DIVISOR = 3;
    /** Of one merge: with them a row is put into about log8 of the small graphs there are, and no merge of equal ones is larger than need be. */
    private static final int MOST_GRAPHS = 8;

    private record Sized(SegmentCommitInfo segment, int live, int all) {}

    /** Rows from which a segment has a graph. */
    private final int flatRows;
    /** Rows that one merge puts into a graph; some seconds of one core. */
    private final int mostFlatRows;

    GraphMergePolicy(SearchSizes sizes) {
        this.flatRows = sizes.flatRows();
        this.mostFlatRows = 2 * flatRows;
    }

    @Override
    public @Nullable MergeSpecification findMerges(MergeTrigger trigger, SegmentInfos infos, MergeContext context)
            throws IOException {
        List<Sized> flat = new ArrayList<>();
        List<Sized> graphs = new ArrayList<>();
        int merging = 0;
        Set<SegmentCommitInfo> inMerges = context.getMergingSegments();
        for (SegmentCommitInfo segment : infos) {
            Sized sized = sized(segment, context);
            if (inMerges.contains(segment)) {
                merging += sized.live();
            } else {
                (sized.live() < flatRows ? flat : graphs).add(sized);
            }
        }
        Comparator<Sized> bySize = Comparator.comparingInt(Sized::live);
        flat.sort(bySize);
        graphs.sort(bySize);
        MergeSpecification merges = new MergeSpecification();
        if (merging >= flatRows || !addGraphMerge(merges, flat, graphs)) {
            addTierMerges(merges, flat);
        }
        return merges.merges.isEmpty() ? null : merges;
    }

    private static Sized sized(SegmentCommitInfo segment, MergeContext context) throws IOException {
        int all = segment.info.maxDoc();
        return new Sized(segment, all - context.numDeletesToMerge(segment), all);
    }

    private boolean addGraphMerge(MergeSpecification merges, List<Sized> flat, List<Sized> graphs) {
        long rowsOfFlat = flat.stream().mapToLong(Sized::live).sum();
        long slotsOfFlat = flat.stream().mapToLong(Sized::all).sum();
        boolean due = rowsOfFlat >= flatRows || slotsOfFlat >= 2L * flatRows;
        List<Sized> together = due ? startOf(flat) : new ArrayList<>();
        if (rowsOfFlat <= mostFlatRows && (!due || rowsOfFlat >= flatRows)) {
            addGraphs(together, graphs);
        }
        if (due || together.size() > 1) {
            merges.add(new OneMerge(segments(together)));
            return true;
        }
        for (Sized graph : graphs) {
            if (graph.all() - graph.live() > graph.all() / DELETED_DIVISOR) {
                merges.add(new OneMerge(List.of(graph.segment())));
                return true;
            }
        }
        return false;
    }

    /** As many segments without a graph as one merge takes. */
    private List<Sized> startOf(List<Sized> flat) {
        List<Sized> start = new ArrayList<>();
        long rows = 0;
        for (Sized segment : flat) {
            if (rows >= flatRows && rows + segment.live() > mostFlatRows) {
                break; // the rest comes next
            }
            start.add(segment);
            rows += segment.live();
        }
        return start;
    }

    /** Adds the smallest graphs, as far as one is not more than twice as large as all before it together. */
    private static void addGraphs(List<Sized> together, List<Sized> graphs) {
        long rows = together.stream().mapToLong(Sized::live).sum();
        int end = 0;
        for (int i = 0; i < Math.min(MOST_GRAPHS, graphs.size()); i++) {
            int live = graphs.get(i).live();
            boolean larger = live > 2 * rows;
            if (rows + live > Integer.MAX_VALUE / 2 || (larger && end > 0)) {
                break;
            }
            end = larger ? end : i + 1;
            rows += live;
        }
        together.addAll(graphs.subList(0, end));
    }

    private void addTierMerges(MergeSpecification merges, List<Sized> flat) {
        int start = 0;
        while (start < flat.size()) {
            int tier = tier(flat.get(start));
            int end = start;
            long rows = 0;
            while (end < flat.size()
                    && tier(flat.get(end)) == tier
                    && rows + flat.get(end).live() < flatRows) {
                rows += flat.get(end).live();
                end++;
            }
            if (end - start >= TIER_SEGMENTS) {
                merges.add(new OneMerge(segments(flat.subList(start, end))));
            }
            start = Math.max(end, start + 1);
        }
    }

    private static int tier(Sized segment) {
        return (Integer.SIZE - Integer.numberOfLeadingZeros(segment.live() | 1) - 1) / TIER_BITS;
    }

    private static List<SegmentCommitInfo> segments(List<Sized> sized) {
        List<SegmentCommitInfo> segments = new ArrayList<>();
        sized.forEach(each -> segments.add(each.segment()));
        return segments;
    }

    /** Everything into one segment, whatever number is asked for. */
    @Override
    public @Nullable MergeSpecification findForcedMerges(
            SegmentInfos infos,
            int maxSegmentCount,
            Map<SegmentCommitInfo, Boolean> segmentsToMerge,
            MergeContext context) {
        List<SegmentCommitInfo> all = infos.asList().stream()
                .filter(segment -> !context.getMergingSegments().contains(segment))
                .toList();
        if (all.size() <= maxSegmentCount) {
            return null;
        }
        MergeSpecification merges = new MergeSpecification();
        merges.add(new OneMerge(all));
        return merges;
    }

    /** Where it is asked for, each segment without its deleted rows; else deletions are dealt with as rows come. */
    @Override
    public @Nullable MergeSpecification findForcedDeletesMerges(SegmentInfos infos, MergeContext context)
            throws IOException {
        MergeSpecification merges = new MergeSpecification();
        for (SegmentCommitInfo segment : infos) {
            if (!context.getMergingSegments().contains(segment) && context.numDeletesToMerge(segment) > 0) {
                merges.add(new OneMerge(List.of(segment)));
            }
        }
        return merges.merges.isEmpty() ? null : merges;
    }
}
