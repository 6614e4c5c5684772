package io.remdb.checks;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The arrows between the rooms, as docs/architecture.md draws them. */
class ArchitectureTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.remdb");

    @Test
    void theStoreKnowsNoSchemaNoSearchAndNoSql() {
        noClasses()
                .that()
                .resideInAnyPackage("io.remdb.store..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.remdb.schema..",
                        "io.remdb.catalog..",
                        "io.remdb.search..",
                        "io.remdb.sql..",
                        "io.remdb.engine..")
                .check(CLASSES);
    }

    @Test
    void schemasReadNoData() {
        noClasses()
                .that()
                .resideInAPackage("io.remdb.schema..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.remdb.store.rocks..",
                        "io.remdb.catalog..",
                        "io.remdb.search..",
                        "io.remdb.sql..",
                        "io.remdb.engine..")
                .check(CLASSES);
    }

    @Test
    void searchAndSqlDoNotKnowEachOtherNorTheEngine() {
        noClasses()
                .that()
                .resideInAPackage("io.remdb.search..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.remdb.sql..", "io.remdb.engine..", "io.remdb.store.rocks..")
                .check(CLASSES);
        noClasses()
                .that()
                .resideInAPackage("io.remdb.sql..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.remdb.search..", "io.remdb.engine..", "io.remdb.store.rocks..")
                .check(CLASSES);
    }

    @Test
    void theGraphStandsOnTheStoreAlone() {
        noClasses()
                .that()
                .resideInAPackage("io.remdb.graph..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.remdb.search..",
                        "io.remdb.sql..",
                        "io.remdb.engine..",
                        "io.remdb.store.rocks..",
                        "io.remdb.schema..",
                        "io.remdb.catalog..")
                .check(CLASSES);
    }

    @Test
    void keysKnowNothingOfWhatTheySeal() {
        classes()
                .that()
                .resideInAPackage("io.remdb.crypto..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "io.remdb",
                        "io.remdb.crypto..",
                        "io.remdb.json..",
                        "java..",
                        "javax.crypto..",
                        "org.bouncycastle..",
                        "org.jspecify..",
                        "tools.jackson..")
                .check(CLASSES);
    }

    /** A backup is files and an end of a log; what is in them is for the engine. */
    @Test
    void backupsKnowNoRowsAndNoEngine() {
        noClasses()
                .that()
                .resideInAPackage("io.remdb.backup..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.remdb.schema..",
                        "io.remdb.catalog..",
                        "io.remdb.search..",
                        "io.remdb.sql..",
                        "io.remdb.engine..",
                        "io.remdb.store.rocks..")
                .check(CLASSES);
    }

    @Test
    void nobodyEntersTheEngine() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.remdb.engine..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.remdb.engine..")
                .check(CLASSES);
    }

    @Test
    void eachLibraryHasOneRoom() {
        onlyIn("org.rocksdb..", "io.remdb.store.rocks..");
        onlyIn("org.apache.lucene..", "io.remdb.search..");
        onlyIn("ai.onnxruntime..", "io.remdb.embedding.onnx..");
        onlyIn("io.grpc..", "io.remdb.server..");
        onlyIn("com.google.protobuf..", "io.remdb.server..");
        onlyIn("dev.langchain4j..", "io.remdb.llm..");
        onlyIn("com.fasterxml.jackson.databind..", "io.remdb.llm..");
        onlyIn("java.net.http..", "io.remdb.http..", "io.remdb.embedding.openai..", "io.remdb.llm..");
        onlyIn("org.apache.tika..", "io.remdb.ingest.parser.child..");
        onlyIn("org.apache.parquet..", "io.remdb.export..");
        onlyIn("com.github.luben.zstd..", "io.remdb.export..");
        onlyIn("org.xerial.snappy..", "io.remdb.export..");
        onlyIn("picocli..", "io.remdb.cli..", "io.remdb.bench..");
    }

    private static void onlyIn(String library, String... rooms) {
        noClasses()
                .that()
                .resideOutsideOfPackages(rooms)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library)
                .check(CLASSES);
    }

    /** Questions are planned from what the public API tells, and by nobody elsewhere. */
    @Test
    void questionsStandOnThePublicApi() {
        noClasses()
                .that()
                .resideInAPackage("io.remdb.ask..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.remdb.store..",
                        "io.remdb.catalog..",
                        "io.remdb.search..",
                        "io.remdb.sql..",
                        "io.remdb.engine..",
                        "io.remdb.server..",
                        "io.remdb.cli..")
                .check(CLASSES);
        noClasses()
                .that()
                .resideInAPackage("io.remdb.ask.local..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.net..", "java.nio.channels..", "io.remdb.ask.evaluation..")
                .check(CLASSES);
        noClasses()
                .that()
                .resideInAnyPackage("io.remdb", "io.remdb.query..", "io.remdb.server..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.remdb.ask..")
                .check(CLASSES);
    }

    /** Who dreams uses the public API and language models, and writes in one room; nobody below knows of it. */
    @Test
    void dreamsStandOnThePublicApi() {
        noClasses()
                .that()
                .resideInAPackage("io.remdb.dream..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.remdb.ask..",
                        "io.remdb.catalog..",
                        "io.remdb.cli..",
                        "io.remdb.engine..",
                        "io.remdb.search..",
                        "io.remdb.server..",
                        "io.remdb.sql..",
                        "io.remdb.store..")
                .check(CLASSES);
        noClasses()
                .that()
                .resideInAPackage("io.remdb.dream..")
                .and()
                .resideOutsideOfPackages(
                        "io.remdb.dream", "io.remdb.dream.llm..", "io.remdb.dream.run..", "io.remdb.dream.schedule..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.remdb.dream.llm..", "io.remdb.dream.run..")
                .check(CLASSES);
        noClasses()
                .that()
                .resideInAPackage("io.remdb.dream..")
                .and()
                .resideOutsideOfPackage("io.remdb.dream.run..")
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("io.remdb.WriteBatch")
                .check(CLASSES);
        noClasses()
                .that()
                .resideOutsideOfPackages("io.remdb.dream..", "io.remdb.bench..", "io.remdb.cli..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.remdb.dream..")
                .check(CLASSES);
    }

    @Test
    void coreHasNoNetwork() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        "io.remdb",
                        "io.remdb.engine..",
                        "io.remdb.store..",
                        "io.remdb.search..",
                        "io.remdb.sql..",
                        "io.remdb.schema..",
                        "io.remdb.config..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.net.http..", "com.sun.net.httpserver..")
                .check(CLASSES);
    }

    @Test
    void languageModelsKnowNoDatabase() {
        noClasses()
                .that()
                .resideInAnyPackage("io.remdb.llm..", "io.remdb.http..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.remdb.ask..",
                        "io.remdb.embedding..",
                        "io.remdb.engine..",
                        "io.remdb.query..",
                        "io.remdb.schema..",
                        "io.remdb.search..",
                        "io.remdb.sql..",
                        "io.remdb.store..")
                .check(CLASSES);
    }

    @Test
    void theServerHandsCallsToTheApi() {
        noClasses()
                .that()
                .resideInAPackage("io.remdb.server..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.remdb.search..",
                        "io.remdb.store..",
                        "io.remdb.catalog..",
                        "io.remdb.query..",
                        "io.remdb.graph..",
                        "io.remdb.cli..")
                .check(CLASSES);
        noClasses()
                .that()
                .resideOutsideOfPackages("io.remdb.server..", "io.remdb.cli..", "io.remdb.bench.replication..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.remdb.server..")
                .check(CLASSES);
    }

    @Test
    void ingestUsesThePublicApiAndItsParserNothing() {
        noClasses()
                .that()
                .resideInAPackage("io.remdb.ingest..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.remdb.engine..",
                        "io.remdb.store..",
                        "io.remdb.search..",
                        "io.remdb.sql..",
                        "io.remdb.catalog..",
                        "io.remdb.server..",
                        "io.remdb.cli..")
                .check(CLASSES);
        noClasses()
                .that()
                .resideOutsideOfPackage("io.remdb.ingest.parser.child..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.remdb.ingest.parser.child..")
                .check(CLASSES);
    }

    @Test
    void exportsStandOnTheApiAndOnSchemas() {
        noClasses()
                .that()
                .resideInAPackage("io.remdb.export..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.remdb.search..",
                        "io.remdb.store..",
                        "io.remdb.catalog..",
                        "io.remdb.sql..",
                        "io.remdb.query..",
                        "io.remdb.graph..",
                        "io.remdb.server..",
                        "io.remdb.cli..")
                .check(CLASSES);
    }

    @Test
    void theCommandUsesThePublicApi() {
        classes()
                .that()
                .resideInAPackage("io.remdb.cli..")
                .should()
                .onlyDependOnClassesThat()
                .resideOutsideOfPackages(
                        "io.remdb.engine..",
                        "io.remdb.store..",
                        "io.remdb.search..",
                        "io.remdb.sql..",
                        "io.remdb.graph..",
                        "io.remdb.catalog..")
                .check(CLASSES);
    }

    @Test
    void roomsAboveTheApiHaveNoCycles() {
        slices().matching("io.remdb.(store|catalog|search|sql|graph|engine|value|json)..")
                .should()
                .beFreeOfCycles()
                .check(CLASSES);
    }
}
