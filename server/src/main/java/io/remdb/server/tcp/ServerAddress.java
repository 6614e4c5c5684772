package io.remdb.server.tcp;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a server is.
 *
 * @param host a name or an address; one of IPv6 without brackets
 * @param port 1 to 65535 for a client
 * @param tls whether it speaks TLS
 */
public record ServerAddress(String host, int port, boolean tls) {
    /** Where a server listens that is told nothing else. */
    public static final int DEFAULT_PORT = 50_051;

    private static final int MOST_PORT = 65_535;

    private static final Pattern FORM = Pattern.compile(
            "(?<scheme>(?i:rems?))://(?:\\[(?<six>[0-9A-Fa-f:.]+(?:%\\w+)?)]|(?<host>[\\w.-]+))(?::(?<port>\\d{1,5}))?/?");

    /**
     * {@code rem://host[:port]}, or {@code rems://} with TLS.
     *
     * @throws RemException {@link ErrorCode#INVALID_ARGUMENT}
     */
    public static ServerAddress parse(String text) {
        Matcher parts = FORM.matcher(text);
        if (!parts.matches()) {
            throw invalid(text);
        }
        String port = parts.group("port");
        int number = port == null ? DEFAULT_PORT : Integer.parseInt(port);
        if (number == 0 || number > MOST_PORT) {
            throw invalid(text);
        }
        String six = parts.group("six");
        return new ServerAddress(
                six != null ? six : parts.group("host"),
                number,
                parts.group("scheme").equalsIgnoreCase("rems"));
    }

    private static RemException invalid(String text) {
        return new RemException(ErrorCode.INVALID_ARGUMENT, "This is not the address of a server")
                .with("address", text)
                .hint(
                        "rem://host:port, or rems://host:port for TLS; an address of IPv6 in brackets: rem://[::1]:50051");
    }

    /** The same server spoken to in the other way. */
    ServerAddress withTls(boolean tls) {
        return new ServerAddress(host, port, tls);
    }

    /** As it is parsed. */
    @Override
    public String toString() {
        return (tls ? "rems://" : "rem://") + (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
    }
}
