package io.remdb.spi;

import io.remdb.ErrorCode;
import io.remdb.FuzzyRequest;
import io.remdb.RemException;
import io.remdb.SearchRequest;
import io.remdb.TraversalRequest;

/** What requests may ask for, checked at once by every implementation of them, and what all of them keep to. */
public final class Limits {
    /** A chunk of a batch ends with the row that makes it so long, in characters, however few rows it has. */
    public static final int CHUNK_CHARACTERS = 4 << 20;

    private Limits() {}

    /** @return the limit, 1 to {@value SearchRequest#MAX_LIMIT} */
    public static int ofSearch(int limit) {
        if (limit < 1 || limit > SearchRequest.MAX_LIMIT) {
            throw new RemException(ErrorCode.INVALID_ARGUMENT, "A search gives 1 to 1000 hits").with("limit", limit);
        }
        return limit;
    }

    /** @return the score, 0 to 1 */
    public static double score(double minScore) {
        if (!(minScore >= 0 && minScore <= 1)) {
            throw new RemException(ErrorCode.INVALID_ARGUMENT, "A score lies between 0 and 1")
                    .with("min_score", minScore);
        }
        return minScore;
    }

    /** @return the limit, 1 to {@value FuzzyRequest#MAX_LIMIT} */
    public static int ofFuzzy(int limit) {
        if (limit < 1 || limit > FuzzyRequest.MAX_LIMIT) {
            throw new RemException(ErrorCode.INVALID_ARGUMENT, "A fuzzy lookup gives 1 to 100 rows")
                    .with("limit", limit);
        }
        return limit;
    }

    /** @return the depth, 1 to {@value TraversalRequest#MAX_DEPTH} */
    public static int ofDepth(int depth) {
        if (depth < 1 || depth > TraversalRequest.MAX_DEPTH) {
            throw new RemException(
                            ErrorCode.INVALID_ARGUMENT,
                            "The depth of a traversal is 1 to " + TraversalRequest.MAX_DEPTH)
                    .with("depth", depth)
                    .hint("A depth of 2 gives the neighbours and their neighbours");
        }
        return depth;
    }

    /** @return the limit, 1 to {@value TraversalRequest#MAX_LIMIT} */
    public static int ofTraversal(int limit) {
        if (limit < 1 || limit > TraversalRequest.MAX_LIMIT) {
            throw new RemException(
                            ErrorCode.INVALID_ARGUMENT,
                            "The limit of a traversal is 1 to " + TraversalRequest.MAX_LIMIT)
                    .with("limit", limit)
                    .hint("Name the types or the direction of the edges to get the paths that matter");
        }
        return limit;
    }
}
