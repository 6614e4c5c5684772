package io.remdb.server.chaos;

import io.remdb.OpenOptions;
import io.remdb.OpenOptions.Creation;
import io.remdb.OpenOptions.Sharing;
import io.remdb.config.RemConfig;
import io.remdb.server.owner.ReplicaNode;
import io.remdb.server.owner.ServedDatabase;
import io.remdb.server.tcp.TcpOptions;
import java.io.IOException;
import java.nio.file.Path;

/** A primary or a replica in a process of its own, which ends when its input does. */
final class ReplicationMain {
    private ReplicationMain() {}

    /** {@code primary FOLDER HOST PORT} or {@code replica FOLDER HOST PORT}, with the settings of the environment; prints {@code ready}. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path folder = Path.of(arguments[1]);
        String host = arguments[2];
        int port = Integer.parseInt(arguments[3]);
        OpenOptions options = new OpenOptions(Creation.IF_MISSING, RemConfig.load(), Sharing.ALONE);
        if (arguments[0].equals("primary")) {
            try (ServedDatabase served = ServedDatabase.open(folder, options, new TcpOptions(host, port, null))) {
                System.out.println("ready");
                awaitEnd();
            }
        } else {
            try (ReplicaNode node = ReplicaNode.open(folder, options, host + ":" + port, false, _ -> {})) {
                System.out.println("ready");
                Thread end = Thread.ofPlatform().daemon().start(() -> {
                    try {
                        awaitEnd();
                        node.stop();
                    } catch (IOException _) {
                        node.stop();
                    }
                });
                node.run(true);
                end.join(); // promoted: it serves on
            }
        }
    }

    private static void awaitEnd() throws IOException {
        while (System.in.read() >= 0) {
            // until it is closed
        }
    }
}
