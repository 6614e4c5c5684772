package io.remdb.server.socket;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.util.Optional;

/** Who runs this process. */
public final class CurrentUser {
    private static final Path OWN_PROCESS = Path.of("/proc/self");

    private CurrentUser() {}

    /** Where a login of the user has its sockets, on systems that have such a folder. */
    static Optional<Path> runtimeFolder() {
        try {
            Path folder = Path.of(
                    "/run/user", Files.getAttribute(OWN_PROCESS, "unix:uid").toString());
            return Files.isDirectory(folder) ? Optional.of(folder) : Optional.empty();
        } catch (IOException | UnsupportedOperationException _) {
            return Optional.empty();
        }
    }

    /** Also for a user that has no name, as in a container. */
    public static UserPrincipal get() throws IOException {
        if (Files.exists(OWN_PROCESS)) {
            return Files.getOwner(OWN_PROCESS);
        }
        return FileSystems.getDefault()
                .getUserPrincipalLookupService()
                .lookupPrincipalByName(System.getProperty("user.name"));
    }
}
