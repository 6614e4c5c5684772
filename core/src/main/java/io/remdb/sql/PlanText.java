package io.remdb.sql;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Makes H2's plan readable: our names only, and which way an index is read. */
final class PlanText {
    /** Stands under the plan of a statement that reads groups when it can. */
    static final String GROUPS =
            "/* its groups are read from the columns of the search index while that is up to date */";

    private static final Pattern SORTED = Pattern.compile("/\\* index sorted(: [^*]*)? \\*/");
    private static final Pattern PLAIN_NAME = Pattern.compile("\"([a-z_][a-z0-9_]*)\"");
    private static final Pattern INTERNAL_SCHEMA = Pattern.compile("\"rem\"\\.|\\brem\\.(?=\"?[a-z])");

    private static final Pattern SUBSCRIPT =
            Pattern.compile("\\[" + ArrayFunctions.PLACE + "\\([^()\\[\\]]*, ([^()\\[\\],]*)\\)]");

    private PlanText() {}

    /** The plan, with the table functions as the statement has them. */
    static String clean(String plan, List<FunctionCall> calls) {
        String clean = clean(plan);
        for (int i = 0; i < calls.size(); i++) {
            clean = clean.replace(
                    '"' + FunctionCall.tableName(i) + '"', calls.get(i).text());
        }
        return clean;
    }

    private static String clean(String plan) {
        StringBuilder cleaned = new StringBuilder();
        int at = 0;
        // Only outside of strings.
        for (SqlToken token : SqlToken.tokenize(plan)) {
            if (token.kind() == SqlToken.Kind.STRING) {
                int end = plan.indexOf('\'', token.start() + 1 + token.text().length());
                cleaned.append(names(plan.substring(at, token.start())));
                at = Math.max(at, token.start());
                if (end > 0) {
                    cleaned.append(plan, at, end + 1);
                    at = end + 1;
                }
            }
        }
        cleaned.append(names(plan.substring(at)));
        return directions(subscripts(cleaned.toString()));
    }

    /** Names without the schema that nobody but us knows. */
    static String withoutSchema(String text) {
        return INTERNAL_SCHEMA.matcher(text).replaceAll("");
    }

    /** The place of an element without the function around it. */
    private static String subscripts(String text) {
        return SUBSCRIPT.matcher(text).replaceAll("[$1]");
    }

    private static String names(String text) {
        String ours = withoutSchema(text);
        ours = ours.replace('"' + StoreTable.DELETED_AT_OF_STAR + '"', TableShape.DELETED_AT);
        return PLAIN_NAME.matcher(ours).replaceAll("$1");
    }

    /** H2 says that an index gives the order; the ORDER BY before it says which way it is read then. */
    private static String directions(String plan) {
        Matcher matcher = SORTED.matcher(plan);
        StringBuilder text = new StringBuilder();
        while (matcher.find()) {
            int order = plan.lastIndexOf("ORDER BY ", matcher.start());
            String terms = order < 0 ? "" : plan.substring(order + 9, matcher.start());
            String first = terms.split("[,\n]", 2)[0];
            String direction = first.contains(" DESC") ? "descending" : "ascending";
            String columns = matcher.group(1) == null ? "" : matcher.group(1);
            matcher.appendReplacement(
                    text,
                    Matcher.quoteReplacement("/* index sorted: " + direction + columns.replace(": ", ", ") + " */"));
        }
        return matcher.appendTail(text).toString();
    }
}
