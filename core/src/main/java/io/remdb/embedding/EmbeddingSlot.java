package io.remdb.embedding;

/** Which of a row's two vectors. */
public enum EmbeddingSlot {
    /** The vector of the table's model: {@code embedding}. */
    MAIN("embedding"),
    /** The vector of {@code P8_ALT_EMBEDDING}: {@code embedding_alt}. */
    ALT("embedding_alt");

    private final String fieldName;

    EmbeddingSlot(String fieldName) {
        this.fieldName = fieldName;
    }

    /** Its name in an entity. */
    public String fieldName() {
        return fieldName;
    }
}
