package io.pharos.cli;

import io.pharos.engine.Deployment;
import io.pharos.engine.PlainPulumi;
import io.pharos.engine.QuickStart;
import io.pharos.engine.SandboxStage;
import io.pharos.world.Cloud;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Serves a sandbox for plain {@code pulumi} in a shell, until it is told to end. */
@Command(
    name = "serve",
    mixinStandardHelpOptions = true,
    description = {
      "Serves an empty sandbox for plain 'pulumi' in the project's root, with the three stacks"
          + " initialised. Prints the variables that a shell needs, then stays until SIGTERM:",
      "",
      "  ./pharos sandbox serve --env target/sandbox.env &",
      "  . target/sandbox.env      (once the file is there)",
      "  pulumi preview --stack primary",
      ""
    })
final class ServeCommand implements Callable<Integer> {
  @ParentCommand private SandboxCommand sandbox;
  @Spec private CommandSpec spec;

  @Option(
      names = "--port",
      paramLabel = "N",
      defaultValue = "0",
      description = "Port of 127.0.0.1 for commands of Pharos. Default: a free one.")
  private int port;

  @Option(
      names = "--env",
      paramLabel = "FILE",
      description = "Writes the variables there as well, in one step, once everything is ready.")
  private Path file;

  @Option(
      names = "--seed",
      defaultValue = "42",
      description = "Decides everything that varies. Default: ${DEFAULT-VALUE}.")
  private long seed;

  @Override
  public Integer call() throws IOException, InterruptedException {
    Path root = sandbox.pharos().surroundings().root();
    Path folder = root.resolve("target").resolve("serve");
    Files.createDirectories(folder);
    try (FileChannel lock =
        FileChannel.open(
            folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      FileLock held = lock.tryLock();
      if (held == null) {
        throw new IOException("a sandbox of this project is being served already");
      }
      serve(root, folder);
    }
    return ExitCode.DONE;
  }

  private void serve(Path root, Path folder) throws IOException, InterruptedException {
    try (SandboxStage stage = SandboxStage.open(root, folder, seed, Map.of(), line -> {});
        SandboxControl control =
            SandboxControl.start(port, stage.cloud(), new Served(root, stage))) {
      Map<String, String> environment = new LinkedHashMap<>(stage.environment());
      environment.putAll(PlainPulumi.install(root, folder, environment));
      environment.putAll(QuickStart.variables(root));
      environment.put(ProjectSurroundings.SANDBOX, control.address());
      String text =
          environment.entrySet().stream()
              .map(entry -> "export " + entry.getKey() + "=" + quoted(entry.getValue()) + "\n")
              .collect(Collectors.joining());
      if (file != null) {
        Path fresh = file.toAbsolutePath().resolveSibling(file.getFileName() + ".new");
        Files.writeString(fresh, text);
        Files.move(
            fresh,
            file.toAbsolutePath(),
            StandardCopyOption.ATOMIC_MOVE,
            StandardCopyOption.REPLACE_EXISTING);
      }
      PrintWriter out = spec.commandLine().getOut();
      out.print(text);
      out.flush();
      untilTerminated();
    }
  }

  /** SIGTERM is the ordinary end, therefore it ends with 0; SIGINT with 130. */
  private static void untilTerminated() throws InterruptedException {
    CountDownLatch never = new CountDownLatch(1);
    sun.misc.Signal.handle(new sun.misc.Signal("TERM"), signal -> never.countDown());
    never.await();
  }

  private static String quoted(String value) {
    return "'" + value.replace("'", "'\\''") + "'";
  }

  private record Served(Path root, SandboxStage stage) implements Surroundings {
    @Override
    public Deployment deployment(Consumer<String> output) {
      return stage.deployment();
    }

    @Override
    public Cloud cloud() {
      return stage.cloud();
    }

    @Override
    public Optional<String> served() {
      return Optional.empty();
    }
  }
}
