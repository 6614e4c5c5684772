package io.remdb;

/**
 * A row found by a text that is like one of its keys.
 *
 * @param entity the living row
 * @param key that one of its keys ({@code uri}, key field, {@code key}, {@code name}) which is most like the text
 * @param score 0 to 1, comparable between tables; every score of a tier is above those of the tiers after it
 * @param tier in what way the key is like the text
 */
public record KeyMatch(Entity entity, String key, double score, Tier tier) {
    /** In what way a key is like a text, the nearest first. Case, accents and width of letters make no difference. */
    public enum Tier {
        /** The key is the text: 1. */
        EXACT,
        /** The key begins with the text: above 0.9. */
        PREFIX,
        /** Every word of the text is a word of the key, or begins one: 0.75 to 0.9. */
        WORDS,
        /** With typing errors: 0.45 to below 0.75. */
        SIMILAR
    }
}
