package io.remdb.dream.segment;

import io.remdb.dream.activity.Activity;
import io.remdb.dream.activity.Item;
import io.remdb.dream.activity.Item.Kind;
import java.util.ArrayList;
import java.util.List;

/**
 * What a person says together with what an assistant answers: an adjacency pair (Schegloff and Sacks 1973). An answer does not change the topic, so
 * that no cut goes through an exchange. Among people every message is one.
 */
@SuppressWarnings("ArrayRecordComponent") // vectors are never changed, and never compared as a whole
record Exchange(List<Item> messages, float[] centre) {
    static List<Exchange> of(List<Item> run) {
        List<Exchange> exchanges = new ArrayList<>();
        int start = 0;
        for (int i = 1; i <= run.size(); i++) {
            if (i == run.size() || run.get(i).kind() != Kind.ASSISTANT) {
                List<Item> messages = run.subList(start, i);
                exchanges.add(new Exchange(messages, Activity.centre(messages)));
                start = i;
            }
        }
        return exchanges;
    }

    String opening() {
        return messages.getFirst().text();
    }
}
