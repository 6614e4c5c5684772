package io.remdb.cli;

import io.remdb.RemDatabase;
import io.remdb.config.RemConfig;
import io.remdb.config.Schedule;
import io.remdb.dream.Dream;
import io.remdb.dream.DreamOptions.Window;
import io.remdb.dream.DreamReport;
import io.remdb.dream.schedule.ScheduledDreams;
import io.remdb.llm.LanguageModel;
import io.remdb.llm.LanguageModels;
import io.remdb.server.work.OwnerTask;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.ZoneId;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Lets owners dream as {@code P8_DREAM_SCHEDULE} says. */
public final class OwnerDreams implements OwnerTask {
    private static final Logger LOGGER = System.getLogger(OwnerDreams.class.getName());

    @Override
    public Optional<Job> on(RemDatabase database, RemConfig config) {
        Schedule schedule = config.dreams();
        return schedule == null
                ? Optional.empty()
                : Optional.of(new Dreaming(
                        database,
                        config,
                        new ScheduledDreams(database, schedule, Clock.system(ZoneId.systemDefault()))));
    }

    private static final class Dreaming implements Job {
        private final RemDatabase database;
        private final RemConfig config;
        private final ScheduledDreams dreams;
        private Optional<Window> window = Optional.empty();

        Dreaming(RemDatabase database, RemConfig config, ScheduledDreams dreams) {
            this.database = database;
            this.config = config;
            this.dreams = dreams;
        }

        @Override
        public boolean due() {
            window = dreams.due();
            return window.isPresent();
        }

        @Override
        public void run(BooleanSupplier stopping) {
            window.ifPresent(due -> dream(due, stopping));
        }

        private void dream(Window due, BooleanSupplier stopping) {
            try (LanguageModel model = LanguageModels.open(
                            config.languageModels().defaultModel(), config, LanguageModels.BULK)
                    .orElse(null)) {
                DreamReport report = dreams.run(due, Dream.on(database, config).describedBy(model), stopping);
                LOGGER.log(
                        Level.INFO,
                        "Dreamt (run={0}, messages={1}, moments={2})",
                        report.runId(),
                        report.items(),
                        report.moments().size());
                report.problems().forEach(problem -> LOGGER.log(Level.WARNING, "{0}: {1}", report.runId(), problem));
            }
        }
    }
}
