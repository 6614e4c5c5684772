package io.remdb.backup.archive;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.remdb.ErrorCode;
import io.remdb.RemException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** Whatever is in a part of the archive of the log: that part, written as it was read, or CORRUPTED. Profile {@code fuzz} searches for other bytes. */
class FrameCodecFuzzTest {
    @FuzzTest(maxDuration = "10m")
    void anyBytesAreAPartOrDamage(byte[] payload) {
        ArchiveFrame frame;
        try {
            frame = FrameCodec.decode(payload);
        } catch (RemException e) {
            assertThat(e.code()).isEqualTo(ErrorCode.CORRUPTED);
            return;
        }
        byte[] again = payloadOf(FrameCodec.encode(frame));
        assertThat(again).isEqualTo(Arrays.copyOf(payload, again.length));
    }

    private static byte[] payloadOf(ByteBuffer[] pieces) {
        int length = Arrays.stream(pieces).mapToInt(ByteBuffer::remaining).sum();
        ByteBuffer whole = ByteBuffer.allocate(length);
        for (ByteBuffer piece : pieces) {
            whole.put(piece);
        }
        return Arrays.copyOfRange(whole.array(), FrameCodec.PREFIX_LENGTH, length);
    }
}
