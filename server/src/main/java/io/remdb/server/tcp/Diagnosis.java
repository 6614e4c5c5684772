package io.remdb.server.tcp;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.remdb.ErrorCode;
import io.remdb.RemException;
import io.remdb.server.client.Failures;
import io.remdb.server.wire.ErrorWire;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.util.Optional;
import javax.net.ssl.SSLPeerUnverifiedException;

/** Why a server cannot be used, in words of which a user can make something. */
final class Diagnosis {
    private Diagnosis() {}

    /** What the failure of the first call to a server means. */
    static RemException of(ServerAddress address, StatusRuntimeException failure) {
        Optional<RemException> refusal = ErrorWire.refusal(failure);
        if (refusal.isPresent()) {
            return refusal.get().with("address", address);
        }
        return switch (failure.getStatus().getCode()) {
            case UNAUTHENTICATED, PERMISSION_DENIED, UNIMPLEMENTED, RESOURCE_EXHAUSTED ->
                Failures.of(failure).with("address", address);
            case CANCELLED, UNAVAILABLE, DEADLINE_EXCEEDED -> unreachable(address, failure);
            case OK,
                    UNKNOWN,
                    INVALID_ARGUMENT,
                    NOT_FOUND,
                    ALREADY_EXISTS,
                    FAILED_PRECONDITION,
                    ABORTED,
                    OUT_OF_RANGE,
                    INTERNAL,
                    DATA_LOSS -> otherwise(address, failure);
        };
    }

    private static RemException unreachable(ServerAddress address, StatusRuntimeException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            switch (cause) {
                case UnknownHostException _ -> {
                    return unavailable("There is no host of this name", address, failure);
                }
                case ConnectException _ -> {
                    return unavailable("Nothing listens at this address", address, failure)
                            .hint("Is 'rem serve' running there, on this port, and for other machines (--host)?");
                }
                case NoRouteToHostException _, SocketTimeoutException _ -> {
                    return unavailable("The host cannot be reached", address, failure);
                }
                case SSLPeerUnverifiedException _ -> {
                    return unavailable("The server's certificate is for another host", address, failure)
                            .hint("Connect to a name that is in the certificate (as a subject alternative name)");
                }
                case CertPathBuilderException _, CertificateException _ -> {
                    return unavailable("The server's certificate is not trusted", address, failure)
                            .with("problem", cause.getMessage())
                            .hint("Set P8_TLS_CA to the certificate of the authority that signed it, or to itself");
                }
                default -> {}
            }
        }
        return otherwise(address, failure);
    }

    /** Something answered, but not as it should. */
    private static RemException otherwise(ServerAddress address, StatusRuntimeException failure) {
        if (!address.tls() && Probe.speaksTls(address)) {
            return unavailable("The server speaks TLS", address, failure).hint("Connect to " + address.withTls(true));
        }
        if (address.tls() && Probe.speaksPlainHttp2(address)) {
            return unavailable("The server does not speak TLS", address, failure)
                    .hint("Start it with --tls-cert and --tls-key, or connect to " + address.withTls(false));
        }
        if (address.tls() && Probe.speaksTls(address)) {
            return new RemException(
                            ErrorCode.UNAUTHORIZED, "The server has ended the connection after TLS began", failure)
                    .with("address", address)
                    .with("problem", told(failure))
                    .hint("It may want a client's certificate: set P8_TLS_CERT and P8_TLS_KEY");
        }
        if (failure.getStatus().getCode() == Status.Code.DEADLINE_EXCEEDED) {
            return unavailable("The server did not answer in time", address, failure);
        }
        return unavailable("What listens at this address is not a rem server", address, failure)
                .with("problem", told(failure));
    }

    private static String told(StatusRuntimeException failure) {
        Throwable root = failure.getCause();
        if (root == null) {
            return String.valueOf(failure.getStatus().getDescription());
        }
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return String.valueOf(root.getMessage());
    }

    private static RemException unavailable(String what, ServerAddress address, StatusRuntimeException failure) {
        return new RemException(ErrorCode.UNAVAILABLE, what, failure).with("address", address);
    }
}
