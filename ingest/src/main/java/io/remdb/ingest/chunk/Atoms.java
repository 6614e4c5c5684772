package io.remdb.ingest.chunk;

import io.remdb.ingest.document.Block;
import io.remdb.ingest.document.Document;
import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.NoSuchElementException;
import java.util.concurrent.CancellationException;

/**
 * A document in atoms, in order: sentences; tables, pieces of code and rows whole where they fit, else by lines; what is still too large
 * by words, and words of any length by characters. Holds the atoms of one block at a time. One thread, which may be interrupted: that is
 * a {@link CancellationException}.
 */
final class Atoms implements Iterator<Atom> {
    /** The end of a piece of a long word may be so much earlier than it could be, which saves measuring. */
    private static final int PART_LEFT_OUT = 32;

    private final String text;
    private final Iterator<Block> blocks;
    private final Measure measure;
    private final int mostTokens;
    /** Of what is cut where nothing asks for it: leaves room for the overlap. */
    private final int pieceTokens;

    private final BreakIterator sentences;
    private List<Atom> current = List.of();
    private int position;

    Atoms(Document document, Measure measure, int mostTokens, int overlapTokens) {
        this.text = document.text();
        this.blocks = document.blocks().iterator();
        this.measure = measure;
        this.mostTokens = mostTokens;
        this.pieceTokens = Math.max(1, mostTokens - overlapTokens);
        String language = document.info().language();
        this.sentences = BreakIterator.getSentenceInstance(language == null ? Locale.ROOT : Locale.of(language));
    }

    @Override
    public boolean hasNext() {
        while (position == current.size() && blocks.hasNext()) {
            current = atoms(blocks.next());
            position = 0;
        }
        return position < current.size();
    }

    @Override
    public Atom next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        return current.get(position++);
    }

    private List<Atom> atoms(Block block) {
        List<Atom> atoms = new ArrayList<>();
        switch (block.kind()) {
            case HEADING, TABLE, CODE, ROW -> addWholeOrLines(block, atoms);
            case PARAGRAPH -> addSentences(block, atoms);
        }
        return atoms;
    }

    private void addWholeOrLines(Block block, List<Atom> atoms) {
        int tokens = measure(block.start(), block.end(), mostTokens);
        if (tokens <= mostTokens) {
            atoms.add(atom(block, block.start(), block.end(), tokens));
            return;
        }
        int start = block.start();
        while (start < block.end()) {
            int newline = text.indexOf('\n', start);
            int end = newline < 0 || newline >= block.end() ? block.end() : newline + 1;
            addWholeOrPieces(block, start, end, atoms);
            start = end;
        }
    }

    private void addSentences(Block block, List<Atom> atoms) {
        sentences.setText(text.substring(block.start(), block.end()));
        int start = block.start();
        sentences.first();
        for (int end = sentences.next(); end != BreakIterator.DONE; end = sentences.next()) {
            addWholeOrPieces(block, start, block.start() + end, atoms);
            start = block.start() + end;
        }
    }

    private void addWholeOrPieces(Block block, int start, int end, List<Atom> atoms) {
        int tokens = measure(start, end, mostTokens);
        if (tokens <= mostTokens) {
            atoms.add(atom(block, start, end, tokens));
        } else {
            addPieces(block, start, end, atoms);
        }
    }

    private void addPieces(Block block, int start, int end, List<Atom> atoms) {
        int pieceStart = start;
        int tokens = 0;
        int word = start;
        while (word < end) {
            // What is behind that does not fit, whatever it is: to measure all of it for each piece would take hours.
            int wordEnd = Words.end(text, word, Math.min(end, word + Measure.mostCharacters(pieceTokens) + 1));
            int wordTokens = measure(word, wordEnd, pieceTokens);
            if (tokens + wordTokens > pieceTokens) {
                if (word > pieceStart) {
                    atoms.add(atom(block, pieceStart, word, tokens));
                    pieceStart = word;
                    tokens = 0;
                }
                if (wordTokens > pieceTokens) {
                    wordEnd = fitting(word, wordEnd);
                    wordTokens = measure(word, wordEnd, pieceTokens);
                }
            }
            tokens += wordTokens;
            word = wordEnd;
        }
        if (pieceStart < end) {
            atoms.add(atom(block, pieceStart, end, tokens));
        }
    }

    /** About as much of one word as fits, at least a character. */
    private int fitting(int start, int end) {
        int fits = start;
        int doesNot = start + 1;
        // From the beginning, for most of the word may be far too much.
        for (int step = pieceTokens; doesNot < end && measure(start, doesNot, pieceTokens) <= pieceTokens; step *= 2) {
            fits = doesNot;
            doesNot = Math.min(end, start + step);
        }
        while (doesNot - fits > 1 + (fits - start) / PART_LEFT_OUT) {
            int middle = (fits + doesNot) >>> 1;
            if (measure(start, middle, pieceTokens) <= pieceTokens) {
                fits = middle;
            } else {
                doesNot = middle;
            }
        }
        int cut = Math.max(fits, start + 1);
        boolean splitsPair = cut < end
                && Character.isHighSurrogate(text.charAt(cut - 1))
                && Character.isLowSurrogate(text.charAt(cut));
        if (!splitsPair) {
            return cut;
        }
        return cut - 1 > start ? cut - 1 : cut + 1;
    }

    /** How much a part counts, where it is no more than {@code most}; else some larger number. */
    private int measure(int start, int end, int most) {
        if (Thread.currentThread().isInterrupted()) {
            throw new CancellationException("The cutting of a text was interrupted");
        }
        return measure.of(text, start, end, most);
    }

    private Atom atom(Block block, int start, int end, int tokens) {
        return new Atom(start, end, tokens, block, text.substring(start, end).isBlank());
    }
}
