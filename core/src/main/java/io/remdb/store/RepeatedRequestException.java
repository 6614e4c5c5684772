package io.remdb.store;

import io.remdb.ErrorCode;
import io.remdb.RemException;

/** There is a receipt of the unit's request already; nothing was written. */
public final class RepeatedRequestException extends RemException {
    private static final long serialVersionUID = 1L;

    /** The unit carried this receipt. */
    public RepeatedRequestException(Receipt receipt) {
        super(ErrorCode.CONFLICT, "The write has taken place before");
        with("request", receipt.request());
    }
}
