package io.remdb;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The one exception of the database: a code, a message that does not vary from case to case, and the case as key/value
 * pairs, so that errors can be grouped and logged. {@link #getMessage()} shows all three.
 *
 * <p>Never carries secrets or whole rows; a value that a user gave may be carried, shortened.
 */
public class RemException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final int LONGEST_VALUE = 200;

    private final ErrorCode code;
    private final String text;
    private final transient Map<String, Object> details = new LinkedHashMap<>();
    private @Nullable String hint;

    /** An error of the given kind; {@code text} is a fixed sentence without the particulars of the case. */
    public RemException(ErrorCode code, String text) {
        this(code, text, null);
    }

    /** An error of the given kind with what caused it. */
    public RemException(ErrorCode code, String text, @Nullable Throwable cause) {
        super(text, cause);
        this.code = code;
        this.text = text;
    }

    /** Adds a particular of the case, in the order of the calls; long values are shortened. */
    public RemException with(String key, @Nullable Object value) {
        String shown = String.valueOf(value);
        details.put(key, shown.length() <= LONGEST_VALUE ? shown : shown.substring(0, LONGEST_VALUE) + "…");
        return this;
    }

    /** Adds what was behind it, as {@code reason}: the class of an exception of Java's says as much as its message. */
    public RemException because(Throwable reason) {
        return with("reason", reason.getClass().getSimpleName() + ": " + reason.getMessage());
    }

    /** Sets what the user can do about it: one sentence. */
    public RemException hint(String hint) {
        this.hint = hint;
        return this;
    }

    /** The kind of error. */
    public ErrorCode code() {
        return code;
    }

    /** The fixed sentence, without particulars. */
    public String text() {
        return text;
    }

    /** The particulars, in order. */
    public Map<String, Object> details() {
        return Collections.unmodifiableMap(details);
    }

    /** What the user can do about it. */
    public Optional<String> hint() {
        return Optional.ofNullable(hint);
    }

    /** {@code text (key=value, ...)}. */
    @Override
    public String getMessage() {
        if (details.isEmpty()) {
            return text;
        }
        StringBuilder message = new StringBuilder(text).append(" (");
        String separator = "";
        for (Map.Entry<String, Object> detail : details.entrySet()) {
            message.append(separator).append(detail.getKey()).append('=').append(detail.getValue());
            separator = ", ";
        }
        return message.append(')').toString();
    }
}
