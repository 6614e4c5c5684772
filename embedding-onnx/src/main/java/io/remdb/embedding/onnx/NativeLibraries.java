package io.remdb.embedding.onnx;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Gets the two native libraries out of their jars: once for each {@code P8_HOME}, into {@code native}, where later
 * processes find them. (ONNX Runtime on its own would write 28 MB to the folder for temporary files at each start, DJL
 * would keep its library in the user's home.) Thread-safe.
 */
final class NativeLibraries {
    private static final String RUNTIME_FOLDER_PROPERTY = "onnxruntime.native.path";

    private static final Object TOKENIZER_LOCK = new Object();
    private static final Object RUNTIME_LOCK = new Object();

    private static boolean tokenizerLoaded;

    private NativeLibraries() {}

    /** Loads the tokenizer's library unless that has been done. */
    static void loadTokenizer(Path home) {
        synchronized (TOKENIZER_LOCK) {
            if (!tokenizerLoaded) {
                loadTokenizerFrom(home);
                tokenizerLoaded = true;
            }
        }
    }

    @SuppressWarnings("restricted") // loading native code is what this class is for
    private static void loadTokenizerFrom(Path home) {
        Platform platform = Platform.current();
        String prefix = "/native/lib/" + platform.tokenizerName() + "/cpu/";
        List<ClassPathFile> files = platform.system().equals("win")
                ? List.of(
                        file(prefix + "libwinpthread-1.dll"),
                        file(prefix + "libgcc_s_seh-1.dll"),
                        file(prefix + "libstdc++-6.dll"),
                        file(prefix + System.mapLibraryName("tokenizers")))
                : List.of(file(prefix + System.mapLibraryName("tokenizers")));
        Path folder = unpack(home, "tokenizers", files);
        try {
            for (ClassPathFile file : files) {
                System.load(folder.resolve(file.name()).toString());
            }
        } catch (UnsatisfiedLinkError e) {
            throw new RemException(ErrorCode.EMBEDDING_FAILED, "The tokenizer's native library cannot be loaded", e)
                    .with("folder", folder)
                    .with("cause", e.getMessage());
        }
    }

    /** Tells ONNX Runtime, which loads itself, where its libraries are; unless a launcher has told it. */
    static void prepareRuntime(Path home) {
        synchronized (RUNTIME_LOCK) {
            if (System.getProperty(RUNTIME_FOLDER_PROPERTY) == null
                    && System.getProperty("onnxruntime.native.onnxruntime.path") == null) {
                String prefix = "/ai/onnxruntime/native/" + Platform.current().runtimeName() + "/";
                Path folder = unpack(
                        home,
                        "onnxruntime",
                        List.of(
                                file(prefix + System.mapLibraryName("onnxruntime")),
                                file(prefix + System.mapLibraryName("onnxruntime4j_jni"))));
                System.setProperty(RUNTIME_FOLDER_PROPERTY, folder.toString());
            }
        }
    }

    private static ClassPathFile file(String resource) {
        return ClassPathFile.find(resource)
                .orElseThrow(() -> new RemException(
                                ErrorCode.UNSUPPORTED, "Local embedding models do not run on this kind of machine")
                        .with("library", resource)
                        .hint("Use a remote model, such as P8_DEFAULT_EMBEDDING=openai:text-embedding-3-small."));
    }

    /** The folder that holds the files: under the home, or where that cannot be written a temporary one of our own. */
    private static Path unpack(Path home, String name, List<ClassPathFile> files) {
        String version = files.getLast().identity();
        try {
            return unpackInto(
                    home.resolve("native").resolve(name + "-" + version).toAbsolutePath(), files);
        } catch (IOException unwritable) {
            try {
                return unpackIntoTemporary(files);
            } catch (IOException e) {
                e.addSuppressed(unwritable);
                throw new RemException(ErrorCode.IO_ERROR, "A native library cannot be unpacked", e)
                        .with("folder", home.resolve("native"))
                        .with("cause", unwritable)
                        .hint("Make P8_HOME a folder that can be written.");
            }
        }
    }

    private static Path unpackIntoTemporary(List<ClassPathFile> files) throws IOException {
        Path folder = Files.createTempDirectory("rem-native");
        folder.toFile().deleteOnExit();
        unpackInto(folder, files);
        files.forEach(file -> folder.resolve(file.name()).toFile().deleteOnExit());
        return folder;
    }

    private static Path unpackInto(Path folder, List<ClassPathFile> files) throws IOException {
        for (ClassPathFile file : files) {
            file.unpackInto(folder);
        }
        return folder;
    }
}
