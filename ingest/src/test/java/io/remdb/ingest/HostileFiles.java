package io.remdb.ingest;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/** Files that somebody has made to do harm, or that have come to harm. */
final class HostileFiles {
    private static final Path FILES = Path.of("src", "test", "resources", "files");
    private static final String BODY_START = """
            <?xml version="1.0" encoding="UTF-8"?>%s
            <w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>""";
    private static final String MACRO_TYPE =
            "<Default Extension=\"bin\" ContentType=\"application/vnd.ms-office.vbaProject\"/>";
    private static final String BODY_END = "</w:t></w:r></w:p></w:body></w:document>";

    private HostileFiles() {}

    static void encryptedPdf(Path file) throws IOException {
        Files.copy(FILES.resolve("encrypted.pdf"), file);
    }

    static void truncatedDocx(Path file) throws IOException {
        byte[] whole = Files.readAllBytes(FILES.resolve("report.docx"));
        Files.write(file, Arrays.copyOf(whole, whole.length * 6 / 10));
    }

    static void junk(Path file) throws IOException {
        byte[] bytes = new byte[20_000];
        new Random(1).nextBytes(bytes);
        Files.write(file, bytes);
    }

    static void picture(Path file) throws IOException {
        Files.write(
                file, new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n', 0, 0, 0, 13, 'I', 'H', 'D', 'R'});
    }

    /** A file of that many bytes, which takes no room on the disk. */
    static void sparse(Path file, String start, long bytes) throws IOException {
        try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
            sparse.write(start.getBytes(StandardCharsets.US_ASCII));
            sparse.setLength(bytes);
        }
    }

    /** A document of a few hundred kilobytes whose text would fill some hundred megabytes. */
    static void zipBomb(Path file) throws IOException {
        byte[] block = "a".repeat(1 << 20).getBytes(StandardCharsets.US_ASCII);
        docx(file, Map.of(), out -> {
            out.write(BODY_START.formatted("").getBytes(StandardCharsets.UTF_8));
            for (int i = 0; i < 300; i++) {
                out.write(block);
            }
            out.write(BODY_END.getBytes(StandardCharsets.UTF_8));
        });
    }

    /** A document that is no bomb, but has a tree that does not fit into little memory. */
    static void largeTree(Path file) throws IOException {
        Random random = new Random(2);
        docx(file, Map.of(), out -> {
            out.write(BODY_START.formatted("").getBytes(StandardCharsets.UTF_8));
            for (int i = 0; i < 300_000; i++) {
                String paragraph = "</w:t></w:r></w:p><w:p><w:r><w:t>" + Long.toString(random.nextLong(), 36);
                out.write(paragraph.getBytes(StandardCharsets.UTF_8));
            }
            out.write(BODY_END.getBytes(StandardCharsets.UTF_8));
        });
    }

    static void macros(Path file) throws IOException {
        Map<String, byte[]> more = new HashMap<>();
        more.put("word/vbaProject.bin", "Sub AutoOpen() MACROTEXT End Sub".getBytes(StandardCharsets.US_ASCII));
        docx(
                file,
                more,
                out -> out.write((BODY_START.formatted("") + "What a person reads." + BODY_END)
                        .getBytes(StandardCharsets.UTF_8)));
    }

    /** A document that would bring in a file, and call a server. */
    static void externalEntity(Path file, Path secret, String address) throws IOException {
        String doctype = "<!DOCTYPE d [<!ENTITY secret SYSTEM \"%s\"><!ENTITY %% call SYSTEM \"%s/dtd\">%%call;]>"
                .formatted(secret.toUri(), address);
        docx(
                file,
                Map.of(),
                out -> out.write((BODY_START.formatted(doctype) + "Before &secret; after." + BODY_END)
                        .getBytes(StandardCharsets.UTF_8)));
    }

    static void billionLaughs(Path file) throws IOException {
        StringBuilder doctype = new StringBuilder("<!DOCTYPE d [<!ENTITY a0 \"ha\">");
        for (int i = 1; i < 12; i++) {
            doctype.append("<!ENTITY a")
                    .append(i)
                    .append(" \"")
                    .append(("&a" + (i - 1) + ";").repeat(10))
                    .append("\">");
        }
        docx(
                file,
                Map.of(),
                out -> out.write(
                        (BODY_START.formatted(doctype + "]>") + "&a11;" + BODY_END).getBytes(StandardCharsets.UTF_8)));
    }

    static void callingHtml(Path file, String address) throws IOException {
        Files.writeString(file, """
                <html><head><link rel="stylesheet" href="%1$s/css"><script src="%1$s/js"></script></head>
                <body><h1>A page</h1><img src="%1$s/img"><iframe src="%1$s/frame"></iframe><p>Its text.</p>
                <script>document.write('NOTEXT')</script></body></html>
                """.formatted(address));
    }

    private interface Content {
        void writeTo(OutputStream out) throws IOException;
    }

    /** The report of the fixtures with another text, and more parts. */
    private static void docx(Path file, Map<String, byte[]> more, Content document) throws IOException {
        try (InputStream in = Files.newInputStream(FILES.resolve("report.docx"));
                ZipInputStream parts = new ZipInputStream(in);
                OutputStream out = Files.newOutputStream(file);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            for (ZipEntry entry = parts.getNextEntry(); entry != null; entry = parts.getNextEntry()) {
                zip.putNextEntry(new ZipEntry(entry.getName()));
                if (entry.getName().equals("word/document.xml")) {
                    document.writeTo(zip);
                } else if (entry.getName().equals("[Content_Types].xml")) {
                    String types = new String(parts.readAllBytes(), StandardCharsets.UTF_8);
                    zip.write(types.replace("</Types>", MACRO_TYPE + "</Types>").getBytes(StandardCharsets.UTF_8));
                } else {
                    parts.transferTo(zip);
                }
            }
            for (Map.Entry<String, byte[]> part : more.entrySet()) {
                zip.putNextEntry(new ZipEntry(part.getKey()));
                zip.write(part.getValue());
            }
        }
    }

    /** A PDF of that many pages, all of which show the same few thousand characters: little to store, much to read. */
    static void manyPages(Path file, int pages) throws IOException {
        StringBuilder content = new StringBuilder("BT /F1 8 Tf 10 TL 20 800 Td\n");
        for (int line = 0; line < 60; line++) {
            content.append("(The ship sails on line ").append(line).append(" of its log.) Tj T*\n");
        }
        content.append("ET");
        List<String> objects = new ArrayList<>();
        StringBuilder kids = new StringBuilder();
        for (int i = 0; i < pages; i++) {
            kids.append(5 + i).append(" 0 R ");
        }
        objects.add("<< /Type /Catalog /Pages 2 0 R >>");
        objects.add("<< /Type /Pages /Count " + pages + " /Kids [" + kids + "] >>");
        objects.add("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>");
        objects.add("<< /Length " + content.length() + " >>\nstream\n" + content + "\nendstream");
        for (int i = 0; i < pages; i++) {
            objects.add("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
                    + " /Resources << /Font << /F1 3 0 R >> >> >>");
        }
        ByteArrayOutputStream pdf = new ByteArrayOutputStream();
        pdf.writeBytes("%PDF-1.4\n".getBytes(StandardCharsets.US_ASCII));
        StringBuilder table = new StringBuilder("xref\n0 " + (objects.size() + 1) + "\n0000000000 65535 f \n");
        for (int i = 0; i < objects.size(); i++) {
            table.append("%010d 00000 n \n".formatted(pdf.size()));
            pdf.writeBytes(((i + 1) + " 0 obj\n" + objects.get(i) + "\nendobj\n").getBytes(StandardCharsets.US_ASCII));
        }
        int start = pdf.size();
        pdf.writeBytes((table + "trailer << /Size " + (objects.size() + 1) + " /Root 1 0 R >>\nstartxref\n" + start
                        + "\n%%EOF\n")
                .getBytes(StandardCharsets.US_ASCII));
        Files.write(file, pdf.toByteArray());
    }
}
