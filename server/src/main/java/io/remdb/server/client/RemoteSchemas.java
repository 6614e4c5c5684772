package io.remdb.server.client;

import com.google.protobuf.ByteString;
import io.remdb.ProgressListener;
import io.remdb.Schema;
import io.remdb.SchemaInfo;
import io.remdb.SchemaRegistration;
import io.remdb.Schemas;
import io.remdb.TemplateInfo;
import io.remdb.json.Json;
import io.remdb.server.proto.CloneTemplateRequest;
import io.remdb.server.proto.CloneTemplateResponse;
import io.remdb.server.proto.GetSchemaRequest;
import io.remdb.server.proto.ListSchemasRequest;
import io.remdb.server.proto.ListTemplatesRequest;
import io.remdb.server.proto.RegisterSchemaRequest;
import io.remdb.server.proto.RegisterSchemaResponse;
import io.remdb.server.proto.RemoveSchemaRequest;
import io.remdb.server.wire.SchemaWire;
import java.util.Iterator;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** The schemas of a remote database. */
final class RemoteSchemas implements Schemas {
    private final RemoteDatabase database;

    RemoteSchemas(RemoteDatabase database) {
        this.database = database;
    }

    @Override
    public SchemaRegistration register(Schema schema, Evolution evolution, ProgressListener progress) {
        RegisterSchemaRequest request = RegisterSchemaRequest.newBuilder()
                .setDocument(ByteString.copyFrom(Json.write(schema.document())))
                .setSource(schema.source())
                .setForced(evolution == Evolution.FORCED)
                .build();
        try (Stream<RegisterSchemaResponse, RegisterSchemaResponse> events = database.stream(
                to -> to.registerSchema(request), event -> List.of(event).iterator())) {
            return registration(events, progress);
        }
    }

    private static SchemaRegistration registration(Iterator<RegisterSchemaResponse> events, ProgressListener progress) {
        while (events.hasNext()) {
            RegisterSchemaResponse event = events.next();
            switch (event.getEventCase()) {
                case PROGRESS ->
                    progress.progress(
                            event.getProgress().getDone(), event.getProgress().getTotal());
                case RESULT -> {
                    return SchemaWire.registration(event.getResult());
                }
                case EVENT_NOT_SET -> {} // of a newer release
            }
        }
        throw RemoteDatabase.incomplete();
    }

    @Override
    public List<SchemaInfo> list() {
        return database.call(to -> to.listSchemas(ListSchemasRequest.getDefaultInstance())).getSchemasList().stream()
                .map(SchemaWire::info)
                .toList();
    }

    @Override
    public ObjectNode document(String table) {
        GetSchemaRequest request = GetSchemaRequest.newBuilder().setTable(table).build();
        return Json.parseObject(
                database.call(to -> to.getSchema(request)).getDocument().toStringUtf8());
    }

    @Override
    public long remove(String table, Removal removal) {
        RemoveSchemaRequest request = RemoveSchemaRequest.newBuilder()
                .setTable(table)
                .setWithRows(removal == Removal.WITH_ROWS)
                .build();
        return database.call(to -> to.removeSchema(request)).getRows();
    }

    @Override
    public List<TemplateInfo> templates() {
        return database
                .call(to -> to.listTemplates(ListTemplatesRequest.getDefaultInstance()))
                .getTemplatesList()
                .stream()
                .map(SchemaWire::template)
                .toList();
    }

    @Override
    public Schema fromTemplate(String template, String shortName) {
        CloneTemplateRequest request = CloneTemplateRequest.newBuilder()
                .setTemplate(template)
                .setShortName(shortName)
                .build();
        CloneTemplateResponse clone = database.call(to -> to.cloneTemplate(request));
        return new Schema(Json.parseObject(clone.getDocument().toStringUtf8()), clone.getSource());
    }
}
