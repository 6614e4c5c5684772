package io.remdb.search.sealing;

/** A block of an open file as it was before it was sealed. Nobody changes the bytes, so who has them may keep them. */
final class CachedBlock {
    final SealedFile file;
    final int number;
    final byte[] content;
    /** Set without a lock by those who read: should a mark get lost, a block goes that could have stayed. */
    private boolean used;

    CachedBlock(SealedFile file, int number, byte[] content) {
        this.file = file;
        this.number = number;
        this.content = content;
    }

    void markUsed() {
        if (!used) {
            used = true; // written only when it changes, so that processors share the line
        }
    }

    /** Whether it was used since this was last asked. */
    boolean takeUsed() {
        boolean was = used;
        used = false;
        return was;
    }
}
