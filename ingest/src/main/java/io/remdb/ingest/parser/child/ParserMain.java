package io.remdb.ingest.parser.child;

import io.remdb.ingest.parser.Frames;
import io.remdb.ingest.parser.ParseRequest;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.util.concurrent.LinkedBlockingQueue;

/** Answers requests on stdin, one after the other, on stdout; ends with its parent, also in the middle of a file. */
public final class ParserMain {
    private ParserMain() {}

    /** No arguments. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        DataOutputStream answers =
                new DataOutputStream(new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), 1 << 16));
        // What libraries print is no answer.
        System.setOut(System.err);
        NoNetwork.install();
        LinkedBlockingQueue<ParseRequest> requests = new LinkedBlockingQueue<>();
        Thread.ofPlatform().daemon().name("requests").start(() -> receive(requests));
        FileParser parser = new FileParser();
        while (true) {
            Frames.write(parser.parse(requests.take()), answers);
        }
    }

    private static void receive(LinkedBlockingQueue<ParseRequest> requests) {
        try (DataInputStream in = new DataInputStream(new FileInputStream(FileDescriptor.in))) {
            while (true) {
                requests.add(Frames.readRequest(in));
            }
        } catch (EOFException parentHasGone) {
            Runtime.getRuntime().halt(0);
        } catch (IOException e) {
            Runtime.getRuntime().halt(1);
        }
    }
}
