package io.remdb.server.tcp;

import io.grpc.netty.GrpcSslContexts;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.remdb.ErrorCode;
import io.remdb.RemException;
import io.remdb.text.IoProblem;
import java.io.IOException;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import org.jspecify.annotations.Nullable;

/**
 * What a server needs to speak TLS; files in PEM.
 *
 * @param certificate its certificate, and those between it and an authority
 * @param key its private key, not encrypted
 * @param clientAuthorities certificates of authorities: clients then need a certificate of one of these; null: they need none
 */
public record TlsFiles(Path certificate, Path key, @Nullable Path clientAuthorities) {
    private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};

    /** @throws RemException {@link ErrorCode#INVALID_ARGUMENT} when a file is missing or is not what it should be */
    SslContext context() {
        PemFile own = file("tls_cert", certificate);
        X509Certificate[] certificates = own.certificates();
        PrivateKey privateKey = file("tls_key", key).keyOf(certificates[0], own);
        try {
            // Of the JDK: nothing native to be unpacked.
            SslContextBuilder builder = GrpcSslContexts.configure(
                            SslContextBuilder.forServer(privateKey, certificates), SslProvider.JDK)
                    .protocols(PROTOCOLS);
            if (clientAuthorities != null) {
                builder.trustManager(file("tls_client_ca", clientAuthorities).certificates())
                        .clientAuth(ClientAuth.REQUIRE);
            }
            return builder.build();
        } catch (IOException | IllegalArgumentException e) {
            throw new RemException(ErrorCode.INVALID_ARGUMENT, "The files for TLS cannot be used", e)
                    .with("tls_cert", certificate)
                    .with("tls_key", key)
                    .with("problem", IoProblem.of(e))
                    .hint("Give a certificate and its private key, both in PEM");
        }
    }

    private static PemFile file(String option, Path path) {
        return new PemFile(ErrorCode.INVALID_ARGUMENT, option, path);
    }
}
