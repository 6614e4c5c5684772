package io.remdb.server.owner;

import io.grpc.ManagedChannel;
import io.remdb.RemDatabase;
import io.remdb.server.client.RemoteDatabase;
import io.remdb.server.client.RemoteDatabase.Side;

/** The way to a database that is in use now. */
sealed interface Delegate {
    /** The database. */
    RemDatabase database();

    /** Lets it go. */
    void close();

    /** This process has it open. */
    record Own(Owner owner) implements Delegate {
        @Override
        public RemDatabase database() {
            return owner.database();
        }

        @Override
        public void close() {
            owner.close();
        }
    }

    /** This process has it open, and whoever uses it this way does not close it. */
    record Lent(RemDatabase database) implements Delegate {
        @Override
        public void close() {}
    }

    /** Another process has it open. */
    record Foreign(ManagedChannel channel, RemoteDatabase database) implements Delegate {
        static Foreign over(ManagedChannel channel, Side side) {
            return new Foreign(channel, new RemoteDatabase(channel, side));
        }

        /** Whoever reads something that the other process still gives out reads it to its end. */
        void leave() {
            channel.shutdown();
        }

        @Override
        public void close() {
            channel.shutdownNow();
        }
    }
}
