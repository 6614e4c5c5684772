package io.remdb.cli;

import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code rem completion}. */
@Command(
        name = "completion",
        addMethodSubcommands = false,
        description = {
            "Prints a script that completes commands and options.",
            "  bash, zsh:  source <(rem completion bash)     in ~/.bashrc or ~/.zshrc",
            "  fish:       rem completion fish > ~/.config/fish/completions/rem.fish"
        },
        footer = "  ${sys:rem.command:-rem} completion bash")
final class CompletionCommand extends Subcommand {
    enum Shell {
        BASH,
        ZSH,
        FISH
    }

    @Parameters(paramLabel = "SHELL", description = "bash, zsh or fish.")
    private Shell shell = Shell.BASH;

    @Override
    int run(Invocation invocation) {
        CommandLine commands = Rem.allCommands();
        String script = switch (shell) {
            // The script of picocli serves both: it turns on zsh's emulation by itself.
            case BASH, ZSH -> AutoComplete.bash("rem", commands);
            case FISH -> FishCompletion.script(commands.getCommandSpec());
        };
        invocation.output().text(script);
        return ExitCode.DONE;
    }
}
