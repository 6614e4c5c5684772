package io.remdb.http;

import io.remdb.ErrorCode;
import io.remdb.RemException;
import io.remdb.http.Outcome.Answered;
import io.remdb.http.Outcome.Unavailable;
import io.remdb.json.Json;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The service's way to say no, in our words.
 *
 * @param model the service's own name of the model that is asked
 */
public record ServiceErrors(Service service, String model, Waiting waiting) {
    private static final int LONGEST_MESSAGE = 200;
    private static final double LONGEST_WAIT_SECONDS = 86_400;

    /**
     * What a response means.
     *
     * @throws RemException when repeating the request cannot help
     */
    Outcome outcome(HttpResponse<byte[]> response) {
        int status = response.statusCode();
        if (status >= 200 && status < 300) {
            return new Answered(response.body());
        }
        ServiceMessage message = ServiceMessage.read(new String(response.body(), StandardCharsets.UTF_8));
        boolean mayPass = status == 408 || status == 429 || status >= 500;
        if (mayPass && !message.code().equals("insufficient_quota")) {
            return new Unavailable(shown("HTTP " + status + " " + message.text()), null, askedFor(response.headers()));
        }
        throw refused(status, message);
    }

    /** After all retries. */
    RemException unavailable(Unavailable last, int attempts) {
        RemException error = new RemException(
                        ErrorCode.UNAVAILABLE, the("does not answer, or is overloaded"), last.cause())
                .with("service", service.host())
                .with("attempts", attempts)
                .with("problem", last.problem());
        if (last.askedFor() != null) {
            error.with("retry_after_seconds", last.askedFor().toSeconds());
        }
        return error.hint("Check " + kind().addressVariable() + " and the network, or try again later");
    }

    /** For answers that are none of the documented ones. */
    public RemException failed(String sentence, @Nullable Throwable cause) {
        return new RemException(kind().failure(), sentence, cause)
                .with("service", service.host())
                .with("model", model);
    }

    private RemException refused(int status, ServiceMessage message) {
        if (status == 401 || status == 403) {
            RemException error = new RemException(ErrorCode.UNAUTHORIZED, the("refused the credentials"))
                    .with("service", service.host())
                    .with("status", status);
            if (status == 403) {
                // The message of a 401 quotes parts of the key.
                error.with("message", shown(message.text()));
            }
            return kind().keyVariable() == null
                    ? error
                    : error.hint(
                            "Set " + kind().keyVariable() + " to a valid key of this service that may use the model");
        }
        if (message.isAboutModel(status)) {
            return new RemException(ErrorCode.UNKNOWN_MODEL, the("does not have this model"))
                    .with("model", model)
                    .with("service", service.host())
                    .with("message", shown(message.text()))
                    .hint("Name a model of the service after " + kind().prefix() + ", such as "
                            + kind().exampleModel());
        }
        RemException error =
                failed(the("refused the request"), null).with("status", status).with("message", shown(message.text()));
        if (status == 404 || (status >= 300 && status < 400)) {
            error.hint("Check " + kind().addressVariable() + ": <it>" + kind().path()
                    + " must be the API itself; redirects are not followed");
        }
        return error;
    }

    /** For a caller whose thread was interrupted; the interrupt stays set, for whoever owns the thread. */
    public RemException cancelled(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new RemException(ErrorCode.CANCELLED, "Waiting for the " + kind().noun() + " was interrupted", e);
    }

    /** A sentence about the service: fixed for each kind of service, so that errors can be grouped. */
    public String the(String predicate) {
        return "The " + kind().noun() + " " + predicate;
    }

    private ServiceKind kind() {
        return service.kind();
    }

    /** Fit for a message: short and without the key. */
    public String shown(String text) {
        String safe = service.withoutKey(text).strip();
        return safe.length() <= LONGEST_MESSAGE ? safe : safe.substring(0, LONGEST_MESSAGE) + "…";
    }

    private @Nullable Duration askedFor(HttpHeaders headers) {
        Optional<String> milliseconds = headers.firstValue("retry-after-ms");
        if (milliseconds.isPresent()) {
            return seconds(milliseconds.get(), 1e-3);
        }
        Optional<String> value = headers.firstValue("retry-after");
        if (value.isEmpty()) {
            return null;
        }
        Duration seconds = seconds(value.get(), 1);
        return seconds != null ? seconds : untilDate(value.get());
    }

    private static @Nullable Duration seconds(String number, double unit) {
        try {
            double seconds = Double.parseDouble(number) * unit;
            return seconds >= 0 ? Duration.ofNanos((long) (Math.min(seconds, LONGEST_WAIT_SECONDS) * 1e9)) : null;
        } catch (NumberFormatException e) {
            return null;
        }
    }

    private @Nullable Duration untilDate(String date) {
        try {
            Instant until = ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            Duration left = Duration.between(waiting.now(), until);
            return left.isNegative() ? Duration.ZERO : left;
        } catch (DateTimeParseException e) {
            return null;
        }
    }

    /**
     * The body of an error, which is written in several ways: {@code {"error":{"message","code","param"}}} by OpenAI,
     * {@code {"error":"..."}}, {@code {"message","code"}} or no JSON at all by others.
     *
     * @param fromApi whether it is JSON, that is, not a proxy's or web server's page
     */
    private record ServiceMessage(String text, String code, String parameter, boolean fromApi) {
        static ServiceMessage read(String body) {
            JsonNode root;
            try {
                root = Json.parse(body);
            } catch (RemException e) {
                return new ServiceMessage(body, "", "", false);
            }
            JsonNode error = root.path("error");
            JsonNode said = error.isObject() ? error : root;
            String text =
                    error.isString() ? error.asString() : said.path("message").asString("");
            return new ServiceMessage(
                    text.isEmpty() ? body : text,
                    said.path("code").asString(""),
                    said.path("param").asString(""),
                    root.isObject());
        }

        boolean isAboutModel(int status) {
            boolean named = code.equals("model_not_found") || parameter.equals("model");
            boolean notFound =
                    status == 404 && fromApi && text.toLowerCase(Locale.ROOT).contains("model");
            return (named && (status == 400 || status == 404)) || notFound;
        }
    }
}
