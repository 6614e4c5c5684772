package io.remdb.server.socket;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;

/** Who runs this process. */
final class CurrentUser {
    private static final Path OWN_PROCESS = Path.of("/proc/self");

    private CurrentUser() {}

    /** Also for a user that has no name, as in a container. */
    static UserPrincipal get() throws IOException {
        if (Files.exists(OWN_PROCESS)) {
            return Files.getOwner(OWN_PROCESS);
        }
        return FileSystems.getDefault()
                .getUserPrincipalLookupService()
                .lookupPrincipalByName(System.getProperty("user.name"));
    }
}
