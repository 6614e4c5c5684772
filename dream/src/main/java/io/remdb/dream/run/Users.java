package io.remdb.dream.run;

import io.remdb.Entity;
import io.remdb.RemDatabase;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Who has a session, as its row says. Remembers the last ones. One thread. */
final class Users {
    private static final int MOST = 1_000;

    private final RemDatabase database;
    private final Map<UUID, String> known = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<UUID, String> eldest) {
            return size() > MOST;
        }
    };

    Users(RemDatabase database) {
        this.database = database;
    }

    @Nullable
    String of(UUID session) {
        String user = known.computeIfAbsent(
                session,
                id -> database.get(id)
                        .map(Entity::properties)
                        .map(row -> row.path("user_id").asString(""))
                        .orElse(""));
        return user.isEmpty() ? null : user;
    }
}
