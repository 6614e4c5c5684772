package io.remdb.server.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
import com.google.protobuf.Parser;
import io.remdb.RemException;
import io.remdb.server.proto.Edge;
import io.remdb.server.proto.Entity;
import io.remdb.server.proto.EntityBatch;
import io.remdb.server.proto.Error;
import io.remdb.server.proto.ExplainSearchResponse;
import io.remdb.server.proto.Finding;
import io.remdb.server.proto.Hit;
import io.remdb.server.proto.KeyMatch;
import io.remdb.server.proto.RowError;
import io.remdb.server.proto.ScannedTable;
import io.remdb.server.proto.SchemaInfo;
import io.remdb.server.proto.SchemaRegistration;
import io.remdb.server.proto.TemplateInfo;
import io.remdb.server.proto.Value;
import io.remdb.server.proto.ValueList;
import io.remdb.server.proto.VerifyResult;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/**
 * Whatever a server answers: it is what it says, and written as it was read, or a coded error. Profile {@code fuzz} searches for other
 * answers.
 */
class AnswerFuzzTest {
    /** How an answer is read. */
    private record Reading<M extends MessageLite>(Parser<M> parser, Function<M, ?> conversion) {
        void read(ByteBuffer bytes) {
            M message;
            try {
                message = parser.parseFrom(bytes);
            } catch (InvalidProtocolBufferException notOne) {
                return;
            }
            try {
                Object read = conversion.apply(message);
                assertThat(Objects.toString(read)).isNotNull();
            } catch (RemException e) {
                assertThat(e.getMessage()).isNotBlank();
            }
        }
    }

    private static final List<Reading<?>> READINGS = List.of(
            new Reading<>(Entity.parser(), message -> EntityWire.entity(EntityWire.entity(message))),
            new Reading<>(Edge.parser(), message -> EntityWire.edge(EntityWire.edge(message))),
            new Reading<>(io.remdb.server.proto.Path.parser(), EntityWire::path),
            new Reading<>(
                    EntityBatch.parser(),
                    message -> EntityWire.joined(message.getEntitiesList().iterator())),
            new Reading<>(KeyMatch.parser(), EntityWire::match),
            new Reading<>(Hit.parser(), message -> SearchWire.hit(SearchWire.hit(message))),
            new Reading<>(ExplainSearchResponse.parser(), message -> SearchWire.plan(SearchWire.plan(message))),
            new Reading<>(Error.parser(), message -> ErrorWire.error(ErrorWire.exception(message))),
            new Reading<>(RowError.parser(), message -> ErrorWire.rowError(ErrorWire.rowError(message))),
            new Reading<>(SchemaInfo.parser(), message -> SchemaWire.info(SchemaWire.info(message))),
            new Reading<>(
                    SchemaRegistration.parser(), message -> SchemaWire.registration(SchemaWire.registration(message))),
            new Reading<>(ScannedTable.parser(), message -> SchemaWire.scanned(SchemaWire.scanned(message))),
            new Reading<>(TemplateInfo.parser(), message -> SchemaWire.template(SchemaWire.template(message))),
            new Reading<>(Value.parser(), message -> ValueWire.value(ValueWire.value(message))),
            new Reading<>(ValueList.parser(), ValueWire::values),
            new Reading<>(Finding.parser(), message -> VerificationWire.finding(VerificationWire.finding(message))),
            new Reading<>(
                    VerifyResult.parser(), message -> VerificationWire.verification(message, List.of(), List.of())),
            new Reading<>(io.remdb.server.proto.Recipient.parser(), KeyWire::recipient));

    @FuzzTest(maxDuration = "10m")
    void anyAnswerIsReadOrRefused(byte[] bytes) {
        if (bytes.length > 0) {
            READINGS.get((bytes[0] & 0xFF) % READINGS.size()).read(ByteBuffer.wrap(bytes, 1, bytes.length - 1));
        }
    }
}
