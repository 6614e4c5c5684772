package io.remdb.llm;

import dev.langchain4j.http.client.HttpClientBuilder;
import dev.langchain4j.model.anthropic.AnthropicChatModel;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.ollama.OllamaChatModel;
import dev.langchain4j.model.openai.OpenAiChatModel;
import io.remdb.ErrorCode;
import io.remdb.config.RemConfig;
import io.remdb.http.Service;
import io.remdb.http.ServiceKind;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Who has language models, and how each wants to be asked for JSON of a schema. */
enum Provider {
    /** Chat completions: at OpenAI, and at whoever speaks that language. */
    OPENAI(new ServiceKind(
            "language model service",
            ErrorCode.LANGUAGE_MODEL_FAILED,
            "/chat/completions",
            "P8_OPENAI_BASE_URL",
            "P8_OPENAI_API_KEY",
            "openai:gpt-4.1")) {
        @Override
        Endpoint endpoint(RemConfig config) {
            RemConfig.Embedding settings = config.embedding();
            Service service = Service.of(kind(), settings.openAiBaseUrl(), settings.openAiApiKey());
            return new Endpoint(
                    settings.openAiBaseUrl(), service, service.host().equals("api.openai.com"));
        }

        @Override
        ChatModel chat(Endpoint endpoint, HttpClientBuilder transport, String model, int maxOutputTokens) {
            OpenAiChatModel.OpenAiChatModelBuilder builder = OpenAiChatModel.builder()
                    .httpClientBuilder(transport)
                    .baseUrl(endpoint.baseUrl())
                    .apiKey(endpoint.service().apiKey())
                    .modelName(model)
                    .strictJsonSchema(true)
                    .maxRetries(0);
            // OpenAI's newer models take only the new name of the limit, and older servers only the old one.
            return endpoint.own()
                    ? builder.maxCompletionTokens(maxOutputTokens).build()
                    : builder.maxTokens(maxOutputTokens).build();
        }

        @Override
        boolean needsKey(Endpoint endpoint) {
            return endpoint.own();
        }
    },

    /** Messages with a format of the output, which models have from Opus 4.1 and Sonnet 4.5 on. */
    ANTHROPIC(new ServiceKind(
            "language model service",
            ErrorCode.LANGUAGE_MODEL_FAILED,
            "/messages",
            "P8_ANTHROPIC_BASE_URL",
            "P8_ANTHROPIC_API_KEY",
            "anthropic:claude-sonnet-4-5")) {
        @Override
        Endpoint endpoint(RemConfig config) {
            RemConfig.LanguageModels settings = config.languageModels();
            Service service = Service.of(kind(), settings.anthropicBaseUrl(), settings.anthropicApiKey());
            return new Endpoint(
                    settings.anthropicBaseUrl(), service, service.host().equals("api.anthropic.com"));
        }

        @Override
        ChatModel chat(Endpoint endpoint, HttpClientBuilder transport, String model, int maxOutputTokens) {
            return AnthropicChatModel.builder()
                    .httpClientBuilder(transport)
                    .baseUrl(endpoint.baseUrl())
                    .apiKey(endpoint.service().apiKey())
                    .modelName(model)
                    .maxTokens(maxOutputTokens)
                    .maxRetries(0)
                    .build();
        }

        @Override
        boolean needsKey(Endpoint endpoint) {
            return true;
        }
    },

    /** Models on one's own machine. */
    OLLAMA(new ServiceKind(
            "language model service",
            ErrorCode.LANGUAGE_MODEL_FAILED,
            "/api/chat",
            "P8_OLLAMA_BASE_URL",
            null,
            "ollama:llama3.1")) {
        // Ollama's own default cuts the beginning off a longer request, without a word.
        private static final int CONTEXT_TOKENS = 16_384;

        @Override
        Endpoint endpoint(RemConfig config) {
            String baseUrl = config.languageModels().ollamaBaseUrl();
            return new Endpoint(baseUrl, Service.of(kind(), baseUrl, null), false);
        }

        @Override
        ChatModel chat(Endpoint endpoint, HttpClientBuilder transport, String model, int maxOutputTokens) {
            return OllamaChatModel.builder()
                    .httpClientBuilder(transport)
                    .baseUrl(endpoint.baseUrl())
                    .modelName(model)
                    .numCtx(CONTEXT_TOKENS)
                    .numPredict(maxOutputTokens)
                    .temperature(0.0)
                    .maxRetries(0)
                    .logRequests(false)
                    .logResponses(false)
                    .build();
        }

        @Override
        boolean needsKey(Endpoint endpoint) {
            return false;
        }
    };

    @SuppressWarnings("ImmutableEnumChecker") // a record of texts
    private final ServiceKind kind;

    Provider(ServiceKind kind) {
        this.kind = kind;
    }

    /** The provider of a name's first half. */
    static Optional<Provider> of(String prefix) {
        return Arrays.stream(values())
                .filter(provider -> provider.prefix().equals(prefix))
                .findFirst();
    }

    String prefix() {
        return name().toLowerCase(Locale.ROOT);
    }

    ServiceKind kind() {
        return kind;
    }

    /** Where the settings say that it is. */
    abstract Endpoint endpoint(RemConfig config);

    /** One of its models, whose requests go through a transport. */
    abstract ChatModel chat(Endpoint endpoint, HttpClientBuilder transport, String model, int maxOutputTokens);

    /** Whether it is of no use to ask without a key. */
    abstract boolean needsKey(Endpoint endpoint);
}
