package io.remdb.engine;

import io.remdb.ErrorCode;
import io.remdb.ProgressListener;
import io.remdb.RemDatabase;
import io.remdb.RemException;
import io.remdb.crypto.TestKeys;
import java.nio.file.Path;

/** {@code PATH}: a process that encrypts a database, and is killed meanwhile. */
final class KilledEncrypter {
    static final String BEGUN = "begun";

    private KilledEncrypter() {}

    /** Says when it begins; that another one was done before it was killed is no mistake. */
    public static void main(String[] arguments) {
        System.out.println(BEGUN);
        System.out.flush();
        try {
            encrypt(Path.of(arguments[0]));
        } catch (RemException e) {
            if (e.code() != ErrorCode.INVALID_ARGUMENT) {
                throw e;
            }
        }
    }

    static void encrypt(Path path) {
        RemDatabase.encrypt(
                path,
                options -> options.withConfig(Databases.config()).withKeys(TestKeys.encrypted()),
                ProgressListener.NONE);
    }
}
