package io.remdb.embedding.onnx;

import io.remdb.config.RemConfig;
import io.remdb.embedding.TextTokenizer;

/** Counts the tokens of a local model with the tokenizer that it was made with. */
final class ModelTokenizer implements TextTokenizer {
    /** [CLS] and [SEP]. */
    private static final int TOKENS_AROUND = 2;

    private final Tokenizer tokenizer;
    private final int windowTokens;

    private ModelTokenizer(Tokenizer tokenizer, int windowTokens) {
        this.tokenizer = tokenizer;
        this.windowTokens = windowTokens;
    }

    static ModelTokenizer open(LocalModel model, RemConfig config) {
        NativeLibraries.loadTokenizer(config.home());
        return new ModelTokenizer(Tokenizer.open(model.tokenizerResource()), model.windowTokens() - TOKENS_AROUND);
    }

    @Override
    public int count(String text) {
        int count = 0;
        for (TextPieces pieces = new TextPieces(text); pieces.hasNext(); ) {
            count += tokenizer.tokens(pieces.next()).length;
        }
        return count;
    }

    @Override
    public int windowTokens() {
        return windowTokens;
    }

    @Override
    public void close() {
        tokenizer.close();
    }
}
