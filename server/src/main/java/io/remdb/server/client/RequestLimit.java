package io.remdb.server.client;

import com.google.protobuf.MessageLite;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall;
import io.grpc.MethodDescriptor;
import io.remdb.server.service.MessageLimits;

/**
 * Refuses what the other side would not take, before it is sent: there it would end the call in the middle of the message, which
 * looks like a lost connection.
 */
final class RequestLimit implements ClientInterceptor {
    @Override
    public <Q, A> ClientCall<Q, A> interceptCall(MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
        return new ForwardingClientCall.SimpleForwardingClientCall<>(next.newCall(method, options)) {
            @Override
            public void sendMessage(Q message) {
                if (((MessageLite) message).getSerializedSize() > MessageLimits.MOST_BYTES) {
                    throw Failures.tooLarge();
                }
                super.sendMessage(message);
            }
        };
    }
}
