package io.remdb.search.sealing;

import java.io.IOException;
import java.util.zip.CRC32;
import org.apache.lucene.store.AlreadyClosedException;
import org.apache.lucene.store.IndexOutput;
import org.apache.lucene.util.BitUtil;

/**
 * Gathers a block, seals it, and hands it on. A full block is kept until more is written, since the last one is sealed as such. The
 * checksum is that of the content, as Lucene writes it into footers.
 */
final class SealedIndexOutput extends IndexOutput {
    private final IndexOutput sealedOutput;
    private final BlockCipher cipher;
    private final CRC32 checksum = new CRC32();
    private final byte[] content = new byte[SealedFormat.BLOCK_LENGTH];
    private final byte[] sealed = new byte[SealedFormat.SEALED_BLOCK_LENGTH];
    private int gathered;
    /** Of what is gathered, how much is in the checksum. */
    private int summed;

    private int block;
    private boolean closed;

    /**
     * Writes the header.
     *
     * @param sealedOutput empty; closed with this
     */
    SealedIndexOutput(IndexOutput sealedOutput, byte[] header, BlockCipher cipher) throws IOException {
        super("SealedIndexOutput(" + sealedOutput + ")", sealedOutput.getName());
        this.sealedOutput = sealedOutput;
        this.cipher = cipher;
        sealedOutput.writeBytes(header, header.length);
    }

    @Override
    public void writeByte(byte value) throws IOException {
        if (gathered == content.length) {
            sealFull();
        }
        content[gathered++] = value;
    }

    @Override
    public void writeBytes(byte[] values, int offset, int length) throws IOException {
        int from = offset;
        int left = length;
        while (left > 0) {
            if (gathered == content.length) {
                sealFull();
            }
            int count = Math.min(left, content.length - gathered);
            System.arraycopy(values, from, content, gathered, count);
            gathered += count;
            from += count;
            left -= count;
        }
    }

    @Override
    public void writeShort(short value) throws IOException {
        if (content.length - gathered < Short.BYTES) {
            super.writeShort(value);
        } else {
            BitUtil.VH_LE_SHORT.set(content, gathered, value);
            gathered += Short.BYTES;
        }
    }

    @Override
    public void writeInt(int value) throws IOException {
        if (content.length - gathered < Integer.BYTES) {
            super.writeInt(value);
        } else {
            BitUtil.VH_LE_INT.set(content, gathered, value);
            gathered += Integer.BYTES;
        }
    }

    @Override
    public void writeLong(long value) throws IOException {
        if (content.length - gathered < Long.BYTES) {
            super.writeLong(value);
        } else {
            BitUtil.VH_LE_LONG.set(content, gathered, value);
            gathered += Long.BYTES;
        }
    }

    private void sealFull() throws IOException {
        if (closed) {
            throw new AlreadyClosedException("Already closed: " + this);
        }
        seal(false);
        block = Math.addExact(block, 1);
        gathered = 0;
        summed = 0;
    }

    private void seal(boolean last) throws IOException {
        sum();
        int length = cipher.seal(block, last, content, gathered, sealed);
        sealedOutput.writeBytes(sealed, length);
    }

    private void sum() {
        checksum.update(content, summed, gathered - summed);
        summed = gathered;
    }

    @Override
    public long getFilePointer() {
        return SealedFormat.startOf(block) + gathered;
    }

    @Override
    public long getChecksum() {
        sum();
        return checksum.getValue();
    }

    @Override
    public void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        try (IndexOutput _ = sealedOutput) {
            seal(true);
        }
    }
}
