package io.remdb.server.tcp;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/**
 * Where and how a server listens.
 *
 * @param host an address of this machine, or a name of it; {@code 0.0.0.0} or {@code ::} for all of them
 * @param port 0 takes a free one
 * @param tls null for plain text
 */
public record TcpOptions(String host, int port, @Nullable TlsFiles tls) {
    /**
     * Finds out what is wrong before anything is opened or another process is asked to go.
     *
     * @throws RemException {@link ErrorCode#INVALID_ARGUMENT} for an address that this machine does not have, and for files of TLS
     *     that cannot be used
     */
    public void requireUsable() {
        var _ = address();
        if (tls != null) {
            var _ = tls.context();
        }
    }

    InetAddress address() {
        try {
            InetAddress address = InetAddress.getByName(host);
            if (!address.isAnyLocalAddress()
                    && !address.isLoopbackAddress()
                    && NetworkInterface.getByInetAddress(address) == null) {
                throw notHere(null);
            }
            return address;
        } catch (UnknownHostException | SocketException e) {
            throw notHere(e);
        }
    }

    private RemException notHere(@Nullable Exception cause) {
        return new RemException(ErrorCode.INVALID_ARGUMENT, "This machine has no such address to listen at", cause)
                .with("host", host)
                .hint("127.0.0.1 is for this machine alone, 0.0.0.0 listens at all its addresses");
    }
}
