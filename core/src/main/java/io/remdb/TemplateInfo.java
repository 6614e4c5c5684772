package io.remdb;

/**
 * A template that schemas are cloned from.
 *
 * @param name such as {@code resources}
 * @param purpose what it is for
 * @param fields its fields, required ones with a star
 */
public record TemplateInfo(String name, String purpose, String fields) {}
