package io.remdb.telemetry;

/** Writes Prometheus's text format: families of samples, each with its help and type before it; one without samples is left out. */
final class Exposition {
    private final StringBuilder text = new StringBuilder();
    private String name = "";
    private String heading = "";

    /** Begins a value that goes up and down. */
    Exposition gauge(String family, String help) {
        return family(family, "gauge", help);
    }

    /** Begins one that only grows while the process lives. */
    Exposition counter(String family, String help) {
        return family(family, "counter", help);
    }

    /** Begins counts in buckets. */
    void histogram(String family, String help) {
        family(family, "histogram", help);
    }

    private Exposition family(String family, String type, String help) {
        name = family;
        heading = "# HELP " + family + ' ' + help.replace("\\", "\\\\").replace("\n", "\\n") + "\n# TYPE " + family
                + ' ' + type + '\n';
        return this;
    }

    /** A sample of the family; labels are names and values in turn. */
    void sample(double value, String... labels) {
        line(name, number(value), labels);
    }

    /** The same of a whole number. */
    void sample(long value, String... labels) {
        line(name, Long.toString(value), labels);
    }

    void bucket(long count, String atMost, String... labels) {
        String[] all = new String[labels.length + 2];
        System.arraycopy(labels, 0, all, 0, labels.length);
        all[labels.length] = "le";
        all[labels.length + 1] = atMost;
        line(name + "_bucket", Long.toString(count), all);
    }

    void sum(double sum, String... labels) {
        line(name + "_sum", number(sum), labels);
    }

    void count(long count, String... labels) {
        line(name + "_count", Long.toString(count), labels);
    }

    private void line(String sample, String value, String... labels) {
        text.append(heading).append(sample);
        heading = "";
        if (labels.length > 0) {
            text.append('{');
            for (int i = 0; i < labels.length; i += 2) {
                text.append(i == 0 ? "" : ",")
                        .append(labels[i])
                        .append("=\"")
                        .append(escaped(labels[i + 1]))
                        .append('"');
            }
            text.append('}');
        }
        text.append(' ').append(value).append('\n');
    }

    private static String escaped(String value) {
        return value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    }

    /** Whole numbers without a fraction; others as Go reads them. */
    static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? Long.toString((long) value)
                : Double.toString(value);
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
