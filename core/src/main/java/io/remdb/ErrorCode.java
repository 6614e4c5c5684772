package io.remdb;

/**
 * What kind of thing went wrong. Codes are stable: programs may compare them, and every message of the {@code rem} command
 * starts with one.
 */
public enum ErrorCode {
    /** The input is not JSON or YAML; carries {@code line} and {@code column}. */
    INVALID_JSON,
    /** A row breaks its schema; carries the problems ({@link ValidationException}). */
    VALIDATION_FAILED,
    /** A schema document is wrong, or may not replace the registered one. */
    INVALID_SCHEMA,
    /** No table has that name; carries a suggestion where one is near. */
    UNKNOWN_TABLE,
    /** A table has no column or field of that name. */
    UNKNOWN_FIELD,
    /** No entity has that id or key. */
    NOT_FOUND,
    /** A key names more than one entity where one is needed. */
    AMBIGUOUS_KEY,
    /** An argument is outside its documented range or form. */
    INVALID_ARGUMENT,
    /** A statement does not parse or names something that does not exist; carries {@code position}. */
    INVALID_QUERY,
    /** The statement is well-formed, but this database does not do it (or not for this caller). */
    UNSUPPORTED,
    /** A value, row, statement or result is larger than its limit. */
    TOO_LARGE,
    /** A configuration variable is out of its range. */
    INVALID_CONFIG,
    /** The folder is not a database of ours. */
    NOT_A_DATABASE,
    /** The database was written by a version that this one cannot read. */
    UNKNOWN_FORMAT,
    /** The database takes no writes: it is a replica, or another copy of it has taken its place as the primary. */
    READ_ONLY,
    /** A write is here, but not enough replicas have confirmed in time that they have it. */
    NOT_REPLICATED,
    /** Another process has the database open. */
    LOCKED,
    /** The database, or what reads from it, has been closed. */
    CLOSED,
    /** The same row was changed at the same time, again and again, or since the version that the caller names. */
    CONFLICT,
    /** The table still holds rows. */
    TABLE_NOT_EMPTY,
    /** No model of that name, or its files are missing. */
    UNKNOWN_MODEL,
    /** The embedding model or service failed. */
    EMBEDDING_FAILED,
    /** The service of a language model failed, or the model's answer is not what was asked for. */
    LANGUAGE_MODEL_FAILED,
    /** The service refused the credentials, or the database the key. */
    UNAUTHORIZED,
    /** The password does not open the key file: it is wrong, or the file was changed. */
    WRONG_PASSWORD,
    /** The database is encrypted, and nobody has given the password. */
    SEALED,
    /** A service did not answer, or answered that it is overloaded, after all retries. */
    UNAVAILABLE,
    /** The work was not done within its deadline. */
    TIMEOUT,
    /** The caller's thread was interrupted; what was acknowledged before is kept. */
    CANCELLED,
    /** Reading or writing files failed: no space, no permission, a broken disk. */
    IO_ERROR,
    /** Stored data does not read back as it was written. */
    CORRUPTED,
    /** Python or Pydantic is missing, or the model class cannot be loaded. */
    PYTHON_FAILED,
    /** A defect of ours: please report it with the message. */
    INTERNAL
}
