package io.remdb.ingest.chunk;

import io.remdb.ingest.document.Block;
import java.util.ArrayList;
import java.util.List;

/** The headings that the place stands under which a walk through a document has got to. */
final class HeadingPath {
    private final List<Block> path = new ArrayList<>();

    /** A heading ends those that are as deep or deeper. */
    void enter(Block heading) {
        while (!path.isEmpty() && path.getLast().level() >= heading.level()) {
            path.removeLast();
        }
        path.add(heading);
    }

    List<String> titles() {
        return path.stream().map(Block::title).filter(title -> !title.isBlank()).toList();
    }
}
