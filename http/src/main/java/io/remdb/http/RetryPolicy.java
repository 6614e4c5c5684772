package io.remdb.http;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * How long a request is repeated that may yet succeed: exponential backoff with jitter, or as long as the service asks for.
 *
 * @param attempts the most requests made for one answer
 * @param firstPause before the second attempt; doubles from there
 * @param longestPause where the doubling ends
 * @param attemptTimeout for one request with its answer, the connection included
 * @param deadline for all attempts and pauses of one answer; a pause that would end beyond it is not begun
 */
public record RetryPolicy(
        int attempts, Duration firstPause, Duration longestPause, Duration attemptTimeout, Duration deadline) {
    /** For work in bulk: six attempts within three minutes. */
    public static final RetryPolicy STANDARD = new RetryPolicy(
            6, Duration.ofMillis(500), Duration.ofSeconds(20), Duration.ofSeconds(60), Duration.ofMinutes(3));

    public RetryPolicy {
        if (attempts < 1 || firstPause.isNegative() || longestPause.compareTo(firstPause) < 0) {
            throw new IllegalArgumentException("attempts >= 1 and 0 <= firstPause <= longestPause");
        }
    }

    /**
     * The pause after a failed attempt (the first is 1): never shorter than what the service asks for. Jitter keeps parallel
     * requests from coming back all at once.
     */
    public Duration pauseAfter(int attempt, @Nullable Duration askedFor) {
        double jitter = ThreadLocalRandom.current().nextDouble();
        if (askedFor != null) {
            return askedFor.plusNanos((long) (firstPause.toNanos() * jitter / 2));
        }
        double doubled = firstPause.toNanos() * Math.pow(2, attempt - 1.0);
        double capped = Math.min(doubled, (double) longestPause.toNanos());
        return Duration.ofNanos((long) (capped * (1 + jitter) / 2));
    }
}
