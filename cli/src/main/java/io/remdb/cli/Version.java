package io.remdb.cli;

import picocli.CommandLine.IVersionProvider;

/** The version of the jar that runs. */
final class Version implements IVersionProvider {
    static String number() {
        String version = Rem.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }

    @Override
    public String[] getVersion() {
        return new String[] {"rem " + number() + " (Java " + Runtime.version() + ")"};
    }
}
