package io.remdb.sql;

import java.util.Map;
import org.h2.value.Value;
import org.h2.value.ValueArray;
import org.h2.value.ValueNull;
import org.jspecify.annotations.Nullable;

/** Functions of SQL over arrays. Public because H2 calls them by reflection; not for Java. */
public final class ArrayFunctions {
    /** What stands inside the brackets of {@code tags[9]}. */
    static final String PLACE = "array_place";

    /** The functions by their name in SQL, with the method that does it. */
    static final Map<String, String> METHODS = Map.of(PLACE, "place");

    private ArrayFunctions() {}

    /** The place of an element, from 1; NULL where the array has none there. What is no array looks for itself. */
    public static @Nullable Integer place(Value array, @Nullable Integer place) {
        if (place == null || array instanceof ValueNull) {
            return null;
        }
        boolean beside = array instanceof ValueArray values && (place < 1 || place > values.getList().length);
        return beside ? null : place;
    }
}
