package io.remdb.search;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.MultiBits;
import org.apache.lucene.index.MultiTerms;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.BoostQuery;
import org.apache.lucene.search.ConstantScoreQuery;
import org.apache.lucene.search.DisjunctionMaxQuery;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TermInSetQuery;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.StringHelper;
import org.apache.lucene.util.automaton.CompiledAutomaton;
import org.jspecify.annotations.Nullable;

/**
 * Finds rows whose keys may be like a text, by the terms of {@link KeyTerms}: those that begin with it, and those within a number of
 * errors, by running a Levenshtein automaton (K. U. Schulz and S. Mihov, "Fast string correction with Levenshtein automata",
 * IJDAR 5, 2002; Lucene's) over the term dictionary. One thread, one search.
 */
final class KeyCandidates {
    private static final int MOST_QUESTION_WORDS = 16;
    /** Terms that a word may stand for; the most similar ones where there are more. */
    private static final int MOST_SIMILAR_TERMS = 32;

    private static final int MOST_BEGINNINGS = 128;
    private static final int SHORTEST_WITH_TWO_ERRORS = 6;
    /** An automaton for two errors in a long text takes longer to make than to run. */
    private static final int LONGEST_WITH_TWO_ERRORS = 64;

    /** A word of so many keys, and of one key of so many, is what was meant, not another one with an error. */
    private static final int COMMON_IN_ROWS = 1000;

    private static final int COMMON_IN_ONE_OF = 100;

    private static final float BEGINNING_WEIGHT = 0.9f;

    private final DirectoryReader reader;
    private final KeyQuery query;
    private final KeyText text;
    private final int k;
    private final Deadline deadline;
    private final IdReader ids;
    private final Set<UUID> found = new LinkedHashSet<>();

    KeyCandidates(DirectoryReader reader, KeyQuery query, int k, Deadline deadline) {
        this.reader = reader;
        this.query = query;
        this.text = query.text();
        this.k = k;
        this.deadline = deadline;
        this.ids = new IdReader(reader);
    }

    List<UUID> find(KeyRing ring) throws IOException {
        switch (ring) {
            case NEAR -> {
                addBeginnings();
                addSimilarWholes(1);
                addByWords(text.words(), ring);
                if (text.hasParts()) {
                    addByWords(text.parts(), ring);
                }
            }
            case WIDE -> {
                addSimilarWholes(2);
                addByWords(text.hasParts() ? text.parts() : text.words(), ring);
            }
        }
        return List.copyOf(found);
    }

    // ---- whole keys

    /** The first keys, in the order of the terms, that begin with the text or are it. */
    private void addBeginnings() throws IOException {
        int before = found.size();
        Terms terms = MultiTerms.getTerms(reader, KeyTerms.KEYS);
        if (terms == null) {
            return;
        }
        Bits live = MultiBits.getLiveDocs(reader);
        BytesRef beginning = new BytesRef(KeyTerms.whole(text));
        TermsEnum term = terms.iterator();
        boolean there = term.seekCeil(beginning) != TermsEnum.SeekStatus.END;
        PostingsEnum postings = null;
        while (there && StringHelper.startsWith(term.term(), beginning) && found.size() - before < k) {
            postings = term.postings(postings, PostingsEnum.NONE);
            addLiving(postings, live, 0);
            there = term.next() != null;
        }
    }

    private void addSimilarWholes(int errors) throws IOException {
        String whole = text.whole();
        if (whole.length() < shortest(errors) || (errors == 2 && whole.length() > LONGEST_WITH_TWO_ERRORS)) {
            return;
        }
        deadline.check();
        List<Similar> similar = similarTerms(KeyTerms.whole(text), KeyTerms.WHOLE.length(), errors, k);
        addRows(similar.stream().map(Similar::term).sorted().toList());
    }

    /** The rows of terms, which few rows share. */
    private void addRows(List<BytesRef> terms) throws IOException {
        PostingsEnum postings = null;
        for (LeafReaderContext leaf : reader.leaves()) {
            Terms there = leaf.reader().terms(KeyTerms.KEYS);
            if (there == null) {
                continue;
            }
            Bits live = leaf.reader().getLiveDocs();
            TermsEnum term = there.iterator();
            for (BytesRef each : terms) {
                if (term.seekExact(each)) {
                    postings = term.postings(postings, PostingsEnum.NONE);
                    addLiving(postings, live, leaf.docBase);
                }
            }
        }
    }

    private void addLiving(PostingsEnum postings, @Nullable Bits live, int docBase) throws IOException {
        int added = 0;
        for (int doc = postings.nextDoc();
                doc != DocIdSetIterator.NO_MORE_DOCS && added < k;
                doc = postings.nextDoc()) {
            if (live == null || live.get(doc)) {
                found.add(ids.id(docBase + doc));
                added++;
            }
        }
    }

    private static int shortest(int errors) {
        return errors == 1 ? KeyComparison.SHORTEST_WITH_ERROR : SHORTEST_WITH_TWO_ERRORS;
    }

    // ---- words

    private void addByWords(List<String> words, KeyRing ring) throws IOException {
        List<String> distinct =
                words.stream().distinct().limit(MOST_QUESTION_WORDS).toList();
        if (distinct.isEmpty()) {
            return;
        }
        BooleanQuery.Builder some = new BooleanQuery.Builder();
        for (String word : distinct) {
            deadline.check();
            some.add(new BoostQuery(anyLike(word, ring), word.length()), Occur.SHOULD);
        }
        int needed = switch (ring) {
            case NEAR -> distinct.size();
            case WIDE -> (distinct.size() + 1) / 2;
        };
        addBest(some.setMinimumNumberShouldMatch(needed).build());
    }

    /** The word itself, what begins with it, and what is like it. */
    private Query anyLike(String word, KeyRing ring) throws IOException {
        List<Query> queries = new ArrayList<>();
        Term itself = new Term(KeyTerms.KEYS, word);
        queries.add(new TermQuery(itself));
        List<BytesRef> beginnings = beginnings(word);
        if (!beginnings.isEmpty()) {
            queries.add(new BoostQuery(
                    new ConstantScoreQuery(new TermInSetQuery(KeyTerms.KEYS, beginnings)), BEGINNING_WEIGHT));
        }
        int errors = errors(word, ring);
        if (errors > 0 && reader.docFreq(itself) <= Math.max(COMMON_IN_ROWS, reader.maxDoc() / COMMON_IN_ONE_OF)) {
            for (Similar similar : similarTerms(word, 0, errors, MOST_SIMILAR_TERMS)) {
                queries.add(similar.query());
            }
        }
        return new DisjunctionMaxQuery(queries, 0);
    }

    private static int errors(String word, KeyRing ring) {
        if (word.length() < KeyComparison.SHORTEST_WITH_ERROR) {
            return 0;
        }
        return ring == KeyRing.WIDE && word.length() >= SHORTEST_WITH_TWO_ERRORS ? 2 : 1;
    }

    private List<BytesRef> beginnings(String word) throws IOException {
        Terms terms = MultiTerms.getTerms(reader, KeyTerms.KEYS);
        if (terms == null || word.length() < KeyComparison.SHORTEST_BEGINNING) {
            return List.of();
        }
        List<BytesRef> beginnings = new ArrayList<>();
        BytesRef beginning = new BytesRef(word);
        TermsEnum term = terms.iterator();
        boolean there = term.seekCeil(beginning) != TermsEnum.SeekStatus.END;
        while (there && StringHelper.startsWith(term.term(), beginning) && beginnings.size() < MOST_BEGINNINGS) {
            if (term.term().length > beginning.length) {
                beginnings.add(BytesRef.deepCopyOf(term.term()));
            }
            there = term.next() != null;
        }
        return beginnings;
    }

    // ---- terms with errors

    /** A term of the index and how much it is like the one that was asked for, 0 to 1. */
    private record Similar(BytesRef term, float similarity) {
        static final Comparator<Similar> BEST_FIRST =
                Comparator.comparingDouble(Similar::similarity).reversed().thenComparing(Similar::term);

        Query query() {
            return new BoostQuery(new TermQuery(new Term(KeyTerms.KEYS, term)), similarity);
        }
    }

    /** The terms within a number of errors, the most similar first. */
    private List<Similar> similarTerms(String term, int exactLength, int errors, int most) throws IOException {
        CompiledAutomaton automaton = query.automaton(term, exactLength, errors);
        int[] asked = term.codePoints().toArray();
        Map<BytesRef, Similar> similar = new HashMap<>();
        for (LeafReaderContext leaf : reader.leaves()) {
            Terms terms = leaf.reader().terms(KeyTerms.KEYS);
            if (terms == null) {
                continue;
            }
            TermsEnum matching = automaton.getTermsEnum(terms);
            for (BytesRef next = matching.next(); next != null; next = matching.next()) {
                if (!similar.containsKey(next)) {
                    BytesRef kept = BytesRef.deepCopyOf(next);
                    similar.put(kept, new Similar(kept, similarity(asked, kept, errors)));
                }
            }
        }
        return similar.values().stream().sorted(Similar.BEST_FIRST).limit(most).toList();
    }

    private static float similarity(int[] asked, BytesRef term, int errors) {
        int[] other = term.utf8ToString().codePoints().toArray();
        return 1 - (float) EditDistance.of(asked, other, errors) / Math.max(asked.length, other.length);
    }

    // ---- rows

    private void addBest(Query rows) throws IOException {
        IndexSearcher searcher = new IndexSearcher(reader);
        searcher.setSimilarity(KeySimilarity.INSTANCE);
        searcher.setQueryCache(null);
        searcher.setTimeout(deadline::passed);
        ScoreDoc[] best = searcher.search(rows, Math.min(k, Math.max(1, reader.maxDoc()))).scoreDocs;
        if (searcher.timedOut()) {
            throw deadline.timeout();
        }
        for (ScoreDoc each : best) {
            found.add(ids.id(each.doc));
        }
    }
}
