package io.remdb.embedding.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import io.remdb.embedding.EmbeddingModel;
import io.remdb.embedding.EmbeddingProvider;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.ServiceLoader;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class OnnxEmbeddingModelTest {
    private static final String DEFAULT = "all-MiniLM-L6-v2";

    @Test
    void isFoundAsTheProviderOfLocalModels() {
        assertThat(ServiceLoader.load(EmbeddingProvider.class))
                .extracting(EmbeddingProvider::prefix)
                .contains("local");
    }

    @ParameterizedTest
    @EnumSource
    void saysItsNameAndDimension(LocalModel local) {
        EmbeddingModel model = TestModels.get(local.modelName());
        assertThat(model.name()).isEqualTo("local:" + local.modelName());
        assertThat(model.dimension()).isEqualTo(384);
        assertThat(new LocalEmbeddingProvider()
                        .dimension(local.modelName(), TestModels.config(TestModels.sharedHome(), 1)))
                .isEqualTo(384);
    }

    @Test
    void namesTheModelsThereAreWhenAskedForAnother() {
        RemException error = catchThrowableOfType(RemException.class, () -> TestModels.open("gpt-5"));
        assertThat(error.code()).isEqualTo(ErrorCode.UNKNOWN_MODEL);
        assertThat(error)
                .hasMessageContaining("gpt-5")
                .hasMessageContaining(
                        "all-MiniLM-L6-v2, all-MiniLM-L6-v2-fp32, bge-small-en-v1.5, bge-small-en-v1.5-fp32");
    }

    @Test
    void tellsHowManyTextsAreDone() {
        List<String> texts = IntStream.range(0, 700).mapToObj(i -> "text " + i).toList();
        List<Integer> told = new ArrayList<>();
        assertThat(TestModels.get(DEFAULT).embedDocuments(texts, told::add)).hasSize(texts.size());
        assertThat(told).isSorted().hasSizeGreaterThan(1).endsWith(texts.size());
    }

    @Test
    void embedsNoTexts() {
        assertThat(TestModels.get(DEFAULT).embedDocuments(List.of())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\n\t", "\u0000", "\uD800", "\uDC00\uD800", "a\u0000b", "\uFFFF\uFFFE", "🏳️‍🌈"})
    void givesEveryTextAVectorOfLengthOne(String text) {
        float[] vector = TestModels.get(DEFAULT).embedDocuments(List.of(text)).getFirst();
        assertThat(vector).hasSize(384);
        assertThat(TestModels.cosine(vector, vector)).isCloseTo(1, within(1e-6));
    }

    @Test
    void givesWhiteSpaceTheVectorOfTheEmptyText() {
        List<float[]> vectors = TestModels.get(DEFAULT).embedDocuments(List.of("", " \n\t "));
        assertThat(vectors.get(1)).isEqualTo(vectors.get(0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"all-MiniLM-L6-v2", "all-MiniLM-L6-v2-fp32", "bge-small-en-v1.5"})
    void givesATextTheSameVectorAloneAndAmongOthers(String name) {
        EmbeddingModel model = TestModels.get(name);
        List<String> texts = texts(new Random(7), 15);
        List<float[]> together = model.embedDocuments(texts);
        for (int i = 0; i < texts.size(); i++) {
            assertThat(together.get(i))
                    .as(texts.get(i))
                    .isEqualTo(model.embedDocuments(List.of(texts.get(i))).getFirst());
        }
    }

    @Test
    void keepsTheOrderOfManyMoreTextsThanABatch() {
        EmbeddingModel model = TestModels.get(DEFAULT);
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < 530; i++) {
            texts.add(i % 7 == 0 ? "number " + i % 49 : "n" + i % 5);
        }
        List<float[]> vectors = model.embedDocuments(texts);
        assertThat(vectors).hasSize(texts.size());
        for (int i = 0; i < texts.size(); i++) {
            assertThat(vectors.get(i)).isEqualTo(vectors.get(texts.indexOf(texts.get(i))));
        }
        assertThat(vectors.get(0))
                .isEqualTo(model.embedDocuments(List.of("number 0")).getFirst());
        assertThat(vectors.get(490))
                .isEqualTo(model.embedDocuments(List.of("number 0")).getFirst());
    }

    @Test
    void answersConcurrentCallersAsItAnswersOne() throws Exception {
        EmbeddingModel model = TestModels.get(DEFAULT);
        List<String> texts = texts(new Random(11), 13);
        List<float[]> expected = model.embedDocuments(texts);
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<List<float[]>>> answers = new ArrayList<>();
            for (int caller = 0; caller < 4; caller++) {
                answers.add(callers.submit(() -> model.embedDocuments(texts)));
            }
            for (Future<List<float[]>> answer : answers) {
                for (int i = 0; i < texts.size(); i++) {
                    assertThat(answer.get().get(i)).isEqualTo(expected.get(i));
                }
            }
        }
    }

    @Test
    void answersAQuestionWhileALongCallIsUnderWay() throws Exception {
        try (EmbeddingModel model = TestModels.open(DEFAULT);
                ExecutorService callers = Executors.newSingleThreadExecutor()) {
            Future<List<float[]>> bulk =
                    callers.submit(() -> model.embedDocuments(Collections.nCopies(200, "many words ".repeat(60))));
            for (int i = 0; i < 5; i++) {
                model.embedQuery("a short question");
            }
            assertThat(bulk.isDone()).isFalse();
            callers.shutdownNow();
            assertThatThrownBy(bulk::get)
                    .cause()
                    .isInstanceOfSatisfying(
                            RemException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CANCELLED));
        }
    }

    @Test
    void embedsATextOfMillionsOfCharactersUntilItIsInterrupted() throws Exception {
        try (EmbeddingModel model = TestModels.open(DEFAULT)) {
            AtomicReference<Throwable> failure = new AtomicReference<>();
            CountDownLatch started = new CountDownLatch(1);
            List<String> story = List.of("an endless story without a point ".repeat(300_000));
            Thread caller = Thread.ofPlatform().start(() -> {
                try {
                    model.embedDocuments(signalling(story, started));
                } catch (RemException e) {
                    failure.set(e);
                    assertThat(Thread.currentThread().isInterrupted()).isTrue();
                }
            });
            started.await();
            caller.interrupt();
            caller.join();
            assertThat(failure.get())
                    .isInstanceOfSatisfying(
                            RemException.class,
                            error -> assertThat(error.code()).isEqualTo(ErrorCode.CANCELLED));
        }
    }

    @Test
    void isCancelledWhenTheThreadIsInterruptedBeforehand() {
        Thread.currentThread().interrupt();
        try {
            assertThatThrownBy(() -> TestModels.get(DEFAULT).embedQuery("too late"))
                    .isInstanceOfSatisfying(
                            RemException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CANCELLED));
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void closingWaitsForRunningCallsAndRefusesLaterOnes() throws Exception {
        EmbeddingModel model = TestModels.open(DEFAULT);
        List<String> texts = texts(new Random(3), 16);
        List<float[]> expected = TestModels.get(DEFAULT).embedDocuments(texts);
        try (ExecutorService callers = Executors.newSingleThreadExecutor()) {
            CountDownLatch started = new CountDownLatch(1);
            Future<List<float[]>> running = callers.submit(() -> model.embedDocuments(signalling(texts, started)));
            started.await();
            model.close();
            assertThat(running.isDone()).isTrue();
            for (int i = 0; i < texts.size(); i++) {
                assertThat(running.get().get(i)).isEqualTo(expected.get(i));
            }
        }
        assertThatThrownBy(() -> model.embedQuery("too late"))
                .isInstanceOfSatisfying(
                        RemException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CLOSED));
        model.close();
        assertThat(model.name()).isEqualTo("local:" + DEFAULT);
    }

    @Test
    void closingEndsItsThreads() {
        EmbeddingModel model =
                new LocalEmbeddingProvider().open(DEFAULT, TestModels.config(TestModels.sharedHome(), 3));
        model.embedDocuments(List.of("a", "b", "c", "d"));
        model.close();
        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .doesNotContain("rem-embedding-3"); // the other models of these tests have two
    }

    /** The same texts, telling when the first is read. */
    private static List<String> signalling(List<String> texts, CountDownLatch read) {
        return new AbstractList<>() {
            @Override
            public String get(int index) {
                read.countDown();
                return texts.get(index);
            }

            @Override
            public int size() {
                return texts.size();
            }
        };
    }

    private static List<String> texts(Random random, int count) {
        String[] words = {"river", "quantum", "Zürich", "the", "of", "running", "東京", "data-base", "42", "unbelievably"
        };
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            StringBuilder text = new StringBuilder();
            int length = i % 13 == 12 ? 150 : random.nextInt(25);
            for (int word = 0; word < length; word++) {
                text.append(words[random.nextInt(words.length)]).append(' ');
            }
            texts.add(text.toString());
        }
        return texts;
    }
}
