package io.remdb.server.wire;

import io.remdb.BuildProgress;
import io.remdb.ScannedTable;
import io.remdb.SchemaInfo;
import io.remdb.SchemaRegistration;
import io.remdb.TemplateInfo;
import io.remdb.server.proto.VectorKind;
import java.util.HashMap;
import java.util.Map;

/** Schemas in lists. */
public final class SchemaWire {
    private SchemaWire() {}

    /** What registering did, as a message. */
    public static io.remdb.server.proto.SchemaRegistration registration(SchemaRegistration registration) {
        return io.remdb.server.proto.SchemaRegistration.newBuilder()
                .setShortName(registration.shortName())
                .setVersion(registration.version())
                .setAction(registration.action().name())
                .addAllChanges(registration.changes())
                .build();
    }

    /** What registering did, of a message. */
    public static SchemaRegistration registration(io.remdb.server.proto.SchemaRegistration message) {
        return new SchemaRegistration(
                message.getShortName(),
                message.getVersion(),
                Names.of(SchemaRegistration.Action.class, message.getAction()),
                message.getChangesList());
    }

    /** A schema in a list as a message. */
    public static io.remdb.server.proto.SchemaInfo info(SchemaInfo info) {
        io.remdb.server.proto.SchemaInfo.Builder message = io.remdb.server.proto.SchemaInfo.newBuilder()
                .setShortName(info.shortName())
                .setName(info.name())
                .setVersion(info.version())
                .setCategory(info.category())
                .setDescription(info.description())
                .setRows(info.rows());
        if (info.model() != null) {
            message.setModel(info.model());
        }
        BuildProgress building = info.building();
        if (building != null) {
            message.setBuilding(io.remdb.server.proto.BuildProgress.newBuilder()
                    .addAllIndexes(building.indexes())
                    .addAllEmbeddings(building.embeddings())
                    .setKeys(building.keys())
                    .setRowsDone(building.rowsDone())
                    .setRowsTotal(building.rowsTotal()));
        }
        return message.build();
    }

    /** The schema in a list of a message. */
    public static SchemaInfo info(io.remdb.server.proto.SchemaInfo message) {
        io.remdb.server.proto.BuildProgress building = message.getBuilding();
        return new SchemaInfo(
                message.getShortName(),
                message.getName(),
                message.getVersion(),
                message.getCategory(),
                message.getDescription(),
                message.getRows(),
                message.hasModel() ? message.getModel() : null,
                message.hasBuilding()
                        ? new BuildProgress(
                                building.getIndexesList(),
                                building.getEmbeddingsList(),
                                building.getKeys(),
                                building.getRowsDone(),
                                building.getRowsTotal())
                        : null);
    }

    /** A scanned table as a message. */
    public static io.remdb.server.proto.ScannedTable scanned(ScannedTable table) {
        io.remdb.server.proto.ScannedTable.Builder message = io.remdb.server.proto.ScannedTable.newBuilder()
                .setName(table.name())
                .setSchema(EntityWire.object(table.schema()))
                .setRows(table.rows());
        table.embeddings()
                .forEach((name, vectors) -> message.putEmbeddings(
                        name,
                        VectorKind.newBuilder()
                                .setModel(vectors.model())
                                .setDimension(vectors.dimension())
                                .build()));
        return message.build();
    }

    /** The scanned table of a message. */
    public static ScannedTable scanned(io.remdb.server.proto.ScannedTable message) {
        Map<String, ScannedTable.Vectors> embeddings = new HashMap<>();
        message.getEmbeddingsMap()
                .forEach((name, kind) ->
                        embeddings.put(name, new ScannedTable.Vectors(kind.getModel(), kind.getDimension())));
        return new ScannedTable(
                message.getName(), EntityWire.object(message.getSchema()), embeddings, message.getRows());
    }

    /** A template as a message. */
    public static io.remdb.server.proto.TemplateInfo template(TemplateInfo template) {
        return io.remdb.server.proto.TemplateInfo.newBuilder()
                .setName(template.name())
                .setPurpose(template.purpose())
                .setFields(template.fields())
                .build();
    }

    /** The template of a message. */
    public static TemplateInfo template(io.remdb.server.proto.TemplateInfo message) {
        return new TemplateInfo(message.getName(), message.getPurpose(), message.getFields());
    }
}
