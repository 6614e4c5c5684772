package io.remdb.json;

import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** JSON merge patch: RFC 7396. */
public final class MergePatch {
    private MergePatch() {}

    /** The target changed by the patch: objects are merged, null removes, anything else replaces. The inputs stay as they are. */
    public static ObjectNode apply(ObjectNode target, ObjectNode patch) {
        ObjectNode result = target.deepCopy();
        for (Map.Entry<String, JsonNode> change : patch.properties()) {
            String name = change.getKey();
            JsonNode value = change.getValue();
            if (value.isNull()) {
                result.remove(name);
            } else if (value instanceof ObjectNode object) {
                ObjectNode inner = result.get(name) instanceof ObjectNode existing ? existing : Json.object();
                result.set(name, apply(inner, object));
            } else {
                result.set(name, value.deepCopy());
            }
        }
        return result;
    }
}
