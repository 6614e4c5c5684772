package io.remdb.ingest;

import io.remdb.RemException;
import io.remdb.ingest.source.Found;
import io.remdb.ingest.source.SourceFile;
import io.remdb.ingest.source.Spool;
import io.remdb.ingest.source.Walk;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** What is to be taken in: gone through twice, once to know how much it is. */
final class Sources {
    private static final String STDIN = "-";

    private final List<String> places;
    private final List<SourceFile> stdin = new ArrayList<>();
    private long files;
    private long bytes;
    private boolean text;
    private long passedOver;

    /** Reads stdin, where it is among the places, and counts. */
    Sources(List<String> places, IngestOptions options, Spool spool) {
        this.places = places;
        if (places.contains(STDIN)) {
            stdin.add(spool.keep(options.input(), options.limits().fileBytes()));
        }
        visit(this::count);
    }

    private void count(Found found) {
        files++;
        if (found instanceof Found.OfFile(SourceFile file)) {
            text |= FileKinds.isCertainlyText(file);
            bytes += size(file);
        }
    }

    private static long size(SourceFile file) {
        try {
            return Files.size(file.path());
        } catch (IOException unreadable) {
            return 0; // who reads it says what is wrong with it
        }
    }

    /** Gives everything, in order, and each file once; whoever takes it may throw. */
    void visit(Consumer<Found> visitor) {
        passedOver = 0;
        // Of one place nothing comes twice.
        Consumer<Found> once = places.size() == 1 ? visitor : new Once(visitor);
        for (String place : places) {
            if (place.equals(STDIN)) {
                once.accept(new Found.OfFile(stdin.getFirst()));
            } else {
                Walk walk = new Walk(List.of(place), FileKinds::isWanted);
                walk.forEachRemaining(once);
                passedOver += walk.passedOver();
            }
        }
    }

    /** A file may be named, and be in a folder that is named. */
    private static final class Once implements Consumer<Found> {
        private final Consumer<Found> visitor;
        private final Set<String> seen = new HashSet<>();

        Once(Consumer<Found> visitor) {
            this.visitor = visitor;
        }

        @Override
        public void accept(Found found) {
            String uri = switch (found) {
                case Found.OfFile(SourceFile file) -> file.uri();
                case Found.Unreadable(String address, RemException _) -> address;
            };
            if (seen.add(uri)) {
                visitor.accept(found);
            }
        }
    }

    long files() {
        return files;
    }

    long bytes() {
        return bytes;
    }

    /** Whether there is a file that becomes chunks whatever is in it. */
    boolean hasText() {
        return text;
    }

    /** What was left out in folders on the way, as far as that has led. */
    long passedOver() {
        return passedOver;
    }
}
