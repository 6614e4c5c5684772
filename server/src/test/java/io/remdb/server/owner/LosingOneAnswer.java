package io.remdb.server.owner;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ClientInterceptors;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.ForwardingClientCallListener.SimpleForwardingClientCallListener;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.remdb.server.client.RemoteDatabase;
import io.remdb.server.client.RemoteDatabase.Side;
import io.remdb.server.socket.OwnerChannel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

/** Has the first call of a method done, and lost on its way back. */
record LosingOneAnswer(String method, AtomicInteger lost) implements ClientInterceptor {
    /** The database of an owner, with the answers of this one between. */
    Delegate connect(Path folder) {
        try {
            ManagedChannel channel = OwnerChannel.open(folder).orElseThrow();
            return new Delegate.Foreign(
                    channel, new RemoteDatabase(ClientInterceptors.intercept(channel, this), Side.OWNER));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public <Q, R> ClientCall<Q, R> interceptCall(MethodDescriptor<Q, R> called, CallOptions options, Channel next) {
        ClientCall<Q, R> call = next.newCall(called, options);
        if (!method.equals(called.getBareMethodName()) || lost.getAndIncrement() > 0) {
            return call;
        }
        return new SimpleForwardingClientCall<>(call) {
            @Override
            public void start(Listener<R> listener, Metadata headers) {
                super.start(
                        new SimpleForwardingClientCallListener<>(listener) {
                            @Override
                            public void onMessage(R message) {
                                call.request(1); // the rest is lost, too
                            }

                            @Override
                            public void onClose(Status status, Metadata trailers) {
                                super.onClose(Status.UNAVAILABLE, new Metadata());
                            }
                        },
                        headers);
            }
        };
    }
}
