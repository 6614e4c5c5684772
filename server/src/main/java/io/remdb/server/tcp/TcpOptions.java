package io.remdb.server.tcp;

import org.jspecify.annotations.Nullable;

/**
 * Where and how a server listens.
 *
 * @param host an address of this machine, or a name of it; {@code 0.0.0.0} or {@code ::} for all of them
 * @param port 0 takes a free one
 * @param tls null for plain text
 */
public record TcpOptions(String host, int port, @Nullable TlsFiles tls) {}
