package io.remdb.backup.archive;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import io.remdb.backup.archive.ArchiveFrame.Until.Then;
import io.remdb.spi.replication.History;
import io.remdb.spi.replication.Shipment;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Parts of the archive as bytes, big-endian: the length of what follows the checksum ({@code u32}), the CRC-32C of it ({@code u32}), a tag
 * ({@code u8}), the fields.
 */
final class FrameCodec {
    /** Before the tag. */
    static final int PREFIX_LENGTH = 2 * Integer.BYTES;

    private static final byte HEADER = 1;
    private static final byte WRITES = 2;
    private static final byte MARK = 3;
    private static final byte UNTIL = 4;
    private static final int UUID_LENGTH = 2 * Long.BYTES;
    private static final int MOST_EPOCHS = 1 << 20;

    private FrameCodec() {}

    /** A frame, in one piece or in two: the writes themselves are not copied. */
    static ByteBuffer[] encode(ArchiveFrame frame) {
        return switch (frame) {
            case ArchiveFrame.Header header -> whole(header(header));
            case ArchiveFrame.Mark(long sequence, long checksum) ->
                whole(ByteBuffer.allocate(1 + 2 * Long.BYTES)
                        .put(MARK)
                        .putLong(sequence)
                        .putLong(checksum));
            case ArchiveFrame.Until(long sequence, Instant at, Then then) ->
                whole(ByteBuffer.allocate(2 + 2 * Long.BYTES)
                        .put(UNTIL)
                        .putLong(sequence)
                        .putLong(ChronoUnit.MICROS.between(Instant.EPOCH, at))
                        .put((byte) (then == Then.CLOSED ? 1 : 0)));
            case ArchiveFrame.Writes(Shipment shipment) -> {
                ByteBuffer fields = ByteBuffer.allocate(1 + 3 * Long.BYTES)
                        .put(WRITES)
                        .putLong(shipment.firstSequence())
                        .putLong(shipment.lastSequence())
                        .putLong(shipment.committedAtMicros());
                yield framed(fields.flip(), ByteBuffer.wrap(shipment.writes()));
            }
        };
    }

    private static ByteBuffer header(ArchiveFrame.Header header) {
        ByteBuffer out = ByteBuffer.allocate(1
                        + UUID_LENGTH
                        + 2 * Long.BYTES
                        + Integer.BYTES
                        + header.epochs().size() * (2 * Long.BYTES + UUID_LENGTH))
                .put(HEADER)
                .putLong(header.historyId().getMostSignificantBits())
                .putLong(header.historyId().getLeastSignificantBits())
                .putLong(header.after())
                .putLong(ChronoUnit.MICROS.between(Instant.EPOCH, header.createdAt()))
                .putInt(header.epochs().size());
        header.epochs()
                .forEach(epoch -> out.putLong(epoch.number())
                        .putLong(epoch.firstSequence())
                        .putLong(epoch.id().getMostSignificantBits())
                        .putLong(epoch.id().getLeastSignificantBits()));
        return out;
    }

    private static ByteBuffer[] whole(ByteBuffer payload) {
        return framed(payload.flip(), ByteBuffer.allocate(0));
    }

    private static ByteBuffer[] framed(ByteBuffer fields, ByteBuffer rest) {
        CRC32C sum = new CRC32C();
        sum.update(fields.duplicate());
        sum.update(rest.duplicate());
        int length = Math.addExact(fields.remaining(), rest.remaining());
        ByteBuffer start = ByteBuffer.allocate(PREFIX_LENGTH + fields.remaining())
                .putInt(length)
                .putInt((int) sum.getValue())
                .put(fields)
                .flip();
        return new ByteBuffer[] {start, rest};
    }

    static boolean isSound(byte[] payload, int sum) {
        CRC32C found = new CRC32C();
        found.update(payload);
        return (int) found.getValue() == sum;
    }

    /** @throws RemException {@link ErrorCode#CORRUPTED} */
    static ArchiveFrame decode(byte[] payload) {
        ByteBuffer in = ByteBuffer.wrap(payload);
        try {
            return switch (in.get()) {
                case HEADER -> readHeader(in);
                case WRITES -> {
                    long first = in.getLong();
                    long last = in.getLong();
                    long committedAt = in.getLong();
                    byte[] writes = new byte[in.remaining()];
                    in.get(writes);
                    yield new ArchiveFrame.Writes(new Shipment(first, last, committedAt, writes));
                }
                case MARK -> new ArchiveFrame.Mark(in.getLong(), in.getLong());
                case UNTIL ->
                    new ArchiveFrame.Until(in.getLong(), time(in.getLong()), in.get() == 0 ? Then.OPEN : Then.CLOSED);
                default -> throw unknown(null);
            };
        } catch (BufferUnderflowException e) {
            throw unknown(e);
        }
    }

    private static ArchiveFrame.Header readHeader(ByteBuffer in) {
        UUID history = new UUID(in.getLong(), in.getLong());
        long after = in.getLong();
        Instant createdAt = time(in.getLong());
        int count = in.getInt();
        if (count < 1 || count > MOST_EPOCHS) {
            throw unknown(null);
        }
        List<History.Epoch> epochs = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            epochs.add(new History.Epoch(in.getLong(), in.getLong(), new UUID(in.getLong(), in.getLong())));
        }
        return new ArchiveFrame.Header(history, epochs, after, createdAt);
    }

    private static Instant time(long micros) {
        if (micros < 0) {
            throw unknown(null);
        }
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }

    private static RemException unknown(@Nullable Exception cause) {
        return new RemException(
                ErrorCode.CORRUPTED, "A part of the archive of the log is none that is written here", cause);
    }
}
