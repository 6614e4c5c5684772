package io.remdb.embedding.onnx;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** The models that come with the program: where their files are on the class path, and how each is to be used. */
enum LocalModel {
    /** all-MiniLM-L6-v2 with weights of 8 bits: the default. */
    MINILM_INT8(
            "all-MiniLM-L6-v2",
            "all-minilm-l6-v2-q",
            "afdb6f1a0e45b715d0bb9b11772f032c399babd23bfc31fed1c170afc848bdb1",
            Pooling.MEAN,
            256,
            ""),
    /** all-MiniLM-L6-v2 as published, with weights of 32 bits. */
    MINILM_FP32(
            "all-MiniLM-L6-v2-fp32",
            "all-minilm-l6-v2",
            "759c3cd2b7fe7e93933ad23c4c9181b7396442a2ed746ec7c1d46192c469c46e",
            Pooling.MEAN,
            256,
            ""),
    /** bge-small-en-v1.5 with weights of 8 bits. */
    BGE_SMALL_INT8(
            "bge-small-en-v1.5",
            "bge-small-en-v1.5-q",
            "6c9c6101a956d62dfb5e7190c538226c0c5bb9cb27b651234b6df063ee7dbfe4",
            Pooling.FIRST_TOKEN,
            512,
            "Represent this sentence for searching relevant passages: "),
    /** bge-small-en-v1.5 as published, with weights of 32 bits. */
    BGE_SMALL_FP32(
            "bge-small-en-v1.5-fp32",
            "bge-small-en-v1.5",
            "828e1496d7fabb79cfa4dcd84fa38625c0d3d21da474a00f08db0f559940cf35",
            Pooling.FIRST_TOKEN,
            512,
            "Represent this sentence for searching relevant passages: ");

    private final String modelName;
    private final String resource;
    private final String sha256;
    private final Pooling pooling;
    private final int windowTokens;
    private final String queryPrefix;

    LocalModel(
            String modelName, String resource, String sha256, Pooling pooling, int windowTokens, String queryPrefix) {
        this.modelName = modelName;
        this.resource = resource;
        this.sha256 = sha256;
        this.pooling = pooling;
        this.windowTokens = windowTokens;
        this.queryPrefix = queryPrefix;
    }

    /** The model of that name, in any case. */
    static LocalModel named(String name) {
        for (LocalModel model : values()) {
            if (model.modelName.equalsIgnoreCase(name)) {
                return model;
            }
        }
        throw new RemException(ErrorCode.UNKNOWN_MODEL, "No local embedding model has that name")
                .with("model", name)
                .with("models", names())
                .hint("Use one of " + names() + ", such as local:" + MINILM_INT8.modelName + ".");
    }

    private static String names() {
        return Arrays.stream(values()).map(LocalModel::modelName).collect(Collectors.joining(", "));
    }

    /** What stands after {@code local:}. */
    String modelName() {
        return modelName;
    }

    /** The ONNX graph on the class path. */
    String graphResource() {
        return "/" + resource + ".onnx";
    }

    /** The tokenizer's description on the class path. */
    String tokenizerResource() {
        return "/" + resource + "-tokenizer.json";
    }

    /** What the graph's bytes hash to, in hexadecimal: another file of that name is refused. */
    String sha256() {
        return sha256;
    }

    /** The length of its vectors: 384 for all of them. */
    int dimension() {
        return 384;
    }

    Pooling pooling() {
        return pooling;
    }

    /** The most tokens in one window, [CLS] and [SEP] included: what the model was made for. */
    int windowTokens() {
        return windowTokens;
    }

    /** What is put before a question, but not before what it should find. */
    String queryPrefix() {
        return queryPrefix;
    }

    /** Part of a file's name: lower case, unchanged by other versions of the program as long as the weights are. */
    String fileStem() {
        return modelName.toLowerCase(Locale.ROOT) + "-" + sha256.substring(0, 12);
    }
}
