package io.remdb.text;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.ReadOnlyFileSystemException;

/** What went wrong with a file, in words: the message of many of Java's exceptions is the file's name, or nothing. */
public final class IoProblem {
    private IoProblem() {}

    /** Of an exception: never null and never empty. */
    public static String of(Exception e) {
        return switch (e) {
            case AccessDeniedException denied -> "permission denied: " + denied.getFile();
            case NoSuchFileException missing -> "there is no " + missing.getFile();
            case FileAlreadyExistsException there -> "it is there already: " + there.getFile();
            case DirectoryNotEmptyException full -> "the folder is not empty: " + full.getFile();
            case NotDirectoryException file -> "it is no folder: " + file.getFile();
            case ReadOnlyFileSystemException _ -> "the file system is read-only";
            default -> message(e);
        };
    }

    /**
     * Of a file that was to be written, perhaps first under a name that nobody knows: of what failed before it was there, the
     * folder is what somebody can do something about.
     */
    public static String ofWriting(Path file, IOException e) {
        Path folder = file.toAbsolutePath().normalize().getParent();
        return switch (e) {
            case NoSuchFileException _
            when folder != null && !Files.isDirectory(folder) -> "there is no folder " + folder;
            case AccessDeniedException _ ->
                "permission denied: " + (Files.exists(file) && !Files.isWritable(file) ? file : folder);
            case FileSystemException failed when failed.getReason() != null -> failed.getReason();
            default -> of(e);
        };
    }

    private static String message(Exception e) {
        String message = e.getMessage();
        if (message != null && !message.isBlank()) {
            return message;
        }
        return e.getCause() instanceof Exception cause
                ? of(cause)
                : e.getClass().getSimpleName();
    }
}
