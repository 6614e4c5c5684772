package io.remdb;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Makes a Java record a schema: {@link Schema#of}. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface RemSchema {
    /** What a row is, in a sentence; it is embedded, so that questions find the right table. */
    String description();

    /** The table's name; empty: the plural of the record's name in snake case ({@code Article} to {@code articles}). */
    String shortName() default "";

    /** Semantic version. */
    String version() default "1.0.0";

    /** {@code default}, {@code local:<model>} or {@code openai:<model>}. */
    String embeddingProvider() default "default";

    /** So many seconds after it was last written a row expires; 0: it does not. */
    long ttlSeconds() default 0;

    /** The field, in snake case, that says when a row expires; empty: none does. */
    String expiresAt() default "";
}
