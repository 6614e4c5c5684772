package io.remdb.llm;

import dev.langchain4j.http.client.HttpClient;
import dev.langchain4j.http.client.HttpClientBuilder;
import dev.langchain4j.http.client.HttpRequest;
import dev.langchain4j.http.client.SuccessfulHttpResponse;
import dev.langchain4j.http.client.sse.ServerSentEventListener;
import dev.langchain4j.http.client.sse.ServerSentEventParser;
import io.remdb.RemException;
import io.remdb.http.ServiceClient;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * Sends langchain4j's requests the way all services are asked: retries, limits of time and size, and errors are those of
 * {@link ServiceClient}. For one request.
 */
final class Transport implements HttpClient, HttpClientBuilder {
    private static final int DONE = 200;

    private final ServiceClient client;
    private final Duration limit;
    private String answer = "";

    Transport(ServiceClient client, Duration limit) {
        this.client = client;
        this.limit = limit;
    }

    /** The body of the service's answer; empty before there is one. */
    String answer() {
        return answer;
    }

    @Override
    public SuccessfulHttpResponse execute(HttpRequest request) {
        java.net.http.HttpRequest.Builder sent = java.net.http.HttpRequest.newBuilder(URI.create(request.url()))
                .method(request.method().name(), BodyPublishers.ofString(request.body(), StandardCharsets.UTF_8));
        request.headers().forEach((name, values) -> values.forEach(value -> sent.header(name, value)));
        try {
            answer = new String(client.send(sent.build(), limit), StandardCharsets.UTF_8);
        } catch (RemException e) {
            throw new ServiceFailure(e);
        }
        return SuccessfulHttpResponse.builder().statusCode(DONE).body(answer).build();
    }

    /** Never called: replies are short, and read as a whole. */
    @Override
    public void execute(HttpRequest request, ServerSentEventParser parser, ServerSentEventListener listener) {
        throw new UnsupportedOperationException("Replies are not streamed");
    }

    /** {@link ServiceClient} has its own. */
    @Override
    public Duration connectTimeout() {
        return limit;
    }

    @Override
    public HttpClientBuilder connectTimeout(Duration timeout) {
        return this;
    }

    @Override
    public Duration readTimeout() {
        return limit;
    }

    @Override
    public HttpClientBuilder readTimeout(Duration timeout) {
        return this;
    }

    @Override
    public HttpClient build() {
        return this;
    }
}
