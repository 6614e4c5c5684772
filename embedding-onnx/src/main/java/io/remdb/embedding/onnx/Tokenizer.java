package io.remdb.embedding.onnx;

import ai.djl.huggingface.tokenizers.jni.TokenizersLibrary;
import io.remdb.ErrorCode;
import io.remdb.RemException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * A Hugging Face tokenizer: text to token ids. Thread-safe, except that closing must not meet a running call.
 *
 * <p>Binds the native library directly. DJL's own {@code HuggingFaceTokenizer} would look for graphics cards, call a web
 * service to count its users, and copy eight arrays out of each encoding where one is wanted.
 */
final class Tokenizer implements AutoCloseable {
    private static final TokenizersLibrary LIBRARY = TokenizersLibrary.LIB;

    private final long handle;
    private final long firstToken;
    private final long lastToken;

    private Tokenizer(long handle) {
        this.handle = handle;
        LIBRARY.disablePadding(handle);
        LIBRARY.disableTruncation(handle);
        long[] empty = encode("", true);
        if (empty.length != 2) {
            throw new RemException(ErrorCode.INTERNAL, "The tokenizer does not enclose a text in two tokens")
                    .with("tokens", empty.length);
        }
        this.firstToken = empty[0];
        this.lastToken = empty[1];
    }

    /** Reads a tokenizer's JSON from the class path. The native library must have been loaded. */
    static Tokenizer open(String resource) {
        try (InputStream stream = Tokenizer.class.getResourceAsStream(resource)) {
            if (stream == null) {
                throw missing(resource);
            }
            return new Tokenizer(
                    LIBRARY.createTokenizerFromString(new String(stream.readAllBytes(), StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new RemException(ErrorCode.IO_ERROR, "The tokenizer cannot be read", e).with("file", resource);
        }
    }

    static RemException missing(String resource) {
        return new RemException(ErrorCode.UNKNOWN_MODEL, "A file of the embedding model is not on the class path")
                .with("file", resource)
                .hint("Add the Maven artifact with the model's files, or choose another model.");
    }

    /** [CLS]: the first token of every window. */
    long firstToken() {
        return firstToken;
    }

    /** [SEP]: the last token of every window. */
    long lastToken() {
        return lastToken;
    }

    /** The ids of the text's tokens, without [CLS] and [SEP]. Any string will do; memory grows with its length. */
    long[] tokens(String text) {
        return encode(wellFormed(text), false);
    }

    private long[] encode(String text, boolean withFirstAndLast) {
        long encoding = LIBRARY.encode(handle, text, withFirstAndLast);
        try {
            return LIBRARY.getTokenIds(encoding);
        } finally {
            LIBRARY.deleteEncoding(encoding);
        }
    }

    /** Native code wants Unicode: half a surrogate pair becomes U+FFFD, which the tokenizer drops. */
    private static String wellFormed(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                int[] codePoints = text.codePoints()
                        .map(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE ? 0xFFFD : c)
                        .toArray();
                return new String(codePoints, 0, codePoints.length);
            }
        }
        return text;
    }

    @Override
    public void close() {
        LIBRARY.deleteTokenizer(handle);
    }
}
