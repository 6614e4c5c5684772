package io.remdb.embedding.openai;

import io.remdb.RemException;
import io.remdb.http.RetryPolicy;
import io.remdb.http.Service;
import io.remdb.http.ServiceClient;
import io.remdb.http.Waiting;
import io.remdb.json.Json;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** One batch of texts to vectors: one request. Thread-safe. */
final class EmbeddingsClient implements AutoCloseable {
    private final Service service;
    private final String model;
    private final ServiceClient client;

    EmbeddingsClient(Service service, String model, RetryPolicy retries, Waiting waiting) {
        this.service = service;
        this.model = model;
        this.client = new ServiceClient(service, model, retries, waiting);
    }

    /**
     * The vectors in the order of the texts, as the service gave them, but of finite numbers and one length.
     *
     * @param limit after which nobody wants them any more, where that is sooner than the end of the retries
     * @throws RemException as {@link io.remdb.embedding.EmbeddingModel#embedDocuments}
     */
    List<float[]> embed(List<String> texts, Duration limit) {
        byte[] body = client.send(request(texts), limit);
        return new EmbeddingsAnswer(client.errors(), texts.size()).vectors(body);
    }

    /** For a caller whose thread was interrupted. */
    RemException cancelled(InterruptedException e) {
        return client.errors().cancelled(e);
    }

    @Override
    public void close() {
        client.close();
    }

    private HttpRequest request(List<String> texts) {
        ObjectNode body = Json.object();
        body.put("model", model);
        ArrayNode input = body.putArray("input");
        texts.forEach(input::add);
        // A third of the size of decimal digits, and exact. Servers that do not know it send numbers, which are taken
        // too.
        body.put("encoding_format", "base64");
        HttpRequest.Builder request = HttpRequest.newBuilder(service.address())
                .header("Content-Type", "application/json")
                .header("Accept", "application/json")
                .POST(BodyPublishers.ofByteArray(Json.write(body)));
        if (service.apiKey() != null) {
            request.header("Authorization", "Bearer " + service.apiKey());
        }
        return request.build();
    }
}
