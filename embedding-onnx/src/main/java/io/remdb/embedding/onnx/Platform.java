package io.remdb.embedding.onnx;

import java.util.Locale;

/** The kind of machine, in the words of the two native libraries. */
record Platform(String system, boolean arm) {
    static Platform current() {
        String name = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        String system = name.startsWith("win") ? "win" : name.startsWith("mac") ? "osx" : "linux";
        return new Platform(system, System.getProperty("os.arch", "").startsWith("aarch64"));
    }

    /** As ONNX Runtime says it. */
    String runtimeName() {
        return system + (arm ? "-aarch64" : "-x64");
    }

    /** As the tokenizer's library says it. */
    String tokenizerName() {
        return system + (arm ? "-aarch64" : "-x86_64");
    }
}
