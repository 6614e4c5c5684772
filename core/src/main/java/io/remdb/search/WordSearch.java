package io.remdb.search;

import io.remdb.HitExplanation;
import io.remdb.SearchPlan.Leg;
import io.remdb.SearchPlan.Side;
import io.remdb.SearchPlan.Way;
import io.remdb.embedding.EmbeddingSlot;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.UUID;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.CharArraySet;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.WordlistLoader;
import org.apache.lucene.analysis.en.EnglishAnalyzer;
import org.apache.lucene.analysis.snowball.SnowballFilter;
import org.apache.lucene.analysis.tokenattributes.OffsetAttribute;
import org.apache.lucene.analysis.tokenattributes.TermToBytesRefAttribute;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.ReaderUtil;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.BoostQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.Scorer;
import org.apache.lucene.search.TermInSetQuery;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.search.Weight;
import org.apache.lucene.search.similarities.BM25Similarity;
import org.apache.lucene.search.similarities.Similarity;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;

/** Search by words: English analysis (stop words, stems) and BM25. A question is plain words, never a query language. */
final class WordSearch {
    static final Analyzer ANALYZER = new EnglishAnalyzer();
    /** For questions: the same with Snowball's longer list of words that carry no meaning of their own. */
    private static final Analyzer QUESTION_ANALYZER = new EnglishAnalyzer(questionWords());

    static final Similarity SIMILARITY = new BM25Similarity();

    /** Distinct words of a question that are looked at; a whole document may be given as one. */
    private static final int MOST_WORDS = 1000;

    /** Rows that are asked for beyond the last, to see whether it has equals. */
    private static final int SOME_EQUAL = 16;

    private static final int MOST_EQUAL = 10_000;

    private WordSearch() {}

    /**
     * The best rows, equal ones in the order of their ids. Where more than {@value #MOST_EQUAL} rows are equally good at the
     * end of the ranking, it is the index that chooses among them.
     *
     * @param vector with which the cosines of the rows are wanted, too; null for without
     */
    static Proposal search(
            DirectoryReader reader,
            String text,
            float @Nullable [] vector,
            int k,
            CandidateFilter filter,
            Deadline deadline)
            throws IOException {
        Map<BytesRef, Word> words = analyze(text);
        if (words.isEmpty() || k <= 0 || reader.maxDoc() == 0) {
            return new Proposal(List.of(), leg(reader, k, 0, filter, deadline));
        }
        IndexSearcher searcher = searcher(reader);
        searcher.setTimeout(deadline::passed);
        Query query = query(words, filter);
        int asked = k + SOME_EQUAL;
        TopDocs top = search(searcher, query, asked, deadline);
        while (endsAmongEquals(top.scoreDocs, k, asked) && asked < k + MOST_EQUAL) {
            asked *= 4;
            top = search(searcher, query, asked, deadline);
        }
        List<Best.Found> found = best(reader, top, k);
        return new Proposal(
                found.stream().map(Best.Found::candidate).toList(),
                vector == null ? Map.of() : cosines(reader, vector, found),
                leg(reader, k, found.size(), filter, deadline));
    }

    private static TopDocs search(IndexSearcher searcher, Query query, int rows, Deadline deadline) throws IOException {
        TopDocs top =
                searcher.search(query, Math.min(rows, searcher.getIndexReader().maxDoc()));
        if (searcher.timedOut()) {
            throw deadline.timeout();
        }
        return top;
    }

    private static boolean endsAmongEquals(ScoreDoc[] found, int k, int asked) {
        return found.length == asked && found[asked - 1].score == found[k - 1].score;
    }

    private static Leg leg(DirectoryReader reader, int k, int found, CandidateFilter filter, Deadline deadline)
            throws IOException {
        String reason = switch (filter) {
            case CandidateFilter.Everything _ -> "there is no condition";
            case CandidateFilter.OneOf _, CandidateFilter.Matching _ ->
                "of the rows with a word of the question, those that match are scored";
        };
        long estimated = switch (filter) {
            case CandidateFilter.Everything _ -> reader.numDocs();
            case CandidateFilter.OneOf(Set<UUID> ids) -> ids.size();
            case CandidateFilter.Matching matching ->
                new MatchingRows(reader, matching.predicate(), deadline).estimate();
        };
        return new Leg(Side.WORDS, Way.POSTINGS, reason, reader.numDocs(), estimated, null, k, found);
    }

    private static IndexSearcher searcher(DirectoryReader reader) {
        IndexSearcher searcher = new BoundedElsewhere(reader);
        searcher.setSimilarity(SIMILARITY);
        searcher.setQueryCache(null);
        return searcher;
    }

    /**
     * Does not count the clauses of a query: of those there are {@link #MOST_WORDS} for the words, and what a condition has is
     * bounded where it is translated. Together they may be more than the 1,024 that Lucene takes.
     */
    private static final class BoundedElsewhere extends IndexSearcher {
        BoundedElsewhere(DirectoryReader reader) {
            super(reader);
        }

        @Override
        @SuppressWarnings("ReferenceEquality") // a query that is rewritten completely gives itself
        public Query rewrite(Query original) throws IOException {
            Query query = original;
            for (Query next = query.rewrite(this); next != query; next = query.rewrite(this)) {
                query = next;
            }
            return query;
        }
    }

    /** What each word of a question adds to the score of some rows, in the order of the question. */
    static Map<UUID, List<HitExplanation.Word>> explain(
            DirectoryReader reader, String text, Collection<UUID> ids, Deadline deadline) throws IOException {
        IndexSearcher searcher = searcher(reader);
        Map<UUID, Integer> documents = documents(searcher, ids);
        List<UUID> order = documents.entrySet().stream()
                .sorted(Map.Entry.comparingByValue())
                .map(Map.Entry::getKey)
                .toList();
        int[] places =
                documents.values().stream().mapToInt(each -> each).sorted().toArray();
        Map<UUID, List<HitExplanation.Word>> explained = new HashMap<>();
        for (Word word : analyze(text).values()) {
            deadline.check();
            Weight weight = searcher.createWeight(
                    searcher.rewrite(new TermQuery(new Term(RowDocument.WORDS, word.term()))),
                    ScoreMode.COMPLETE,
                    word.times());
            float[] scores = scores(reader, weight, places);
            for (int i = 0; i < scores.length; i++) {
                if (scores[i] > 0) {
                    explained
                            .computeIfAbsent(order.get(i), _ -> new ArrayList<>())
                            .add(new HitExplanation.Word(
                                    word.written(), word.term().utf8ToString(), scores[i]));
                }
            }
        }
        return explained;
    }

    private static Map<UUID, Integer> documents(IndexSearcher searcher, Collection<UUID> ids) throws IOException {
        Map<UUID, Integer> documents = new HashMap<>();
        for (UUID id : ids) {
            TopDocs found = searcher.search(new TermQuery(new Term(RowDocument.ID, IdTerm.of(id))), 1);
            if (found.scoreDocs.length > 0) {
                documents.put(id, found.scoreDocs[0].doc);
            }
        }
        return documents;
    }

    /** The scores of documents, which ascend; 0 for those without the word. Each segment's postings are read once. */
    private static float[] scores(DirectoryReader reader, Weight weight, int[] documents) throws IOException {
        float[] scores = new float[documents.length];
        int end = 0;
        int base = 0;
        Scorer scorer = null;
        for (int i = 0; i < documents.length; i++) {
            if (documents[i] >= end) {
                LeafReaderContext leaf = reader.leaves().get(ReaderUtil.subIndex(documents[i], reader.leaves()));
                base = leaf.docBase;
                end = base + leaf.reader().maxDoc();
                scorer = weight.scorer(leaf);
            }
            int wanted = documents[i] - base;
            if (scorer != null && scorer.docID() < wanted) {
                scorer.iterator().advance(wanted);
            }
            scores[i] = scorer != null && scorer.docID() == wanted ? scorer.score() : 0;
        }
        return scores;
    }

    /** What a question says twice it asks for twice: in a long question, that is what it is about. */
    private static Query query(Map<BytesRef, Word> words, CandidateFilter filter) {
        BooleanQuery.Builder query = new BooleanQuery.Builder();
        words.forEach((word, said) -> {
            Query term = new TermQuery(new Term(RowDocument.WORDS, word));
            query.add(said.times() == 1 ? term : new BoostQuery(term, said.times()), Occur.SHOULD);
        });
        return switch (filter) {
            case CandidateFilter.Everything _ -> query.build();
            case CandidateFilter.OneOf oneOf -> filtered(query.build(), ids(oneOf.ids()));
            case CandidateFilter.Matching matching -> filtered(query.build(), PredicateQuery.of(matching.predicate()));
        };
    }

    private static Query filtered(Query query, Query filter) {
        return new BooleanQuery.Builder()
                .add(query, Occur.MUST)
                .add(filter, Occur.FILTER)
                .build();
    }

    private static Query ids(Set<UUID> ids) {
        return new TermInSetQuery(RowDocument.ID, ids.stream().map(IdTerm::of).toList());
    }

    private static List<Best.Found> best(DirectoryReader reader, TopDocs top, int k) throws IOException {
        Best best = new Best(k);
        for (ScoreDoc hit : top.scoreDocs) {
            best.offer(hit.doc, hit.score);
        }
        return best.found(new IdReader(reader));
    }

    private static Map<UUID, Double> cosines(DirectoryReader reader, float[] vector, List<Best.Found> found)
            throws IOException {
        List<Best.Found> inOrder = new ArrayList<>(found);
        inOrder.sort(Comparator.comparingInt(Best.Found::document));
        CosineReader vectors = new CosineReader(reader, RowDocument.vectorField(EmbeddingSlot.MAIN), vector);
        Map<UUID, Double> cosines = new HashMap<>();
        for (Best.Found each : inOrder) {
            OptionalDouble cosine = vectors.cosine(each.document());
            if (cosine.isPresent()) {
                cosines.put(each.candidate().id(), cosine.getAsDouble());
            }
        }
        return cosines;
    }

    /**
     * A word of a question.
     *
     * @param term as the index has it
     * @param written as the question has it first
     * @param times how often it occurs
     */
    record Word(BytesRef term, String written, int times) {
        Word again() {
            return new Word(term, written, times + 1);
        }
    }

    /**
     * The terms of a question, as the index has them, in its order. Words that only make a sentence a question
     * (what, my, where) say nothing of what is asked for, and are left out unless there are no others.
     */
    static Map<BytesRef, Word> analyze(String text) {
        Map<BytesRef, Word> terms = terms(QUESTION_ANALYZER, text);
        return terms.isEmpty() ? terms(ANALYZER, text) : terms;
    }

    private static Map<BytesRef, Word> terms(Analyzer analyzer, String text) {
        Map<BytesRef, Word> terms = new LinkedHashMap<>();
        try (TokenStream stream = analyzer.tokenStream(RowDocument.WORDS, text)) {
            TermToBytesRefAttribute term = stream.addAttribute(TermToBytesRefAttribute.class);
            OffsetAttribute place = stream.addAttribute(OffsetAttribute.class);
            stream.reset();
            while (terms.size() < MOST_WORDS && stream.incrementToken()) {
                BytesRef bytes = BytesRef.deepCopyOf(term.getBytesRef());
                terms.merge(
                        bytes,
                        new Word(bytes, text.substring(place.startOffset(), place.endOffset()), 1),
                        (first, _) -> first.again());
            }
            if (terms.size() < MOST_WORDS) {
                stream.end();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e); // reading a string does not fail
        }
        return terms;
    }

    private static CharArraySet questionWords() {
        String list = "english_stop.txt";
        try (InputStream words = SnowballFilter.class.getResourceAsStream(list)) {
            return WordlistLoader.getSnowballWordSet(
                    new InputStreamReader(Objects.requireNonNull(words, list), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
