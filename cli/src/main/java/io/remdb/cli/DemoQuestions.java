package io.remdb.cli;

import java.util.List;

/** What the demo asks: questions that share no word with the article that answers them. */
final class DemoQuestions {
    static final List<String> CHOSEN = List.of(
            "Why is my script no quicker on eight cores?",
            "What leaves me weeping whenever I chop vegetables?",
            "Where did cash turn worthless overnight?");

    static final String KEY = "Goroutines and Channels in Go";

    private DemoQuestions() {}
}
