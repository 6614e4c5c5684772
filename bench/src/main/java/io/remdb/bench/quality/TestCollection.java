package io.remdb.bench.quality;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import io.remdb.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/**
 * Documents, questions, and which documents people judged relevant to which question.
 *
 * @param name the folder's
 * @param documents all
 * @param questions those with at least one relevant document
 * @param relevant ids of documents by id of the question
 */
public record TestCollection(
        String name, List<Text> documents, List<Text> questions, Map<String, Set<String>> relevant) {
    private static final int JUDGEMENT_COLUMNS = 3;

    public TestCollection {
        documents = List.copyOf(documents);
        questions = List.copyOf(questions);
        relevant = Map.copyOf(relevant);
    }

    /**
     * A text of the collection.
     *
     * @param id unique among the documents, or the questions
     * @param text what it says
     */
    public record Text(String id, String text) {}

    /**
     * Reads {@code docs.jsonl} and {@code queries.jsonl} (<code>{"id", "text"}</code> a line) and {@code qrels.tsv} (question,
     * document, relevance; above 0 is relevant).
     *
     * @throws RemException {@link ErrorCode#IO_ERROR} or {@link ErrorCode#INVALID_JSON}
     */
    public static TestCollection read(Path folder) {
        Map<String, Set<String>> relevant = judgements(folder.resolve("qrels.tsv"));
        List<Text> questions = texts(folder.resolve("queries.jsonl")).stream()
                .filter(question -> relevant.containsKey(question.id()))
                .toList();
        String name = folder.toAbsolutePath().normalize().getFileName().toString();
        return new TestCollection(name, texts(folder.resolve("docs.jsonl")), questions, relevant);
    }

    private static List<Text> texts(Path file) {
        List<Text> texts = new ArrayList<>();
        for (String line : lines(file)) {
            ObjectNode json = Json.parseObject(line);
            texts.add(new Text(json.path("id").asString(), json.path("text").asString()));
        }
        return texts;
    }

    private static Map<String, Set<String>> judgements(Path file) {
        Map<String, Set<String>> relevant = new HashMap<>();
        for (String line : lines(file)) {
            String[] columns = line.split("\t");
            if (columns.length < JUDGEMENT_COLUMNS) {
                throw new RemException(ErrorCode.INVALID_ARGUMENT, "A judgement has three columns separated by tabs")
                        .with("file", file)
                        .with("line", line);
            }
            if (!columns[2].strip().equals("0")) {
                relevant.computeIfAbsent(columns[0], question -> new HashSet<>())
                        .add(columns[1]);
            }
        }
        return relevant;
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file, StandardCharsets.UTF_8).stream()
                    .filter(line -> !line.isBlank())
                    .toList();
        } catch (IOException e) {
            throw new RemException(ErrorCode.IO_ERROR, "A file of the test collection cannot be read", e)
                    .with("file", file)
                    .hint("The folder needs docs.jsonl, queries.jsonl and qrels.tsv");
        }
    }
}
