package io.remdb.server.tcp;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;

/** Finds out what listens at an address that is not what was expected, without telling it anything. */
final class Probe {
    private static final int PATIENCE_MS = 3_000;
    private static final int TLS_ALERT = 21;
    private static final int TLS_HANDSHAKE = 22;
    private static final int HTTP2_SETTINGS = 4;

    /** A frame of HTTP/2: three bytes of length, then its type. */
    private static final int HTTP2_TYPE_AT = 3;

    private static final byte[] HTTP2_EMPTY_SETTINGS = {0, 0, 0, HTTP2_SETTINGS, 0, 0, 0, 0, 0};

    private Probe() {}

    /** Whether a client that begins to speak TLS is answered in TLS. */
    static boolean speaksTls(ServerAddress address) {
        byte[] answer = ask(address, clientHello());
        return answer.length > 0 && (answer[0] == TLS_HANDSHAKE || answer[0] == TLS_ALERT);
    }

    /** Whether a client that begins to speak HTTP/2 in plain text is answered so. */
    static boolean speaksPlainHttp2(ServerAddress address) {
        byte[] preface = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
        byte[] question = Arrays.copyOf(preface, preface.length + HTTP2_EMPTY_SETTINGS.length);
        System.arraycopy(HTTP2_EMPTY_SETTINGS, 0, question, preface.length, HTTP2_EMPTY_SETTINGS.length);
        byte[] answer = ask(address, question);
        return answer.length > HTTP2_TYPE_AT && answer[0] == 0 && answer[HTTP2_TYPE_AT] == HTTP2_SETTINGS;
    }

    private static byte[] clientHello() {
        try {
            SSLEngine engine = SSLContext.getDefault().createSSLEngine();
            engine.setUseClientMode(true);
            ByteBuffer hello = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
            engine.wrap(ByteBuffer.allocate(0), hello);
            return Arrays.copyOf(hello.array(), hello.position());
        } catch (NoSuchAlgorithmException | IOException e) {
            throw new IllegalStateException("every JDK speaks TLS", e);
        }
    }

    /** The first bytes that come back. */
    private static byte[] ask(ServerAddress address, byte[] question) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address.host(), address.port()), PATIENCE_MS);
            socket.setSoTimeout(PATIENCE_MS);
            socket.getOutputStream().write(question);
            InputStream answers = socket.getInputStream();
            return answers.readNBytes(HTTP2_TYPE_AT + 1);
        } catch (IOException _) {
            return new byte[0];
        }
    }
}
