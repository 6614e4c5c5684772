package io.remdb.search.sealing;

import java.io.IOException;
import java.security.SecureRandom;
import java.util.Collection;
import java.util.Set;
import org.apache.lucene.store.DataAccessHint;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.store.IndexOutput;
import org.apache.lucene.store.Lock;

/**
 * Seals every file that is written, temporary ones too, into another directory, and opens what it reads. Names, lengths and times can
 * be seen there, nothing else. Lock files are the other directory's own, and empty. Thread-safe.
 *
 * <p>A file that was changed or cut, has the content of another one, or was written under another key is a
 * {@code CorruptIndexException}, when it is opened or when the place is read. A file of before under the same name opens if it was
 * there under that name once; that it does not belong to the others is for Lucene to find out, whose files bear random ids.
 *
 * <p>This is no {@code FilterDirectory}, which Lucene may unwrap to get at the files themselves.
 */
public final class SealedDirectory extends Directory {
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Directory files;
    private final FileKeys keys;
    private final BlockCache cache;

    /**
     * @param files where the sealed files are; closed with this
     * @param keys for no other directory than this
     * @param cache for what was opened, of this and other directories
     */
    public SealedDirectory(Directory files, FileKeys keys, BlockCache cache) {
        this.files = files;
        this.keys = keys;
        this.cache = cache;
    }

    @Override
    public IndexOutput createOutput(String name, IOContext context) throws IOException {
        return sealing(files.createOutput(name, context));
    }

    @Override
    public IndexOutput createTempOutput(String prefix, String suffix, IOContext context) throws IOException {
        return sealing(files.createTempOutput(prefix, suffix, context));
    }

    private IndexOutput sealing(IndexOutput output) throws IOException {
        try {
            byte[] salt = new byte[SealedFormat.SALT_LENGTH];
            RANDOM.nextBytes(salt);
            int key = keys.current();
            return new SealedIndexOutput(
                    output, SealedFormat.header(key, salt), new BlockCipher(keys.key(key), salt, output.getName()));
        } catch (IOException | RuntimeException e) {
            closeAfter(e, output);
            throw e;
        }
    }

    @Override
    public IndexInput openInput(String name, IOContext context) throws IOException {
        // Blocks are read as wholes, and vectors one after the other to bring them into one piece: to read ahead helps
        // where
        // Lucene says that it does not.
        boolean random = context.hints().contains(DataAccessHint.RANDOM);
        IndexInput input = files.openInput(name, random ? IOContext.DEFAULT : context);
        try {
            return SealedIndexInput.over(
                    SealedFile.open(input, name, keys, cache), "SealedIndexInput(" + input + ")", context);
        } catch (IOException | RuntimeException e) {
            closeAfter(e, input);
            throw e;
        }
    }

    private static void closeAfter(Exception failure, AutoCloseable opened) {
        try {
            opened.close();
        } catch (Exception e) {
            failure.addSuppressed(e);
        }
    }

    /** The length of the content, as far as it can be told without opening the file. */
    @Override
    public long fileLength(String name) throws IOException {
        return SealedFormat.contentLength(files.fileLength(name), name);
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalArgumentException when the content is bound to another name: only a pending commit gets its final one
     */
    @Override
    public void rename(String source, String target) throws IOException {
        if (!BlockCipher.boundName(source).equals(BlockCipher.boundName(target))) {
            throw new IllegalArgumentException("A sealed file keeps its name: " + source + ", " + target);
        }
        files.rename(source, target);
    }

    @Override
    public String[] listAll() throws IOException {
        return files.listAll();
    }

    @Override
    public void deleteFile(String name) throws IOException {
        files.deleteFile(name);
    }

    @Override
    public void sync(Collection<String> names) throws IOException {
        files.sync(names);
    }

    @Override
    public void syncMetaData() throws IOException {
        files.syncMetaData();
    }

    @Override
    public Lock obtainLock(String name) throws IOException {
        return files.obtainLock(name);
    }

    @Override
    public Set<String> getPendingDeletions() throws IOException {
        return files.getPendingDeletions();
    }

    @Override
    public void close() throws IOException {
        files.close();
    }

    @Override
    public String toString() {
        return "SealedDirectory(" + files + ")";
    }
}
