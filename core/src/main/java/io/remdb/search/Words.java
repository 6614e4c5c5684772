package io.remdb.search;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.CharArraySet;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.WordlistLoader;
import org.apache.lucene.analysis.en.EnglishAnalyzer;
import org.apache.lucene.analysis.snowball.SnowballFilter;
import org.apache.lucene.analysis.tokenattributes.TermToBytesRefAttribute;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.BoostQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TermInSetQuery;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.search.similarities.BM25Similarity;
import org.apache.lucene.search.similarities.Similarity;
import org.apache.lucene.util.BytesRef;

/** Search by words: English analysis (stop words, stems) and BM25. A question is plain words, never a query language. */
final class Words {
    static final Analyzer ANALYZER = new EnglishAnalyzer();
    /** For questions: the same with Snowball's longer list of words that carry no meaning of their own. */
    private static final Analyzer QUESTION_ANALYZER = new EnglishAnalyzer(questionWords());

    static final Similarity SIMILARITY = new BM25Similarity();

    /** Distinct words of a question that are looked at; a whole document may be given as one. */
    private static final int MOST_WORDS = 1000;

    private Words() {}

    static List<Candidate> search(DirectoryReader reader, String text, int k, CandidateFilter filter, Deadline deadline)
            throws IOException {
        Map<BytesRef, Integer> words = analyze(text);
        if (words.isEmpty() || k <= 0 || reader.maxDoc() == 0) {
            return List.of();
        }
        IndexSearcher searcher = new IndexSearcher(reader);
        searcher.setSimilarity(SIMILARITY);
        searcher.setQueryCache(null);
        searcher.setTimeout(deadline::passed);
        TopDocs top = searcher.search(query(words, filter), Math.min(k, reader.maxDoc()));
        if (searcher.timedOut()) {
            throw deadline.timeout();
        }
        return candidates(reader, top);
    }

    /** What a question says twice it asks for twice: in a long question, that is what it is about. */
    private static Query query(Map<BytesRef, Integer> words, CandidateFilter filter) {
        BooleanQuery.Builder query = new BooleanQuery.Builder();
        words.forEach((word, times) -> {
            Query term = new TermQuery(new Term(RowDocument.WORDS, word));
            query.add(times == 1 ? term : new BoostQuery(term, times), Occur.SHOULD);
        });
        return switch (filter) {
            case CandidateFilter.Everything _ -> query.build();
            case CandidateFilter.OneOf oneOf ->
                new BooleanQuery.Builder()
                        .add(query.build(), Occur.MUST)
                        .add(ids(oneOf.ids()), Occur.FILTER)
                        .build();
        };
    }

    private static Query ids(Set<UUID> ids) {
        return new TermInSetQuery(RowDocument.ID, ids.stream().map(IdTerm::of).toList());
    }

    private static List<Candidate> candidates(DirectoryReader reader, TopDocs top) throws IOException {
        IdReader ids = new IdReader(reader);
        List<Candidate> candidates = new ArrayList<>(top.scoreDocs.length);
        for (ScoreDoc hit : top.scoreDocs) {
            candidates.add(new Candidate(ids.id(hit.doc), hit.score));
        }
        return candidates;
    }

    /**
     * The terms of a question, as the index has them, with how often each occurs. Words that only make a sentence a question
     * (what, my, where) say nothing of what is asked for, and are left out unless there are no others.
     */
    static Map<BytesRef, Integer> analyze(String text) {
        Map<BytesRef, Integer> terms = terms(QUESTION_ANALYZER, text);
        return terms.isEmpty() ? terms(ANALYZER, text) : terms;
    }

    private static Map<BytesRef, Integer> terms(Analyzer analyzer, String text) {
        Map<BytesRef, Integer> terms = new LinkedHashMap<>();
        try (TokenStream stream = analyzer.tokenStream(RowDocument.WORDS, text)) {
            TermToBytesRefAttribute term = stream.addAttribute(TermToBytesRefAttribute.class);
            stream.reset();
            while (terms.size() < MOST_WORDS && stream.incrementToken()) {
                terms.merge(BytesRef.deepCopyOf(term.getBytesRef()), 1, Integer::sum);
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
