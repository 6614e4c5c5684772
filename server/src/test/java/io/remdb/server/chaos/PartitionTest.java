package io.remdb.server.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.remdb.RemDatabase;
import io.remdb.server.support.Databases;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A primary and a replica on two hosts, as far as the network can tell: namespaces with a wire between them, which is cut without a word
 * to either. Only where this user may make them.
 */
@Timeout(180)
class PartitionTest {
    private static final String ID = Long.toString(ProcessHandle.current().pid(), 36);
    private static final String ONE = "rem1-" + ID;
    private static final String OTHER = "rem2-" + ID;
    private static final String WIRE = "ra" + ID;
    private static final String OTHER_END = "rb" + ID;
    private static final String HOST = "10.213.77.1";
    private static final int PORT = 50051;
    private static final int ROUNDS = Math.max(1, Integer.getInteger("rem.rounds", 5) / 20);

    @TempDir
    Path folder;

    private boolean made;

    private boolean makeHosts() {
        made = TwoNodes.run("ip", "netns", "add", ONE);
        return made
                && TwoNodes.run("ip", "netns", "add", OTHER)
                && TwoNodes.run("ip", "link", "add", WIRE, "type", "veth", "peer", "name", OTHER_END)
                && TwoNodes.run("ip", "link", "set", WIRE, "netns", ONE)
                && TwoNodes.run("ip", "link", "set", OTHER_END, "netns", OTHER)
                && in(ONE, "ip", "addr", "add", HOST + "/24", "dev", WIRE)
                && in(OTHER, "ip", "addr", "add", "10.213.77.2/24", "dev", OTHER_END)
                && in(ONE, "ip", "link", "set", "lo", "up")
                && in(OTHER, "ip", "link", "set", "lo", "up")
                && in(ONE, "ip", "link", "set", WIRE, "up")
                && in(OTHER, "ip", "link", "set", OTHER_END, "up");
    }

    private static boolean in(String host, String... command) {
        String[] whole = new String[command.length + 4];
        System.arraycopy(new String[] {"ip", "netns", "exec", host}, 0, whole, 0, 4);
        System.arraycopy(command, 0, whole, 4, command.length);
        return TwoNodes.run(whole);
    }

    private static List<String> through(String host) {
        return List.of("ip", "netns", "exec", host);
    }

    @AfterEach
    void removeHosts() {
        if (made) {
            TwoNodes.run("ip", "netns", "del", ONE);
            TwoNodes.run("ip", "netns", "del", OTHER);
        }
    }

    @Test
    void theReplicaAnswersWhileItIsCutOffAndCatchesUp() {
        assumeTrue(makeHosts(), "this user may not make network namespaces");
        try (TwoNodes nodes = new TwoNodes(folder)) {
            nodes.set("P8_API_TOKEN", "given-to-both-hosts-0123456789");
            nodes.startPrimary(through(ONE), HOST, PORT);
            nodes.startReplica(through(OTHER), HOST, PORT);
            try (RemDatabase primary = nodes.connect(nodes.primary())) {
                insert(primary, 0, 20);
                nodes.assertSame();
                for (int round = 1; round <= ROUNDS; round++) {
                    in(ONE, "ip", "link", "set", WIRE, "down");
                    insert(primary, 100 * round, 50);
                    nodes.awaitState("disconnected"); // the wire does not say so: it is silent
                    try (RemDatabase replica = nodes.connect(nodes.replica())) {
                        assertThat(replica.count("events")).isEqualTo(20 + 50L * (round - 1));
                    }
                    in(ONE, "ip", "link", "set", WIRE, "up");
                    nodes.assertSame();
                }
            }
        }
    }

    private static void insert(RemDatabase database, int from, int count) {
        for (int i = from; i < from + count; i++) {
            database.insert("events", Databases.event(i));
        }
    }
}
