package io.remdb.store.rocks;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import io.remdb.store.StoredEntity;
import java.util.Arrays;
import java.util.UUID;

/** An entity's value: a header of fixed width, then the properties as they are. */
final class EntityCodec {
    static final int HEADER_LENGTH = 34;
    private static final int FORMAT = 1;
    private static final int FLAGS_AT = 1;
    private static final int VERSION_AT = 2;
    private static final int CREATED_AT = 10;
    private static final int MODIFIED_AT = 18;
    private static final int DELETED_AT = 26;
    private static final int DELETED_FLAG = 1;

    private EntityCodec() {}

    static byte[] encode(StoredEntity entity) {
        byte[] properties = entity.properties();
        byte[] value = new byte[HEADER_LENGTH + properties.length];
        value[0] = FORMAT;
        value[FLAGS_AT] = (byte) (entity.deleted() ? DELETED_FLAG : 0);
        Bytes.putLong(value, VERSION_AT, entity.version());
        Bytes.putLong(value, CREATED_AT, entity.createdAtMicros());
        Bytes.putLong(value, MODIFIED_AT, entity.modifiedAtMicros());
        Bytes.putLong(value, DELETED_AT, entity.deletedAtMicros());
        System.arraycopy(properties, 0, value, HEADER_LENGTH, properties.length);
        return value;
    }

    static StoredEntity decode(int table, UUID id, byte[] value) {
        requireFormat(value, value.length);
        return new StoredEntity(
                table,
                id,
                version(value),
                Bytes.longAt(value, CREATED_AT),
                Bytes.longAt(value, MODIFIED_AT),
                Bytes.longAt(value, DELETED_AT),
                Arrays.copyOfRange(value, HEADER_LENGTH, value.length));
    }

    /** Sets the version in an encoded entity. */
    static void setVersion(byte[] value, long version) {
        Bytes.putLong(value, VERSION_AT, version);
    }

    static long version(byte[] header) {
        return Bytes.longAt(header, VERSION_AT);
    }

    static boolean deleted(byte[] header) {
        return (header[FLAGS_AT] & DELETED_FLAG) != 0;
    }

    static void requireFormat(byte[] header, int valueLength) {
        if (valueLength < HEADER_LENGTH || header[0] != FORMAT) {
            throw new RemException(ErrorCode.CORRUPTED, "A stored entity does not have the form of one")
                    .with("length", valueLength);
        }
    }
}
