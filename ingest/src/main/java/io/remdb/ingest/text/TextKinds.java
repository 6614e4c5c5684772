package io.remdb.ingest.text;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The kinds of text by what the names of their files end with. Thread-safe. */
public final class TextKinds {
    /** A text of no particular kind. */
    public static final TextKind PLAIN = new TextKind("text/plain", new PlainTextReader());

    private static final TextReader MARKDOWN = new MarkdownReader();
    private static final TextReader CODE = new SourceCodeReader();
    private static final Map<String, TextKind> BY_EXTENSION = byExtension();

    private TextKinds() {}

    private static Map<String, TextKind> byExtension() {
        Map<String, TextKind> kinds = new HashMap<>();
        TextKind markdown = new TextKind("text/markdown", MARKDOWN);
        put(kinds, markdown, "md markdown mdown mkd mdx qmd rmd");
        put(kinds, PLAIN, "txt text log rst adoc asciidoc org tex srt vtt");
        kinds.put("csv", new TextKind("text/csv", new CsvReader(',')));
        put(kinds, new TextKind("text/tab-separated-values", new CsvReader('\t')), "tsv tab");
        put(kinds, new TextKind("application/json", CODE), "json json5 geojson webmanifest");
        put(kinds, new TextKind("application/xml", CODE), "xml xsd xsl xslt svg wsdl plist pom");
        put(kinds, new TextKind("application/yaml", CODE), "yaml yml");
        put(kinds, new TextKind("application/toml", CODE), "toml");
        put(kinds, new TextKind("application/sql", CODE), "sql");
        put(kinds, new TextKind("text/css", CODE), "css scss sass less");
        put(kinds, new TextKind("text/javascript", CODE), "js mjs cjs jsx");
        for (String language :
                ("java py rb rs go c h cc cpp cxx hpp hh cs kt kts scala swift m mm ts tsx php pl pm lua r jl hs ml"
                                + " ex exs erl clj cljs groovy gradle dart sh bash zsh fish ps1 bat cmd vim el lisp scm pas f90 asm s"
                                + " proto graphql thrift tf hcl nix cmake make mk dockerfile ini cfg conf properties env editorconfig"
                                + " gitignore ipynb vue svelte")
                        .split(" ")) {
            kinds.put(language, new TextKind("text/x-" + language, CODE));
        }
        return kinds;
    }

    private static void put(Map<String, TextKind> kinds, TextKind kind, String extensions) {
        for (String extension : extensions.split(" ")) {
            kinds.put(extension, kind);
        }
    }

    /** The kind of a file of this name; empty where the name does not say that it is text. */
    public static Optional<TextKind> ofName(String name) {
        return Optional.ofNullable(BY_EXTENSION.get(extension(name)));
    }

    /** What stands behind the last full stop of a name, in small letters; of a name without one, all of it. */
    public static String extension(String name) {
        return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    }
}
