package io.remdb.server.tcp;

import io.grpc.netty.GrpcSslContexts;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.remdb.ErrorCode;
import io.remdb.RemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
        requireReadable("tls_cert", certificate);
        requireReadable("tls_key", key);
        if (clientAuthorities != null) {
            requireReadable("tls_client_ca", clientAuthorities);
        }
        try {
            // Of the JDK: nothing native to be unpacked.
            SslContextBuilder builder = GrpcSslContexts.configure(
                            SslContextBuilder.forServer(certificate.toFile(), key.toFile()), SslProvider.JDK)
                    .protocols(PROTOCOLS);
            if (clientAuthorities != null) {
                builder.trustManager(clientAuthorities.toFile()).clientAuth(ClientAuth.REQUIRE);
            }
            return builder.build();
        } catch (IOException | IllegalArgumentException e) {
            throw new RemException(
                            ErrorCode.INVALID_ARGUMENT, "The certificate or the key of the server cannot be used", e)
                    .with("tls_cert", certificate)
                    .with("tls_key", key)
                    .with(
                            "problem",
                            e.getCause() == null ? e.getMessage() : e.getCause().getMessage())
                    .hint(
                            "PEM; the key in PKCS 8 without a password: openssl pkcs8 -topk8 -nocrypt -in KEY -out KEY.pem");
        }
    }

    private static void requireReadable(String option, Path file) {
        if (!Files.isReadable(file) || Files.isDirectory(file)) {
            throw new RemException(ErrorCode.INVALID_ARGUMENT, "A file for TLS cannot be read")
                    .with("option", option)
                    .with("path", file);
        }
    }
}
