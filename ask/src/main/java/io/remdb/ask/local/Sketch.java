package io.remdb.ask.local;

import io.remdb.ask.local.Token.Kind;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a question says if it is about one table: built up by the readers, each of which takes the words that it understands. For one thread.
 */
final class Sketch {
    /** What a word of the question has been taken for. */
    enum Role {
        TABLE,
        FIELD,
        VALUE,
        TIME,
        NUMBER,
        ORDER,
        AGGREGATE,
        GROUP,
        NAME,
        RELATION,
        LIMIT,
        TOPIC
    }

    /** What is computed. */
    enum Function {
        COUNT,
        SUM,
        AVG,
        MIN,
        MAX
    }

    /**
     * A condition.
     *
     * @param column that it is about
     * @param pattern SQL with {@code {}} in the place of the column
     */
    record Condition(String column, String pattern) {
        /** Whether the column stands within a statement of its own, where another table may have one of the same name. */
        boolean isCorrelated() {
            return pattern.contains("EXISTS (SELECT");
        }
    }

    /**
     * How rows are ordered.
     *
     * @param column a field, or an expression of SQL
     */
    record Ordering(String column, boolean descending) {
        /** Whether it is an expression. */
        boolean isComputed() {
            return column.endsWith(")");
        }
    }

    private final String text;
    private final List<Token> tokens;
    private final ZonedDateTime now;
    private final Domain domain;
    private final TableInfo table;
    private final List<Anchor> anchors;
    private final @Nullable Role[] roles;
    private final List<String> understood = new ArrayList<>();
    private final List<String> dropped = new ArrayList<>();
    private final Set<Integer> negations = new HashSet<>();
    private double doubt = 1;
    private double evidence;

    final List<Condition> conditions = new ArrayList<>();
    final List<FieldInfo> projected = new ArrayList<>();

    @Nullable
    Function function;

    @Nullable
    FieldInfo measured;

    boolean distinct;

    @Nullable
    Group group;

    @Nullable
    Ordering ordering;

    /** For groups: whether the greatest comes first; null where nothing is said. */
    @Nullable
    Boolean greatestGroup;

    /** For groups: the comparison that what is computed must meet, as {@code > 5}; null for none. */
    @Nullable
    String having;

    /** For groups: whether the average over all of them is asked for. */
    boolean averaged;

    /** The list whose different elements are counted; null for none. */
    @Nullable
    FieldInfo elements;

    /** The fields whose different values are asked for. */
    final List<FieldInfo> different = new ArrayList<>();

    int limit;

    @Nullable
    String topic;

    boolean topicMarked;

    Sketch(String text, List<Token> tokens, ZonedDateTime now, Domain domain, TableInfo table, List<Anchor> anchors) {
        this.text = text;
        this.tokens = tokens;
        this.now = now;
        this.domain = domain;
        this.table = table;
        this.anchors = anchors;
        this.roles = new Role[tokens.size()];
    }

    List<Token> tokens() {
        return tokens;
    }

    ZonedDateTime now() {
        return now;
    }

    Domain domain() {
        return domain;
    }

    TableInfo table() {
        return table;
    }

    List<Anchor> anchors() {
        return anchors;
    }

    int size() {
        return tokens.size();
    }

    Token token(int at) {
        return tokens.get(at);
    }

    /** The word in small letters; empty outside of the question. */
    String word(int at) {
        return at < 0 || at >= tokens.size() ? "" : tokens.get(at).lower();
    }

    String lemma(int at) {
        return at < 0 || at >= tokens.size() ? "" : tokens.get(at).lemma();
    }

    /** The question's own words of a span. */
    String text(int start, int end) {
        return text.substring(tokens.get(start).start(), tokens.get(end - 1).end());
    }

    boolean free(int at) {
        return at >= 0 && at < roles.length && roles[at] == null;
    }

    boolean free(int start, int end) {
        for (int at = start; at < end; at++) {
            if (!free(at)) {
                return false;
            }
        }
        return true;
    }

    Optional<Role> role(int at) {
        return at < 0 || at >= roles.length ? Optional.empty() : Optional.ofNullable(roles[at]);
    }

    void take(int start, int end, Role role) {
        for (int at = start; at < end; at++) {
            if (roles[at] == null) {
                roles[at] = role;
            }
        }
    }

    /** A word that says something and that nobody has taken. */
    boolean isOpen(int at) {
        return free(at)
                && !Vocabulary.isStopWord(tokens.get(at))
                && !tokens.get(at).is(Kind.UNIT);
    }

    void understood(String what) {
        if (!understood.contains(what)) {
            understood.add(what);
        }
    }

    List<String> understood() {
        return understood;
    }

    /** Notes what the question asks and the statement leaves out, so that it may answer another question. */
    void drop(String what) {
        if (!dropped.contains(what)) {
            dropped.add(what);
        }
    }

    List<String> dropped() {
        return dropped;
    }

    /** Notes that a negation has made a condition its opposite; {@link Negations#NONE} for no negation. */
    void negate(int place) {
        if (place != Negations.NONE) {
            negations.add(place);
        }
    }

    /** Whether a negation has been understood. */
    boolean isNegated(int place) {
        return negations.contains(place);
    }

    /** What speaks for this table, or against it. */
    void evidence(double weight) {
        evidence += weight;
    }

    double evidence() {
        return evidence;
    }

    void doubt(double factor) {
        doubt *= factor;
    }

    double doubt() {
        return doubt;
    }

    boolean has(Role role) {
        for (Role taken : roles) {
            if (taken == role) {
                return true;
            }
        }
        return false;
    }

    /** Takes the conditions back, and gives their words free. */
    void forgetConditions() {
        conditions.clear();
        understood.clear();
        negations.clear();
        for (int at = 0; at < roles.length; at++) {
            if (roles[at] == Role.VALUE || roles[at] == Role.FIELD || roles[at] == Role.ORDER) {
                roles[at] = null;
            }
        }
    }

    void where(String column, String pattern) {
        Condition condition = new Condition(column, pattern);
        if (!conditions.contains(condition)) {
            conditions.add(condition);
        }
    }
}
