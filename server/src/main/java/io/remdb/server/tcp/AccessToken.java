package io.remdb.server.tcp;

import io.remdb.config.RemConfig;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.Optional;

/**
 * What a client shows to be let in.
 *
 * @param value the secret
 * @param origin where it came from, for people
 */
record AccessToken(String value, String origin) {
    private static final String VARIABLE = "P8_API_TOKEN";

    /** The one that a server asks for; made at first use. */
    static AccessToken ofServer(RemConfig config) {
        String set = config.sharing().apiToken();
        if (set != null) {
            return new AccessToken(set, VARIABLE);
        }
        TokenFile file = TokenFile.in(config.home());
        return new AccessToken(file.readOrCreate(), file.path().toString());
    }

    /** The one that a client has for a server. That in the file is for this machine's, and not sent to others. */
    static Optional<AccessToken> ofClient(RemConfig config, String host) {
        String set = config.sharing().apiToken();
        if (set != null) {
            return Optional.of(new AccessToken(set, VARIABLE));
        }
        TokenFile file = TokenFile.in(config.home());
        return isThisMachine(host)
                ? file.read().map(token -> new AccessToken(token, file.path().toString()))
                : Optional.empty();
    }

    /** Whether the user has set it, for whatever is connected to. */
    boolean isFromVariable() {
        return origin.equals(VARIABLE);
    }

    private static boolean isThisMachine(String host) {
        try {
            for (InetAddress address : InetAddress.getAllByName(host)) {
                if (!isOwn(address)) {
                    return false;
                }
            }
            return true;
        } catch (UnknownHostException | SocketException _) {
            return false; // connecting tells the user
        }
    }

    private static boolean isOwn(InetAddress address) throws SocketException {
        return address.isLoopbackAddress()
                || address.isAnyLocalAddress()
                || NetworkInterface.getByInetAddress(address) != null;
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return "AccessToken[origin=" + origin + "]";
    }
}
