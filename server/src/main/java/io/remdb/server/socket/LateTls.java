package io.remdb.server.socket;

import java.security.GeneralSecurityException;
import java.security.KeyManagementException;
import java.security.Provider;
import java.security.SecureRandom;
import java.security.Security;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLContextSpi;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocketFactory;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Keeps gRPC's OkHttp transport from reading every certificate authority that the JDK trusts. It asks once, when it is loaded,
 * what TLS the process has, also for sockets that never use TLS, and the answer takes longer than a call to the owner of a
 * database. So a process of ours gets a default TLS context that reads the authorities when somebody uses it first, and the
 * transport is loaded while there are no authorities to read. Afterwards TLS works as ever.
 *
 * <p>The default context belongs to the whole process. Only a process that is ours alone takes this: a command, an owner in the
 * background, never an application that opens a database.
 */
public final class LateTls {
    private static final String PROVIDER = "SunJSSE";
    private static final String TRUST_STORE = "javax.net.ssl.trustStore";
    private static final String NO_AUTHORITIES = "NONE";
    private static final String TRANSPORT = "io.grpc.okhttp.internal.Platform";

    private static volatile boolean wanted;
    private static boolean loaded;

    private LateTls() {}

    /** Says, before anything of the process uses TLS, that it is ours alone. Costs nothing. */
    public static void inThisProcess() {
        wanted = true;
    }

    /** Loads the transport. Every way to it leads through here. */
    public static synchronized void loadTransport() {
        if (!wanted || loaded) {
            return;
        }
        loaded = true;
        Provider provider = Security.getProvider(PROVIDER);
        if (provider != null) {
            SSLContext.setDefault(new LateContext(provider));
            withoutAuthorities(LateTls::initialise);
        }
    }

    private static void withoutAuthorities(Runnable work) {
        String before = System.getProperty(TRUST_STORE);
        System.setProperty(TRUST_STORE, NO_AUTHORITIES);
        try {
            work.run();
        } finally {
            if (before == null) {
                System.clearProperty(TRUST_STORE);
            } else {
                System.setProperty(TRUST_STORE, before);
            }
        }
    }

    private static void initialise() {
        try {
            Class.forName(TRANSPORT);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException("gRPC's OkHttp transport is not the one that this was written for", e);
        }
    }

    private static final class LateContext extends SSLContext {
        LateContext(Provider provider) {
            super(new Late(), provider, "Default");
        }
    }

    /** Hands everything to the default context of the JDK, which is made when the first call comes. Thread-safe. */
    private static final class Late extends SSLContextSpi {
        private @Nullable SSLContext context;

        private synchronized SSLContext real() {
            SSLContext made = context;
            if (made == null) {
                try {
                    made = SSLContext.getInstance("Default", PROVIDER);
                } catch (GeneralSecurityException e) {
                    throw new IllegalStateException("The default TLS context cannot be made", e);
                }
                context = made;
            }
            return made;
        }

        /** As the JDK's: the default context is initialised by itself. */
        @Override
        protected void engineInit(
                KeyManager @Nullable [] keys, TrustManager @Nullable [] trust, @Nullable SecureRandom random)
                throws KeyManagementException {
            throw new KeyManagementException("The default TLS context is initialised already");
        }

        @Override
        protected SSLSocketFactory engineGetSocketFactory() {
            return real().getSocketFactory();
        }

        @Override
        protected SSLServerSocketFactory engineGetServerSocketFactory() {
            return real().getServerSocketFactory();
        }

        @Override
        protected SSLEngine engineCreateSSLEngine() {
            return real().createSSLEngine();
        }

        @Override
        protected SSLEngine engineCreateSSLEngine(String host, int port) {
            return real().createSSLEngine(host, port);
        }

        @Override
        protected SSLSessionContext engineGetServerSessionContext() {
            return real().getServerSessionContext();
        }

        @Override
        protected SSLSessionContext engineGetClientSessionContext() {
            return real().getClientSessionContext();
        }

        @Override
        protected SSLParameters engineGetDefaultSSLParameters() {
            return real().getDefaultSSLParameters();
        }

        @Override
        protected SSLParameters engineGetSupportedSSLParameters() {
            return real().getSupportedSSLParameters();
        }
    }
}
