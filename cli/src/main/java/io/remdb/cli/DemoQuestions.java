package io.remdb.cli;

import java.util.List;

/** What the demo asks: questions that share no word with the article that answers them. */
final class DemoQuestions {
    static final List<String> CHOSEN = List.of(
            "What leaves me weeping whenever I chop vegetables?",
            "How did scholars learn to read the writing of the pharaohs?",
            "Which antique fiddles fetch a fortune?");

    private DemoQuestions() {}
}
