package io.remdb.search;

/** How far to look for keys that are like a text: the wider ring is worth its time where the nearer one holds nothing. */
public enum KeyRing {
    /** The same key, keys that begin with the text, that have all of its words, or one error in the whole or in each word. */
    NEAR,
    /** Two errors in the whole or in each longer word, and half of the words. */
    WIDE
}
