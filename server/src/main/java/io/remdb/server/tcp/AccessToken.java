package io.remdb.server.tcp;

import io.remdb.RemException;
import io.remdb.config.RemConfig;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;

/**
 * What a client shows to be let in.
 *
 * @param value the secret
 * @param origin where it came from, for people
 */
record AccessToken(String value, String origin) {
    private static final Logger LOGGER = System.getLogger(AccessToken.class.getName());

    static final String SCHEME = "Bearer ";

    private static final String VARIABLE = "P8_API_TOKEN";
    private static final String NONE = "none";

    /** 128 bits in base 64 have 22 characters; less than this was thought up by somebody. */
    private static final int LEAST_LENGTH = 16;

    /**
     * The one that a server asks for; made at first use.
     *
     * @param required whether callers need it; where they do not, a file that cannot be used is no reason not to serve
     */
    static AccessToken ofServer(RemConfig config, boolean required) {
        Optional<AccessToken> set = ofVariable(config);
        if (set.isPresent()) {
            if (set.get().value.length() < LEAST_LENGTH) {
                LOGGER.log(
                        Level.WARNING,
                        "{0} has less than {1} characters and may be guessed: set it to random ones (openssl rand -hex"
                                + " 32), or leave it to the file that the server makes",
                        VARIABLE,
                        Integer.toString(LEAST_LENGTH));
            }
            return set.get();
        }
        TokenFile file = TokenFile.in(config.home());
        try {
            return new AccessToken(file.readOrCreate(), file.path().toString());
        } catch (RemException e) {
            if (required) {
                throw e;
            }
            LOGGER.log(
                    Level.WARNING,
                    "{0}. Callers on this machine need no token; who shows one is refused. {1}",
                    e.getMessage(),
                    e.hint().orElse(""));
            return new AccessToken(TokenFile.random(), NONE);
        }
    }

    /** The one that the user has set, for whatever is connected to. */
    static Optional<AccessToken> ofVariable(RemConfig config) {
        return Optional.ofNullable(config.sharing().apiToken()).map(set -> new AccessToken(set, VARIABLE));
    }

    /** The one in the file, which is for servers of this machine, and not sent to others. */
    static Optional<AccessToken> ofFile(RemConfig config, String host) {
        TokenFile file = TokenFile.in(config.home());
        return isThisMachine(host)
                ? file.read().map(token -> new AccessToken(token, file.path().toString()))
                : Optional.empty();
    }

    /**
     * Whether a header of authorisation shows it: takes the same time for every token of a length, however much of it is right.
     *
     * @param authorization {@code Bearer} and a token
     */
    boolean isShownBy(String authorization) {
        return authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                && MessageDigest.isEqual(
                        hash(value),
                        hash(authorization.substring(SCHEME.length()).strip()));
    }

    private static byte[] hash(String token) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
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
