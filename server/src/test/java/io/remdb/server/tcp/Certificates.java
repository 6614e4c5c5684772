package io.remdb.server.tcp;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x509.TBSCertificate;
import org.bouncycastle.asn1.x509.Time;
import org.bouncycastle.asn1.x509.V3TBSCertificateGenerator;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

/**
 * Certificates made for a test, in PEM.
 *
 * @param certificate the file of the certificate
 * @param key the file of the private key
 * @param name the subject
 * @param keys the same keys
 */
record Certificates(Path certificate, Path key, X500Name name, KeyPair keys) {
    /** An authority, signed by itself. */
    static Certificates authority(Path folder, String name) throws Exception {
        KeyPair keys = newKeys();
        X500Name subject = new X500Name("CN=" + name);
        ExtensionsGenerator extensions = new ExtensionsGenerator();
        extensions.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
        return write(folder, name, subject, keys, signed(subject, keys, subject, keys, extensions.generate()));
    }

    /** A certificate for hosts (or for a client, to whom the hosts are nothing), signed by this authority. */
    Certificates sign(Path folder, String name, GeneralName... hosts) throws Exception {
        KeyPair subjectKeys = newKeys();
        X500Name subject = new X500Name("CN=" + name);
        ExtensionsGenerator extensions = new ExtensionsGenerator();
        extensions.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
        if (hosts.length > 0) {
            extensions.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(hosts));
        }
        return write(
                folder,
                name,
                subject,
                subjectKeys,
                signed(this.name, keys, subject, subjectKeys, extensions.generate()));
    }

    static GeneralName address(String address) {
        return new GeneralName(GeneralName.iPAddress, address);
    }

    static GeneralName host(String name) {
        return new GeneralName(GeneralName.dNSName, name);
    }

    private static KeyPair newKeys() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return generator.generateKeyPair();
    }

    private static byte[] signed(
            X500Name issuer, KeyPair issuerKeys, X500Name subject, KeyPair subjectKeys, Extensions extensions)
            throws GeneralSecurityException, IOException {
        AlgorithmIdentifier algorithm = new AlgorithmIdentifier(X9ObjectIdentifiers.ecdsa_with_SHA256);
        V3TBSCertificateGenerator generator = new V3TBSCertificateGenerator();
        generator.setSerialNumber(new ASN1Integer(BigInteger.valueOf(Math.abs(subject.hashCode() + 1L))));
        generator.setSignature(algorithm);
        generator.setIssuer(issuer);
        generator.setStartDate(new Time(Date.from(Instant.now().minus(Duration.ofDays(1)))));
        generator.setEndDate(new Time(Date.from(Instant.now().plus(Duration.ofDays(1)))));
        generator.setSubject(subject);
        generator.setSubjectPublicKeyInfo(
                SubjectPublicKeyInfo.getInstance(subjectKeys.getPublic().getEncoded()));
        generator.setExtensions(extensions);
        TBSCertificate body = generator.generateTBSCertificate();
        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(issuerKeys.getPrivate());
        signature.update(body.getEncoded("DER"));
        ASN1EncodableVector parts = new ASN1EncodableVector();
        parts.add(body);
        parts.add(algorithm);
        parts.add(new DERBitString(signature.sign()));
        return new DERSequence(parts).getEncoded("DER");
    }

    private static Certificates write(Path folder, String name, X500Name subject, KeyPair keys, byte[] certificate)
            throws IOException {
        return new Certificates(
                pem(folder.resolve(name + ".pem"), "CERTIFICATE", certificate),
                pem(
                        folder.resolve(name + ".key"),
                        "PRIVATE KEY",
                        keys.getPrivate().getEncoded()),
                subject,
                keys);
    }

    private static Path pem(Path file, String kind, byte[] content) throws IOException {
        String text = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                .encodeToString(content);
        return Files.writeString(file, "-----BEGIN " + kind + "-----\n" + text + "\n-----END " + kind + "-----\n");
    }
}
