package io.pharos.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The operator's commands. Results go to stdout, progress and errors to stderr. */
@Command(
    name = "pharos",
    mixinStandardHelpOptions = true,
    version = "pharos 0.1.0",
    header = "Multi-Region disaster recovery for AWS.",
    description = {
      "",
      "Deploys an application to two Regions with Pulumi, moves it from one to the other, and"
          + " proves with drills that this works. Try it without an AWS account: pharos sandbox",
      ""
    },
    synopsisSubcommandLabel = "COMMAND",
    commandListHeading = "%nCommands:%n",
    optionListHeading = "%nOptions:%n",
    footer = {
      "",
      "Exit codes: 0 done, objectives met; 1 refused, or objectives missed; 2 wrong usage or"
          + " configuration, or a missing tool; 3 failed, the state is safe; 130 interrupted.",
      "",
      "Commands act on AWS, with the credentials and the Pulumi login of this shell. They act on"
          + " the sandbox only in a shell with the variables that 'pharos sandbox serve' prints."
    },
    subcommands = {
      SandboxCommand.class,
      DrillCommand.class,
      InitCommand.class,
      PreviewCommand.class,
      UpCommand.class,
      RefreshCommand.class,
      DestroyCommand.class,
      FailoverCommand.class,
      FailbackCommand.class,
      FollowCommand.class,
      ReconcileCommand.class,
      RetireCommand.class,
      RestoreObjectsCommand.class,
      ApproveCommand.class,
      RejectCommand.class,
      StatusCommand.class,
      ReadyCommand.class,
      SimulateCommand.class
    })
public final class Pharos implements Runnable {
  private static final int HELP_WIDTH = 100;

  /** Held, because a logger without references forgets its level. */
  private static final Logger GRPC = Logger.getLogger("io.grpc");

  @Spec private CommandSpec spec;

  @Option(
      names = "--debug",
      scope = ScopeType.INHERIT,
      description = "With the stack trace of an error.")
  private boolean debug;

  private final Surroundings surroundings;

  private Pharos(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  public static void main(String[] arguments) {
    GRPC.setLevel(Level.OFF);
    CommandLine commands = commandLine(new ProjectSurroundings(System.getenv()));
    commands.setOut(writer(FileDescriptor.out));
    commands.setErr(writer(FileDescriptor.err));
    System.exit(commands.execute(arguments));
  }

  static CommandLine commandLine(Surroundings surroundings) {
    Pharos pharos = new Pharos(surroundings);
    CommandLine commands = new CommandLine(pharos);
    commands.setCaseInsensitiveEnumValuesAllowed(true);
    commands.setUsageHelpWidth(HELP_WIDTH);
    commands.setParameterExceptionHandler(Errors::usage);
    commands.setExecutionExceptionHandler(
        (error, command, parsed) -> Errors.report(error, command.getErr(), pharos.debug));
    return commands;
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Which command?");
  }

  Surroundings surroundings() {
    return surroundings;
  }

  /** The bars of a timeline are no ASCII, whatever the locale is. */
  private static PrintWriter writer(FileDescriptor stream) {
    return new PrintWriter(new FileOutputStream(stream), true, StandardCharsets.UTF_8);
  }

  /** Progress for people, one line at a time. */
  static Consumer<String> progress(CommandLine command) {
    PrintWriter err = command.getErr();
    return line -> {
      err.println("pharos: " + line);
      err.flush();
    };
  }
}
