package io.remdb.ask.llm;

import io.remdb.ErrorCode;
import io.remdb.RemDatabase;
import io.remdb.RemException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;

/** A database whose embedding service is down. */
final class WithoutSearch {
    private WithoutSearch() {}

    static RemDatabase of(RemDatabase database) {
        return (RemDatabase) Proxy.newProxyInstance(
                RemDatabase.class.getClassLoader(), new Class<?>[] {RemDatabase.class}, (_, method, arguments) -> {
                    if (method.getName().equals("search")) {
                        throw new RemException(ErrorCode.UNAVAILABLE, "The embedding service does not answer");
                    }
                    try {
                        return method.invoke(database, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
