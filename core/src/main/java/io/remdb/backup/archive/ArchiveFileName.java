package io.remdb.backup.archive;

import io.remdb.spi.replication.History;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the name of a file of the archive says of it, so that it need not be opened. Names in their order are files in theirs, within an epoch.
 *
 * @param firstSequence of the first entry that it can have
 * @param createdAt when it was begun
 * @param epoch the id of the epoch that wrote it
 */
record ArchiveFileName(long firstSequence, Instant createdAt, UUID epoch) {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmssSSSSSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    private static final Pattern FORM =
            Pattern.compile("0(\\d{19})-(\\d{8}T\\d{12}Z)-([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})"
                    + Pattern.quote(ArchiveFile.ENDING));

    static ArchiveFileName of(ArchiveFrame.Header header) {
        return new ArchiveFileName(
                header.after() + 1,
                header.createdAt(),
                header.epochs().getLast().id());
    }

    /** Empty for a name that does not say all of it. */
    static Optional<ArchiveFileName> parse(String name) {
        Matcher form = FORM.matcher(name);
        if (!form.matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new ArchiveFileName(
                    Long.parseLong(form.group(1)),
                    TIME.parse(form.group(2), Instant::from),
                    UUID.fromString(form.group(3))));
        } catch (DateTimeParseException | NumberFormatException _) {
            return Optional.empty();
        }
    }

    /** The header of the file, if its epoch is one of a history: what was before an epoch follows from its id. */
    Optional<ArchiveFrame.Header> header(History history) {
        List<History.Epoch> epochs = history.epochs();
        for (int i = 0; i < epochs.size(); i++) {
            if (epochs.get(i).id().equals(epoch)) {
                return Optional.of(new ArchiveFrame.Header(
                        history.databaseId(), epochs.subList(0, i + 1), firstSequence - 1, createdAt));
            }
        }
        return Optional.empty();
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT, "%020d-%s-%s%s", firstSequence, TIME.format(createdAt), epoch, ArchiveFile.ENDING);
    }
}
