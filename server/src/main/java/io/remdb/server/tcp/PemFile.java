package io.remdb.server.tcp;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import io.remdb.text.IoProblem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;

/**
 * A file for TLS, in PEM.
 *
 * @param code of what is said when it cannot be used
 * @param name under which the user has given it: an option or a variable
 * @param path the file
 */
record PemFile(ErrorCode code, String name, Path path) {
    private static final String BEGIN = "-----BEGIN PRIVATE KEY-----";
    private static final String END = "-----END PRIVATE KEY-----";
    private static final int MOST_BYTES = 1 << 20;

    private static final byte[] SIGNED = {1, 2, 3, 4};

    /**
     * The certificates in it, at least one.
     *
     * @throws RemException of this file's code
     */
    X509Certificate[] certificates() {
        try (InputStream in = open()) {
            X509Certificate[] found = CertificateFactory.getInstance("X.509").generateCertificates(in).stream()
                    .map(X509Certificate.class::cast)
                    .toArray(X509Certificate[]::new);
            if (found.length == 0) {
                throw new CertificateException("it is empty");
            }
            return found;
        } catch (IOException | CertificateException e) {
            throw wrong("A file for TLS holds no certificate", e)
                    .hint("PEM: it begins with -----BEGIN CERTIFICATE-----");
        }
    }

    /**
     * The private key in it.
     *
     * @throws RemException of this file's code
     */
    PrivateKey key() {
        try (InputStream in = open()) {
            return key(new String(in.readNBytes(MOST_BYTES), StandardCharsets.ISO_8859_1));
        } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
            throw wrong("A file for TLS holds no private key that can be used", e)
                    .hint("PEM, RSA or EC, in PKCS 8 without a password: openssl pkcs8 -topk8 -nocrypt -in KEY -out"
                            + " KEY.pem");
        }
    }

    private static PrivateKey key(String text) throws GeneralSecurityException {
        int begin = text.indexOf(BEGIN);
        int end = text.indexOf(END);
        if (begin < 0 || end < begin) {
            throw new InvalidKeySpecException("there is no " + BEGIN);
        }
        PKCS8EncodedKeySpec encoded =
                new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(text.substring(begin + BEGIN.length(), end)));
        try {
            return KeyFactory.getInstance("RSA").generatePrivate(encoded);
        } catch (InvalidKeySpecException _) {
            return KeyFactory.getInstance("EC").generatePrivate(encoded);
        }
    }

    /**
     * The private key in it, which must be that of a certificate: TLS itself would find out with the first connection, and say
     * something else.
     *
     * @param certificate the first of those in {@code file}
     * @throws RemException of this file's code
     */
    PrivateKey keyOf(X509Certificate certificate, PemFile file) {
        PrivateKey key = key();
        if (!isPair(key, certificate)) {
            throw new RemException(code, "The private key is not that of the certificate")
                    .with(file.name, file.path)
                    .with(name, path)
                    .hint(
                            "Give the certificate that was made for this key; the first in its file is the server's or client's own");
        }
        return key;
    }

    private static boolean isPair(PrivateKey key, X509Certificate certificate) {
        String algorithm = key.getAlgorithm().equals("RSA") ? "SHA256withRSA" : "SHA256withECDSA";
        try {
            Signature signing = Signature.getInstance(algorithm);
            signing.initSign(key);
            signing.update(SIGNED);
            byte[] signature = signing.sign();
            Signature verifying = Signature.getInstance(algorithm);
            verifying.initVerify(certificate.getPublicKey());
            verifying.update(SIGNED);
            return verifying.verify(signature);
        } catch (InvalidKeyException _) {
            return false; // keys of two algorithms
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK signs with RSA and EC", e);
        }
    }

    private InputStream open() {
        try {
            if (Files.isDirectory(path)) {
                throw new IOException("it is a folder");
            }
            return Files.newInputStream(path);
        } catch (IOException e) {
            throw wrong("A file for TLS cannot be read", e).hint("Give a file in PEM that this user may read");
        }
    }

    private RemException wrong(String text, Exception e) {
        return new RemException(code, text, e).with(name, path).with("problem", IoProblem.of(e));
    }
}
