package io.remdb.ingest.chunk;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import io.remdb.embedding.TextTokenizer;
import io.remdb.ingest.document.Document;
import java.util.ArrayList;
import java.util.List;

/**
 * Cuts documents into chunks. A heading begins a chunk, and is with what follows it; a chunk ends where the next sentence, row or piece of
 * code does not fit, and what comes next under the same heading begins with its last sentences. Tables and code are whole where they fit.
 * What the chunks have of their own, one after the other, is the text to the last character. Thread-safe.
 */
public final class Chunker {
    private final Measure measure;
    private final int sizeTokens;
    private final int overlapTokens;
    private final int windowTokens;

    /**
     * Of chunks of at most so many tokens.
     *
     * @param tokenizer of the model that will embed them
     * @param sizeTokens 1 to what the model reads at once, less {@code reservedTokens}
     * @param overlapTokens 0 to less than half of the size
     * @param reservedTokens what is embedded together with each chunk
     * @throws RemException {@link ErrorCode#INVALID_ARGUMENT}
     */
    public Chunker(TextTokenizer tokenizer, int sizeTokens, int overlapTokens, int reservedTokens) {
        this.measure = new Measure(tokenizer);
        this.sizeTokens = sizeTokens;
        this.overlapTokens = overlapTokens;
        this.windowTokens = tokenizer.windowTokens() - reservedTokens;
        if (sizeTokens < 1 || sizeTokens > windowTokens) {
            throw new RemException(ErrorCode.INVALID_ARGUMENT, "The model does not read chunks of this size at once")
                    .with("chunk_size", sizeTokens)
                    .with("least", 1)
                    .with("most", windowTokens)
                    .hint("--chunk-size counts tokens; 200 suits most models");
        }
        if (overlapTokens < 0 || overlapTokens * 2 >= sizeTokens) {
            throw new RemException(ErrorCode.INVALID_ARGUMENT, "Chunks overlap by less than half of their size")
                    .with("chunk_overlap", overlapTokens)
                    .with("chunk_size", sizeTokens);
        }
    }

    /** The chunks of a document, in order; none where it is blank. */
    public List<Chunk> chunks(Document document) {
        return new Packing(document).run();
    }

    /** One document. */
    private final class Packing {
        private final String text;
        private final Atoms atoms;
        private final HeadingPath path = new HeadingPath();
        private final List<Chunk> chunks = new ArrayList<>();

        private final List<Atom> own = new ArrayList<>();
        private int ownTokens;
        private boolean hasBody;
        private List<String> headings = List.of();
        private Overlap overlap = Overlap.NONE;

        Packing(Document document) {
            this.text = document.text();
            this.atoms = new Atoms(document, measure, sizeTokens, overlapTokens);
        }

        List<Chunk> run() {
            while (atoms.hasNext()) {
                add(atoms.next());
            }
            close();
            return chunks;
        }

        private void add(Atom atom) {
            if (atom.heading()) {
                if (hasBody || !fits(atom)) {
                    close();
                }
                if (atom.start() == atom.block().start()) {
                    path.enter(atom.block());
                }
            } else if (!fits(atom)) {
                Overlap next = Overlap.of(text, own, overlapTokens, measure);
                close();
                overlap = next.tokens() + atom.tokens() <= sizeTokens ? next : Overlap.NONE;
            }
            own.add(atom);
            ownTokens += atom.tokens();
            if (!atom.heading() && !atom.blank() && !hasBody) {
                hasBody = true;
                headings = path.titles();
            }
        }

        private boolean fits(Atom atom) {
            if (atom.blank() || own.stream().allMatch(Atom::blank)) {
                return true;
            }
            int tokens = overlap.tokens() + ownTokens + atom.tokens();
            // A heading alone says nothing: what follows stays with it, a little over the size, if the model reads
            // that.
            return tokens <= (hasBody ? sizeTokens : windowTokens);
        }

        private void close() {
            if (own.isEmpty()) {
                return;
            }
            int start = own.getFirst().start();
            int end = own.getLast().end();
            if (own.stream().allMatch(Atom::blank)) {
                extendLast(end);
            } else {
                chunks.add(new Chunk(
                        chunks.size(),
                        overlap.tokens() == 0 ? start : overlap.start(),
                        // White space at the very beginning is of the first chunk.
                        start,
                        end,
                        hasBody ? headings : path.titles(),
                        own.getFirst().block().page(),
                        own.getLast().block().page()));
            }
            own.clear();
            ownTokens = 0;
            hasBody = false;
            overlap = Overlap.NONE;
        }

        private void extendLast(int end) {
            if (!chunks.isEmpty()) {
                Chunk last = chunks.removeLast();
                chunks.add(new Chunk(
                        last.ordinal(),
                        last.start(),
                        last.ownStart(),
                        end,
                        last.headings(),
                        last.firstPage(),
                        last.lastPage()));
            }
        }
    }
}
