package io.remdb.ask.evaluation;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import io.remdb.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** The files of a question set: in a folder, or among the program's own resources. */
public interface QuestionFiles {
    /**
     * The content of a file by its name below {@code examples}.
     *
     * @throws RemException {@link ErrorCode#IO_ERROR} or {@link ErrorCode#NOT_FOUND} where it cannot be read
     */
    String read(String name);

    /** A file's lines that are not empty, as JSON objects. */
    default List<ObjectNode> objects(String name) {
        return read(name)
                .lines()
                .filter(line -> !line.isBlank())
                .map(Json::parseObject)
                .toList();
    }

    /** Files of a folder that is laid out as {@code examples} is. */
    static QuestionFiles of(Path folder) {
        return name -> {
            try {
                return Files.readString(folder.resolve(name));
            } catch (IOException e) {
                throw new RemException(ErrorCode.IO_ERROR, "The file of questions cannot be read", e)
                        .with("path", folder.resolve(name));
            }
        };
    }

    /** The program's own. */
    static QuestionFiles own() {
        return name -> {
            try (@Nullable InputStream in = QuestionFiles.class.getResourceAsStream("/examples/" + name)) {
                if (in == null) {
                    throw new RemException(ErrorCode.NOT_FOUND, "This program has no such file of questions")
                            .with("file", name);
                }
                return new String(in.readAllBytes(), StandardCharsets.UTF_8);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        };
    }
}
