package io.remdb.embedding.onnx;

import io.remdb.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * BERT's uncased tokenizer, written from its definition (the "basic tokenizer" and greedy longest-match WordPiece of the BERT
 * paper's code), to hold the native one against. Slow and plain on purpose.
 */
final class ReferenceTokenizer {
    private static final int LONGEST_WORD = 100;

    private final Map<String, Long> vocabulary = new HashMap<>();

    ReferenceTokenizer(String resource) {
        try (InputStream stream = ReferenceTokenizer.class.getResourceAsStream(resource)) {
            JsonNode json = Json.parse(new String(stream.readAllBytes(), StandardCharsets.UTF_8));
            for (Map.Entry<String, JsonNode> entry : json.at("/model/vocab").properties()) {
                vocabulary.put(entry.getKey(), entry.getValue().asLong());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Without [CLS] and [SEP]. */
    long[] tokens(String text) {
        List<Long> tokens = new ArrayList<>();
        for (String word : words(normalise(text))) {
            tokens.addAll(pieces(word));
        }
        return tokens.stream().mapToLong(Long::longValue).toArray();
    }

    private static String normalise(String text) {
        StringBuilder clean = new StringBuilder();
        text.codePoints().forEach(c -> {
            if (c == '\t' || c == '\n' || c == '\r' || Character.isSpaceChar(c)) {
                clean.append(' ');
            } else if (isIdeograph(c)) {
                clean.append(' ').appendCodePoint(c).append(' ');
            } else if (c != 0xFFFD && !isOther(c)) {
                clean.appendCodePoint(c);
            }
        });
        StringBuilder lower = new StringBuilder();
        // Letter by letter: the published tokenizers do not know that a sigma at the end of a word looks different.
        Normalizer.normalize(clean, Normalizer.Form.NFD)
                .replaceAll("\\p{Mn}", "")
                .codePoints()
                .forEach(c -> lower.append(Character.toString(c).toLowerCase(Locale.ROOT)));
        return lower.toString();
    }

    private static boolean isOther(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.UNASSIGNED,
                    Character.PRIVATE_USE,
                    Character.SURROGATE -> true;
            default -> false;
        };
    }

    private static boolean isIdeograph(int c) {
        return (c >= 0x4E00 && c <= 0x9FFF)
                || (c >= 0x3400 && c <= 0x4DBF)
                || (c >= 0x20000 && c <= 0x2A6DF)
                || (c >= 0x2A700 && c <= 0x2CEAF)
                || (c >= 0xF900 && c <= 0xFAFF)
                || (c >= 0x2F800 && c <= 0x2FA1F);
    }

    private static List<String> words(String text) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        text.codePoints().forEach(c -> {
            boolean punctuation = isPunctuation(c);
            if ((punctuation || c == ' ') && !word.isEmpty()) {
                words.add(word.toString());
                word.setLength(0);
            }
            if (punctuation) {
                words.add(Character.toString(c));
            } else if (c != ' ') {
                word.appendCodePoint(c);
            }
        });
        if (!word.isEmpty()) {
            words.add(word.toString());
        }
        return words;
    }

    private static boolean isPunctuation(int c) {
        if ((c >= 33 && c <= 47) || (c >= 58 && c <= 64) || (c >= 91 && c <= 96) || (c >= 123 && c <= 126)) {
            return true;
        }
        return switch (Character.getType(c)) {
            case Character.CONNECTOR_PUNCTUATION,
                    Character.DASH_PUNCTUATION,
                    Character.START_PUNCTUATION,
                    Character.END_PUNCTUATION,
                    Character.INITIAL_QUOTE_PUNCTUATION,
                    Character.FINAL_QUOTE_PUNCTUATION,
                    Character.OTHER_PUNCTUATION -> true;
            default -> false;
        };
    }

    private List<Long> pieces(String word) {
        int[] letters = word.codePoints().toArray();
        List<Long> unknown = List.of(vocabulary.get("[UNK]"));
        if (letters.length > LONGEST_WORD) {
            return unknown;
        }
        List<Long> pieces = new ArrayList<>();
        int start = 0;
        while (start < letters.length) {
            int end = letters.length;
            Long piece = null;
            while (end > start && piece == null) {
                String candidate = new String(letters, start, end - start);
                piece = vocabulary.get(start == 0 ? candidate : "##" + candidate);
                end--;
            }
            if (piece == null) {
                return unknown;
            }
            pieces.add(piece);
            start = end + 1;
        }
        return pieces;
    }
}
