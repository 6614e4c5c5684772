package io.remdb.embedding.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtSession;
import io.remdb.embedding.EmbeddingModel;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The vectors are those that the models' authors publish, by ways that share no code with ours. */
final class ReferenceVectorsTest {
    private static final List<String> QUICKSTART =
            List.of("The weather is lovely today.", "It's so sunny outside!", "He drove to the stadium.");

    /** The similarities that the sentence-transformers documentation prints in its quick start. */
    @ParameterizedTest
    @CsvSource({"all-MiniLM-L6-v2-fp32,0.001", "all-MiniLM-L6-v2,0.05"})
    void givesThePublishedSimilarities(String name, double tolerance) {
        List<float[]> vectors = TestModels.get(name).embedDocuments(QUICKSTART);
        assertThat(cosine(vectors, 0, 1)).isCloseTo(0.6660, within(tolerance));
        assertThat(cosine(vectors, 0, 2)).isCloseTo(0.1046, within(tolerance));
        assertThat(cosine(vectors, 1, 2)).isCloseTo(0.1411, within(tolerance));
    }

    /** The definition, in double precision: tokens, the model itself, pooling, length 1. */
    @ParameterizedTest
    @EnumSource
    void followsTheDefinition(LocalModel model) throws Exception {
        ReferenceTokenizer tokenizer = new ReferenceTokenizer(model.tokenizerResource());
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        EmbeddingModel embedding = TestModels.get(model.modelName());
        try (InputStream stream = ReferenceVectorsTest.class.getResourceAsStream(model.graphResource());
                OrtSession session = environment.createSession(stream.readAllBytes())) {
            for (String text : List.of(
                    "This is an example sentence",
                    "Crème brûlée, 東京 & the rest…",
                    "",
                    "A longer text of several sentences. It has some punctuation; and numbers like 1,234.5! Does it work?")) {
                double[] expected = reference(environment, session, tokenizer.tokens(text), model.pooling());
                float[] actual = embedding.embedDocuments(List.of(text)).getFirst();
                for (int i = 0; i < expected.length; i++) {
                    assertThat((double) actual[i]).as("%s [%s]", text, i).isCloseTo(expected[i], within(2e-5));
                }
            }
        }
    }

    private static double[] reference(OrtEnvironment environment, OrtSession session, long[] tokens, Pooling pooling)
            throws Exception {
        int length = tokens.length + 2;
        long[][] ids = new long[1][length];
        long[][] ones = new long[1][length];
        ids[0][0] = 101;
        ids[0][length - 1] = 102;
        System.arraycopy(tokens, 0, ids[0], 1, tokens.length);
        Arrays.fill(ones[0], 1);
        try (OnnxTensor idTensor = OnnxTensor.createTensor(environment, ids);
                OnnxTensor mask = OnnxTensor.createTensor(environment, ones);
                OnnxTensor types = OnnxTensor.createTensor(environment, new long[1][length]);
                OrtSession.Result result =
                        session.run(Map.of("input_ids", idTensor, "attention_mask", mask, "token_type_ids", types))) {
            float[][] states = ((float[][][]) result.get(0).getValue())[0];
            double[] pooled = new double[states[0].length];
            double squares = 0;
            for (int i = 0; i < pooled.length; i++) {
                for (int token = 0; token < (pooling == Pooling.MEAN ? length : 1); token++) {
                    pooled[i] += states[token][i];
                }
                pooled[i] /= pooling == Pooling.MEAN ? length : 1;
                squares += pooled[i] * pooled[i];
            }
            for (int i = 0; i < pooled.length; i++) {
                pooled[i] /= Math.sqrt(squares);
            }
            return pooled;
        }
    }

    @Test
    void averagesTheWindowsOfALongTextByTheirTokens() {
        EmbeddingModel model = TestModels.get("all-MiniLM-L6-v2-fp32");
        // Each of these words is one token, and a window holds 254 of them.
        String first = "river ".repeat(254);
        String second = "engine ".repeat(100);
        List<float[]> vectors = model.embedDocuments(List.of(first, second, first + second));
        double[] expected = new double[model.dimension()];
        double squares = 0;
        for (int i = 0; i < expected.length; i++) {
            expected[i] = 254.0 * vectors.get(0)[i] + 100.0 * vectors.get(1)[i];
            squares += expected[i] * expected[i];
        }
        for (int i = 0; i < expected.length; i++) {
            assertThat((double) vectors.get(2)[i]).isCloseTo(expected[i] / Math.sqrt(squares), within(1e-6));
        }
    }

    @Test
    void putsThePrefixOfBgeBeforeQuestionsOnly() {
        EmbeddingModel model = TestModels.get("bge-small-en-v1.5");
        String question = "how do whales breathe";
        assertThat(model.embedQuery(question))
                .isEqualTo(model.embedDocuments(
                                List.of("Represent this sentence for searching relevant passages: " + question))
                        .getFirst())
                .isNotEqualTo(model.embedDocuments(List.of(question)).getFirst());
        EmbeddingModel miniLm = TestModels.get("all-MiniLM-L6-v2");
        assertThat(miniLm.embedQuery(question))
                .isEqualTo(miniLm.embedDocuments(List.of(question)).getFirst());
    }

    @ParameterizedTest
    @EnumSource
    void findsThePassageThatAnswersTheQuestion(LocalModel local) {
        EmbeddingModel model = TestModels.get(local.modelName());
        float[] question = model.embedQuery("When was the bridge built?");
        List<float[]> passages = model.embedDocuments(List.of(
                "The stone bridge over the river was constructed in 1846.",
                "Our bakery opens at seven and closes at noon.",
                "Playing the card game bridge takes four people."));
        double best = TestModels.cosine(question, passages.get(0));
        assertThat(best).isGreaterThan(TestModels.cosine(question, passages.get(1)));
        assertThat(best).isGreaterThan(TestModels.cosine(question, passages.get(2)));
    }

    private static double cosine(List<float[]> vectors, int one, int other) {
        return TestModels.cosine(vectors.get(one), vectors.get(other));
    }
}
