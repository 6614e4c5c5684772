package io.remdb.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the columns of a result are called: an expression without a name by its text as it is written. H2 calls it by the text that
 * it has made of it, with our functions for what it does not know, constants worked out and letters as numbers.
 */
final class ColumnNames {
    private static final Pattern NAME = Pattern.compile("[\\p{L}_][\\p{L}\\p{N}_ .-]*");
    private static final Pattern UNICODE = Pattern.compile("\\\\(?:\\+([0-9a-fA-F]{6})|([0-9a-fA-F]{4}))");

    private ColumnNames() {}

    /**
     * The names of the columns, not yet made distinct.
     *
     * @param aliases what H2 calls them
     */
    static List<String> of(Words words, List<String> aliases) {
        List<String> names =
                new ArrayList<>(aliases.stream().map(ColumnNames::plain).toList());
        Optional<SelectList> selected = SelectList.ofStatement(words);
        if (selected.isEmpty()) {
            return names;
        }
        SelectList list = selected.get();
        List<SelectList.Item> items = list.items();
        int before = 0;
        while (before < items.size() && !list.isStar(items.get(before))) {
            before++;
        }
        int behind = items.size();
        while (behind > before && !list.isStar(items.get(behind - 1))) {
            behind--;
        }
        // What stands before the first * has its place counted from the left, what stands behind the last one from the
        // right.
        int shift = names.size() - items.size();
        if (before == items.size() ? shift != 0 : shift < before - behind) {
            return names;
        }
        for (int i = 0; i < items.size(); i++) {
            if (i < before || i >= behind) {
                int column = i < before ? i : i + shift;
                names.set(column, name(list, items.get(i), aliases.get(column), names.get(column)));
            }
        }
        return names;
    }

    /** The text of an item, unless it is a column or has a name: then H2 calls it by its last word. */
    private static String name(SelectList list, SelectList.Item item, String alias, String otherwise) {
        SqlToken last = list.words().at(list.nameToken(item));
        return last.isName() && last.text().equalsIgnoreCase(alias) ? otherwise : list.text(item);
    }

    /** H2's text in small letters, with letters as letters. */
    private static String plain(String alias) {
        if (NAME.matcher(alias).matches()) {
            return alias;
        }
        Matcher matcher = UNICODE.matcher(alias);
        String text = !alias.contains("U&'")
                ? alias
                : matcher.replaceAll(match -> Matcher.quoteReplacement(Character.toString(
                                Integer.parseInt(match.group(1) == null ? match.group(2) : match.group(1), 16))))
                        .replace("U&'", "'");
        return text.toLowerCase(Locale.ROOT);
    }
}
