package io.remdb.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import io.remdb.value.FieldType;
import io.remdb.value.ScalarType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the machine's Python with the real Pydantic. */
class PydanticModelsTest {
    private static final String MODELS = """
            from datetime import date, datetime
            from decimal import Decimal
            from enum import Enum
            from typing import List, Optional
            from uuid import UUID
            from pydantic import BaseModel, ConfigDict, Field
            from helper import PREFIX
            print("a model's file may print")

            class Color(str, Enum):
                RED = "red"
                BLUE = "blue"

            class Address(BaseModel):
                city: str

            class Article(BaseModel):
                model_config = ConfigDict(json_schema_extra={"embedding_fields": ["content"], "indexed_fields": ["category"], "key_field": "title"})
                title: str
                content: str
                category: str

            class PersonNote(BaseModel):
                '''What somebody said.

                In detail.'''
                name: str = Field(json_schema_extra={"key_field": True})
                color: Color = Color.RED
                other: Optional[Color] = None
                when: Optional[datetime] = Field(None, json_schema_extra={"indexed": True})
                day: date
                ref: UUID
                price: Decimal = Decimal(1)
                address: Optional[Address] = None
                tags: List[str] = []
                levels: Optional[List[int]] = None

            class Node(BaseModel):
                name: str
                children: List["Node"] = []

            class Category(BaseModel):
                name: str
            """;

    @TempDir
    Path folder;

    private Path file;
    private final PydanticModels models = new PydanticModels("python3");

    @BeforeEach
    void writeModels() throws IOException {
        Files.writeString(folder.resolve("helper.py"), "PREFIX = 'x'\n");
        file = Files.writeString(folder.resolve("models.py"), MODELS);
    }

    @Test
    void readsAModelAndFillsInWhatAClassNeedNotSay() {
        TableSchema table = SchemaCompiler.compile(models.read(file, "Article"));

        assertThat(table.shortName()).isEqualTo("articles");
        assertThat(table.version()).isEqualTo("1.0.0");
        assertThat(table.title()).isEqualTo("Article");
        assertThat(table.name()).isEqualTo("user.articles");
        assertThat(table.description()).isEqualTo("Article");
        assertThat(table.keyField()).isEqualTo("title");
        assertThat(table.fields()).extracting(Field::name).containsExactly("title", "content", "category");
        assertThat(table.embeddedFields()).extracting(Field::name).containsExactly("content");
        assertThat(table.indexedFields()).extracting(Field::name).containsExactly("category");
    }

    @Test
    void readsDocstringsEnumsOptionalsAndNestedModels() {
        TableSchema table = SchemaCompiler.compile(models.read(file, "PersonNote"));

        assertThat(table.shortName()).isEqualTo("person_notes");
        assertThat(table.description()).startsWith("What somebody said.").doesNotContain("base class");
        assertThat(table.keyField()).isEqualTo("name");
        assertThat(type(table, "color")).isEqualTo(new FieldType.Scalar(ScalarType.TEXT));
        assertThat(table.field("other").orElseThrow().enumValues()).containsExactly("red", "blue");
        assertThat(type(table, "when")).isEqualTo(new FieldType.Scalar(ScalarType.TIMESTAMP));
        assertThat(table.field("when").orElseThrow().indexed()).isTrue();
        assertThat(type(table, "day")).isEqualTo(new FieldType.Scalar(ScalarType.DATE));
        assertThat(type(table, "ref")).isEqualTo(new FieldType.Scalar(ScalarType.UUID));
        assertThat(type(table, "price")).isEqualTo(new FieldType.Scalar(ScalarType.NUMBER));
        assertThat(type(table, "address")).isEqualTo(new FieldType.Json());
        assertThat(type(table, "tags")).isEqualTo(new FieldType.ArrayOf(ScalarType.TEXT));
        assertThat(type(table, "levels")).isEqualTo(new FieldType.ArrayOf(ScalarType.INTEGER));
    }

    @Test
    void readsAModelThatRefersToItselfAndPluralsOfAllKinds() {
        assertThat(SchemaCompiler.compile(models.read(file, "Node")).fields())
                .extracting(Field::name)
                .containsExactly("name", "children");
        assertThat(models.read(file, "Category").document().get("short_name").asString())
                .isEqualTo("categories");
        assertThat(Names.tableOf("Box")).isEqualTo("boxes");
        assertThat(Names.tableOf("HTTPServer")).isEqualTo("http_servers");
        assertThat(Names.tableOf("Day")).isEqualTo("days");
    }

    @Test
    void saysWhatIsWrongWithTheFileOrTheClass() throws IOException {
        assertThat(failure(models, file, "Artcle").hint().orElseThrow())
                .contains("Did you mean Article?", "Address, Article, Category, Node, PersonNote");
        assertThat(failure(models, file, "Color")).hasMessageContaining("not a Pydantic model");
        assertThat(failure(models, folder.resolve("none.py"), "A")).hasMessageContaining("no such Python file");

        Path broken = Files.writeString(folder.resolve("broken.py"), "x = 1\ndef (:\n");
        assertThat(failure(models, broken, "A").details()).containsEntry("line", "2");
        Path raising = Files.writeString(folder.resolve("raising.py"), "x = 1\nimport nothing_of_that_name\n");
        assertThat(failure(models, raising, "A").details())
                .containsEntry("line", "2")
                .containsEntry("problem", "ModuleNotFoundError: No module named 'nothing_of_that_name'");
        Path hostile = Files.writeString(folder.resolve("ho$(stile) 'x'.py"), "import os\nos._exit(3)\n");
        assertThat(failure(models, hostile, "\"; import os").details()).containsEntry("exit_code", "3");
    }

    @Test
    void saysWhatIsWrongWithPython() throws IOException {
        assertThat(failure(new PydanticModels(folder.resolve("no-python").toString()), file, "Article")
                        .hint()
                        .orElseThrow())
                .contains("P8_PYTHON");
        assertThat(failure(new PydanticModels(script("exec python3 -I -S \"$@\"")), file, "Article"))
                .hasMessageContaining("Pydantic is not installed");
        assertThat(failure(new PydanticModels(script("echo 'Python 2 says no' >&2; exit 2")), file, "Article"))
                .hasMessageContaining("Python 2 says no");

        Files.createDirectory(folder.resolve("old"));
        Files.writeString(folder.resolve("old/pydantic.py"), "VERSION = '1.10.2'\n");
        assertThat(failure(
                        new PydanticModels(script("PYTHONPATH=" + folder.resolve("old") + " exec python3 \"$@\"")),
                        file,
                        "Article"))
                .hasMessageContaining("Pydantic 2 is needed")
                .hasMessageContaining("1.10.2");
    }

    @Test
    void boundsTimeAndOutput() throws IOException {
        PydanticModels hasty = new PydanticModels(script("exec sleep 60"), Duration.ofMillis(200));
        assertThat(failure(hasty, file, "Article")).hasMessageContaining("did not answer in time");

        PydanticModels talkative = new PydanticModels(script("exec head -c 9000000 /dev/zero"));
        assertThat(failure(talkative, file, "Article")).hasMessageContaining("too large");
    }

    private String script(String command) throws IOException {
        Path script = Files.createTempFile(
                folder,
                "python",
                "",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        return Files.writeString(script, "#!/bin/sh\n" + command + "\n").toString();
    }

    private static FieldType type(TableSchema table, String field) {
        return table.field(field).orElseThrow().type();
    }

    private static RemException failure(PydanticModels models, Path file, String className) {
        RemException error = catchThrowableOfType(RemException.class, () -> models.read(file, className));
        assertThat(error.code()).isEqualTo(ErrorCode.PYTHON_FAILED);
        return error;
    }
}
