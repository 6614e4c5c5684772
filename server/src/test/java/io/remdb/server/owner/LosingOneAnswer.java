package io.remdb.server.owner;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.ForwardingClientCallListener.SimpleForwardingClientCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.util.concurrent.atomic.AtomicInteger;

/** Has the first call of a method done, and lost on its way back. */
record LosingOneAnswer(String method, AtomicInteger lost) implements ClientInterceptor {
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
