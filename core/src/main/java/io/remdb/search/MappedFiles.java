package io.remdb.search;

import java.io.IOException;
import java.nio.file.Path;
import org.apache.lucene.codecs.lucene104.Lucene104HnswScalarQuantizedVectorsFormat;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.store.MMapDirectory;

/**
 * The files of an index on the disk, which are mapped into memory, but for the floats of vectors that are searched in 8 bits: of those a search
 * reads the few that it compares exactly, and the pages that the system maps around each would have them all in memory in the end, for
 * which 8 bits were chosen to be enough. Those of small segments, which Lucene writes as one file, are mapped with the rest.
 */
final class MappedFiles extends MMapDirectory {
    /** Files bear the name of the format that wrote them. */
    private static final String QUANTIZED = Lucene104HnswScalarQuantizedVectorsFormat.NAME;

    private static final String FLOATS = ".vec";

    MappedFiles(Path folder) throws IOException {
        super(folder);
    }

    @Override
    public IndexInput openInput(String name, IOContext context) throws IOException {
        if (name.endsWith(FLOATS) && name.contains(QUANTIZED)) {
            ensureOpen();
            ensureCanRead(name);
            return new UnmappedInput(getDirectory().resolve(name), context);
        }
        return super.openInput(name, context);
    }
}
