package io.remdb.server.service;

import io.grpc.BindableService;
import io.grpc.stub.StreamObserver;
import io.remdb.ProgressListener;
import io.remdb.RemDatabase;
import io.remdb.config.RemConfig;
import io.remdb.server.Release;
import io.remdb.server.Settings;
import io.remdb.server.proto.HelloResponse;
import io.remdb.server.proto.Progress;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/** Everything that a server of one database offers, however it is reached. Thread-safe. */
public final class DataServer implements AutoCloseable {
    private final Calls calls;
    private final List<BindableService> services;

    /**
     * A server of an open database, which stays the caller's.
     *
     * @param background whether the process may be replaced by one of a newer release
     */
    public DataServer(RemDatabase database, RemConfig config, boolean background) {
        this(database, config, background, new Calls());
    }

    DataServer(RemDatabase database, RemConfig config, boolean background, Calls calls) {
        this.calls = calls;
        HelloResponse hello = HelloResponse.newBuilder()
                .setRelease(Release.current())
                .setBuiltAt(Release.build().builtAtMs())
                .setSettings(Settings.digest(config))
                .setPid(ProcessHandle.current().pid())
                .setBackground(background)
                .build();
        services = List.of(
                new DataServiceImpl(database, calls, hello, Settings.each(config), config.batchRows()),
                new OperationsServiceImpl(database, calls),
                new ChangesServiceImpl(database, calls));
    }

    /** What is served to everybody who is let in. */
    public List<BindableService> services() {
        return services;
    }

    /** Runs a call that is served beside the data service in the way in which those of that are run. */
    public <T> void answer(StreamObserver<T> observer, Supplier<T> work) {
        calls.one(observer, work);
    }

    /**
     * The same for a call that tells how it is getting on before it has its answer.
     *
     * @param event what is sent of progress
     */
    public <T> void answer(
            StreamObserver<T> observer, Function<Progress, T> event, Function<ProgressListener, T> work) {
        calls.many(
                observer,
                answer -> answer.send(work.apply(Telling.progress(progress -> answer.send(event.apply(progress))))));
    }

    /** Calls that run now. */
    public int runningCalls() {
        return calls.running();
    }

    /** Calls since the beginning. */
    public long calls() {
        return calls.started();
    }

    /** Calls that do something: those are not counted that wait for their caller to take or give more. */
    public int busyCalls() {
        return calls.busy();
    }

    /** Nanoseconds since a call has ended. */
    public long nanosSinceEnd() {
        return calls.nanosSinceEnd();
    }

    /** Nanoseconds since a call ran; 0 while one does. */
    public long idleNanos() {
        return calls.idleNanos();
    }

    /** Interrupts calls that still run. */
    @Override
    public void close() {
        calls.close();
    }
}
