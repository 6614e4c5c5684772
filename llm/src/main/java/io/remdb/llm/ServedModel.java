package io.remdb.llm;

import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.exception.ContentFilteredException;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ResponseFormat;
import dev.langchain4j.model.chat.request.ResponseFormatType;
import dev.langchain4j.model.chat.request.json.JsonRawSchema;
import dev.langchain4j.model.chat.request.json.JsonSchema;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.output.FinishReason;
import dev.langchain4j.model.output.TokenUsage;
import io.remdb.ErrorCode;
import io.remdb.RemException;
import io.remdb.http.RetryPolicy;
import io.remdb.http.ServiceClient;
import io.remdb.http.Waiting;
import io.remdb.json.Json;
import io.remdb.llm.Reply.End;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A model that a service has. */
final class ServedModel implements LanguageModel {
    private final Provider provider;
    private final String model;
    private final Endpoint endpoint;
    private final ServiceClient client;

    ServedModel(Provider provider, String model, Endpoint endpoint, RetryPolicy retries, Waiting waiting) {
        this.provider = provider;
        this.model = model;
        this.endpoint = endpoint;
        this.client = new ServiceClient(endpoint.service(), model, retries, waiting);
    }

    @Override
    public String name() {
        return provider.prefix() + ":" + model;
    }

    @Override
    public Optional<Price> price() {
        return endpoint.own() ? PriceList.of(name()) : Optional.empty();
    }

    @Override
    public Reply complete(Request request) {
        if (endpoint.service().apiKey() == null && provider.needsKey(endpoint)) {
            throw withoutKey();
        }
        Transport transport = new Transport(client, request.limit());
        try {
            return reply(
                    provider.chat(endpoint, transport, model, request.maxOutputTokens())
                            .chat(chatRequest(request)),
                    transport);
        } catch (ServiceFailure e) {
            throw e.failure();
        } catch (ContentFilteredException e) {
            // langchain4j gives the text alone; what it has cost stands in the answer.
            return new Reply(String.valueOf(e.getMessage()), End.REFUSED, tokensOfRefusal(transport), name());
        } catch (RuntimeException e) {
            throw client.errors()
                    .failed(client.errors().the("sent a malformed answer"), e)
                    .with("answer", client.errors().shown(transport.answer()));
        }
    }

    @Override
    public void close() {
        client.close();
    }

    private RemException withoutKey() {
        return new RemException(ErrorCode.UNAUTHORIZED, "The language model service needs a key, and none is set")
                .with("model", name())
                .with("service", endpoint.service().host())
                .hint("Set " + provider.kind().keyVariable() + ", or P8_DEFAULT_LLM to local");
    }

    private static ChatRequest chatRequest(Request request) {
        JsonSchema schema = JsonSchema.builder()
                .name(request.schemaName())
                .rootElement(JsonRawSchema.from(Json.text(request.schema())))
                .build();
        return ChatRequest.builder()
                .messages(SystemMessage.from(request.system()), UserMessage.from(request.user()))
                .responseFormat(ResponseFormat.builder()
                        .type(ResponseFormatType.JSON)
                        .jsonSchema(schema)
                        .build())
                .build();
    }

    private Reply reply(ChatResponse response, Transport transport) {
        String text = response.aiMessage().text();
        return new Reply(
                text == null ? "" : text,
                end(response.finishReason(), transport),
                tokens(response.tokenUsage()),
                name());
    }

    private static End end(@Nullable FinishReason reason, Transport transport) {
        if (reason == null) {
            // Not every server says it; where nothing else is said, the reply is read as a whole one.
            return End.COMPLETE;
        }
        return switch (reason) {
            case STOP -> End.COMPLETE;
            case LENGTH -> End.TRUNCATED;
            case CONTENT_FILTER -> End.REFUSED;
            case TOOL_EXECUTION -> End.OTHER;
            // What langchain4j does not know yet.
            case OTHER -> saysRefusal(transport) ? End.REFUSED : End.OTHER;
        };
    }

    private static boolean saysRefusal(Transport transport) {
        return Json.parse(transport.answer()).path("stop_reason").asString("").equals("refusal");
    }

    private static TokenCount tokens(@Nullable TokenUsage usage) {
        return usage == null
                ? TokenCount.NONE
                : new TokenCount(count(usage.inputTokenCount()), count(usage.outputTokenCount()));
    }

    private static TokenCount tokensOfRefusal(Transport transport) {
        JsonNode usage = Json.parse(transport.answer()).path("usage");
        return new TokenCount(
                usage.path("prompt_tokens").asLong(0),
                usage.path("completion_tokens").asLong(0));
    }

    private static long count(@Nullable Integer tokens) {
        return tokens == null ? 0 : tokens;
    }
}
