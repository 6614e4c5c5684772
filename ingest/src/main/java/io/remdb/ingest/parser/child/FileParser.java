package io.remdb.ingest.parser.child;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import io.remdb.ingest.document.Titles;
import io.remdb.ingest.parser.ParseAnswer;
import io.remdb.ingest.parser.ParseRequest;
import io.remdb.ingest.source.FileStamp;
import io.remdb.ingest.text.TextDecoder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.tika.exception.EncryptedDocumentException;
import org.apache.tika.exception.TikaException;
import org.apache.tika.io.TikaInputStream;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.metadata.TikaCoreProperties;
import org.apache.tika.mime.MediaType;
import org.apache.tika.parser.ParseContext;
import org.apache.tika.parser.Parser;
import org.xml.sax.SAXException;

/** Reads one file: finds out what it is by its content, and has it read if that is one of the formats. One thread. */
final class FileParser {
    private static final int LONGEST_REASON = 500;

    private final Formats formats = new Formats();

    ParseAnswer parse(ParseRequest request) {
        Metadata metadata = new Metadata();
        metadata.set(TikaCoreProperties.RESOURCE_NAME_KEY, request.name());
        String type = "";
        try {
            Archive.check(Path.of(request.path()));
        } catch (RemException e) {
            return refusal(e, type);
        } catch (IOException e) {
            return refusal(e, type);
        }
        try (TikaInputStream input = TikaInputStream.get(Path.of(request.path()), metadata)) {
            MediaType found = formats.detect(input, metadata);
            type = found.toString();
            Optional<Parser> parser = formats.parser(found);
            if (parser.isEmpty()) {
                return unsupported(request, type);
            }
            return read(request, parser.get(), input, metadata, type);
        } catch (RemException e) {
            return refusal(e, type);
        } catch (IOException | TikaException | SAXException | RuntimeException e) {
            return refusal(e, type);
        } catch (StackOverflowError e) {
            return new ParseAnswer.Refused(ErrorCode.CORRUPTED, "The file is nested too deeply to be read", type, "");
        }
    }

    private ParseAnswer read(ParseRequest request, Parser parser, TikaInputStream input, Metadata metadata, String type)
            throws IOException, TikaException, SAXException {
        metadata.set(Metadata.CONTENT_TYPE, type);
        Structure structure = new Structure(request.characters(), Formats.isPdf(type));
        ParseContext context = formats.context(request.attachmentDepth());
        formats.secured(parser).parse(input, structure, metadata, context);
        structure.requireWithinLimit();
        return new ParseAnswer.Read(new Findings(metadata, type).document(structure, request.characters()));
    }

    private static ParseAnswer unsupported(ParseRequest request, String type) throws IOException {
        boolean saysText = type.startsWith("text/");
        boolean text = saysText && isText(Path.of(request.path()));
        return new ParseAnswer.Refused(
                ErrorCode.UNSUPPORTED,
                text
                        ? "The file is text, and not of the format that its name says"
                        : "The file is of no format that text is read from",
                saysText && !text ? "" : type,
                "");
    }

    /** Where the content says nothing, the type is what the name says. */
    private static boolean isText(Path file) throws IOException {
        return TextDecoder.looksLikeText(FileStamp.head(file));
    }

    /** A limit of ours, with its particulars for the reason. */
    private static ParseAnswer refusal(RemException e, String type) {
        String particulars = e.details().entrySet().stream()
                .map(detail -> detail.getKey() + "=" + detail.getValue())
                .collect(Collectors.joining(", "));
        return new ParseAnswer.Refused(e.code(), e.text(), type, particulars);
    }

    private static ParseAnswer refusal(Exception e, String type) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            String message = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
            if (cause instanceof RemException limit) {
                return refusal(limit, type);
            }
            if (cause instanceof EncryptedDocumentException || message.contains("password-protected")) {
                return new ParseAnswer.Refused(
                        ErrorCode.UNSUPPORTED,
                        "The file is encrypted, and cannot be read without its password",
                        type,
                        "");
            }
            if (message.contains("zip bomb")
                    || message.contains("maxbytearraysize")
                    || message.contains("max length")) {
                return new ParseAnswer.Refused(
                        ErrorCode.TOO_LARGE, "The file expands to far more than its size", type, reason(cause));
            }
        }
        return new ParseAnswer.Refused(
                ErrorCode.CORRUPTED, "The file is damaged, or not what it seems", type, reason(e));
    }

    private static String reason(Throwable e) {
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String message = root.getMessage();
        String line = message == null ? "" : ": " + message.lines().findFirst().orElse("");
        return Titles.shortened(root.getClass().getSimpleName() + line, LONGEST_REASON);
    }
}
