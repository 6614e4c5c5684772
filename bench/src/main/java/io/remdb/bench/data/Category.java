package io.remdb.bench.data;

import java.util.List;
import java.util.Locale;

/** What a text is about, with the words of the field, frequent ones first. */
public enum Category {
    PROGRAMMING("code function compiler variable library module test thread memory type class loop debugger syntax"
            + " pointer closure branch commit refactoring parser"),
    DATABASES("query index table row transaction schema join storage key log replica cache cursor commit page"
            + " snapshot partition vector checkpoint planner"),
    ASTRONOMY("star planet galaxy telescope orbit moon comet light nebula spectrum eclipse asteroid mass dust"
            + " supernova probe meteor equinox redshift pulsar"),
    BIOLOGY("cell species gene protein plant enzyme organism membrane evolution tissue bacteria predator habitat"
            + " mutation root pollen fungus larva chromosome symbiosis"),
    MEDICINE("patient treatment disease blood doctor symptom hospital dose vaccine surgery infection heart nurse"
            + " diagnosis fever therapy trial antibody wound clinic"),
    HISTORY("war king century empire city treaty army revolution trade throne ruler church battle colony archive"
            + " dynasty siege harbour manuscript merchant"),
    GEOGRAPHY("river mountain coast valley island border desert plain lake climate forest delta glacier peninsula"
            + " plateau volcano strait harbour map latitude"),
    MUSIC("song melody rhythm concert piano string harmony chord orchestra singer tempo album violin drum opera"
            + " composer trumpet choir sonata interval"),
    PAINTING("colour canvas portrait brush landscape artist gallery light pigment shadow fresco sketch exhibition"
            + " perspective oil watercolour studio palette frame patron"),
    COOKING("oven salt flour sauce butter onion garlic pan soup bread recipe pepper oil dough knife herb stew"
            + " vinegar yeast simmer"),
    GARDENING("soil seed bed leaf rose compost tree water pruning hedge lawn bulb shade frost greenhouse mulch"
            + " seedling bloom trellis fertiliser"),
    SPORTS("team match goal player coach season league race training score stadium record runner medal referee"
            + " injury final tournament sprint relay"),
    ECONOMICS("price market bank tax trade wage demand inflation supply debt export budget interest firm currency"
            + " investment credit labour tariff subsidy"),
    LAW("court judge contract claim evidence statute trial appeal right witness verdict clause duty jury licence"
            + " lawyer tribunal precedent damages injunction"),
    PHYSICS("energy force particle field wave electron charge mass motion quantum magnet pressure velocity laser"
            + " entropy photon momentum friction lens vacuum"),
    CHEMISTRY("acid reaction molecule solution metal bond oxygen compound salt catalyst carbon crystal ion polymer"
            + " solvent oxide base isotope reagent distillation"),
    MATHEMATICS("number proof theorem function set equation prime graph integral matrix curve limit sequence angle"
            + " axiom ring vector lemma topology conjecture"),
    EDUCATION("school student teacher lesson course exam university class reading curriculum grade homework"
            + " lecture library degree seminar kindergarten tutor campus thesis"),
    TRANSPORT("train road bus ship engine station bridge driver cargo ticket railway harbour truck tunnel"
            + " passenger runway bicycle timetable ferry junction"),
    WEATHER("rain wind storm cloud temperature snow front humidity forecast pressure fog drought thunder frost"
            + " monsoon gust hail sunshine breeze barometer");

    @SuppressWarnings("ImmutableEnumChecker") // made by List.of
    private final List<String> words;

    Category(String words) {
        this.words = List.of(words.split(" "));
    }

    /** As it stands in a row. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    List<String> words() {
        return words;
    }
}
