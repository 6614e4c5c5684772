/**
 * Keys and sealing: pairs of keys in files that a password opens, keys that are wrapped for somebody's public key, and the cipher
 * that the store and the search index put around what they write. Every primitive is the JDK's or Bouncy Castle's. It knows
 * nothing of what it seals; {@code store} and {@code search} use it, and the command for its keys.
 */
@NullMarked
package io.remdb.crypto;

import org.jspecify.annotations.NullMarked;
