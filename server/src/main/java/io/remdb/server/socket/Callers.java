package io.remdb.server.socket;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.channels.SocketChannel;
import java.nio.file.attribute.UserPrincipal;
import jdk.net.ExtendedSocketOptions;
import jdk.net.UnixDomainPrincipal;

/**
 * Who may connect to a socket of an owner: its own user, and root.
 *
 * @param user the owner's
 */
record Callers(UserPrincipal user) {
    private static final Logger LOGGER = System.getLogger(Callers.class.getName());

    /** The folder and the socket's mode keep others out; where the system says who calls, it is looked at too. */
    boolean include(SocketChannel accepted) {
        if (!accepted.supportedOptions().contains(ExtendedSocketOptions.SO_PEERCRED)) {
            return true;
        }
        try {
            UnixDomainPrincipal caller = accepted.getOption(ExtendedSocketOptions.SO_PEERCRED);
            if (caller.user().equals(user) || caller.user().getName().equals("root")) {
                return true;
            }
            LOGGER.log(
                    Level.WARNING,
                    "A process of another user was refused (user={0})",
                    caller.user().getName());
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, "It cannot be found out who has connected; the connection was refused", e);
        }
        return false;
    }
}
