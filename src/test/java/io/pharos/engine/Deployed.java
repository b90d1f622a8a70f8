package io.pharos.engine;

import io.pharos.drill.SandboxStory;
import io.pharos.sandbox.core.Account;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The three stacks, deployed once for all tests of this JVM: deploying takes the engine half a
 * minute. Tests that change something work on copies of the account.
 */
public final class Deployed {
  public static final Path ROOT =
      Path.of(System.getProperty("pharos.root", "..")).toAbsolutePath().normalize();
  public static final long SEED = 42;

  private static Deployed instance;

  /** Kept, because a channel that nobody knows any more gives its lock back. */
  @SuppressWarnings("unused")
  private static FileChannel held;

  private final Path own;
  private final SandboxStage stage;
  private final List<String> output = new ArrayList<>();
  private final Map<StackName, Change> firstPreviews = new EnumMap<>(StackName.class);
  private final Account account;

  private Deployed() {
    own = own();
    stage = SandboxStage.open(ROOT, own, SEED, SandboxStage.STORY, output::add);
    for (StackName stack : StackName.values()) {
      firstPreviews.put(stack, stage.deployment().preview(stack));
    }
    SandboxStory.deploy(stage, output::add);
    account = stage.cloud().world().account().copy();
    copy(own, own.resolve("kept"));
    Runtime.getRuntime().addShutdownHook(new Thread(stage::close));
  }

  public static synchronized Deployed once() {
    if (instance == null) {
      instance = new Deployed();
    }
    return instance;
  }

  /** A folder that no other process uses: suites run two at a time. It is held until the end. */
  private static Path own() {
    try {
      Files.createDirectories(folder(""));
      for (int number = 1; true; number++) {
        FileChannel lock =
            FileChannel.open(
                folder("deployed-" + number + ".lock"),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE);
        if (lock.tryLock() != null) {
          held = lock;
          return folder("deployed-" + number);
        }
        lock.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static Path folder(String name) {
    return ROOT.resolve("src/target/sandboxes").resolve(name);
  }

  /** Where state, configuration and everything else of this deployment lies. */
  Path everything() {
    return own;
  }

  public SandboxStage stage() {
    return stage;
  }

  /** What previews of each stack said when nothing was deployed. */
  Map<StackName, Change> firstPreviews() {
    return firstPreviews;
  }

  /** Everything that Pulumi has printed. */
  List<String> output() {
    return List.copyOf(output);
  }

  /** Copies state and configuration, as they were right after the deployment, into a folder. */
  void copyTo(Path folder) {
    SandboxStage.clear(folder);
    copy(own.resolve("kept"), folder);
  }

  /** State and configuration of a stage: what it knows besides its world. */
  static void copy(Path from, Path to) {
    try {
      for (String part : List.of("state", "work")) {
        try (Stream<Path> files = Files.walk(from.resolve(part))) {
          for (Path file : files.filter(Files::isRegularFile).toList()) {
            Path copy = to.resolve(from.relativize(file));
            Files.createDirectories(copy.getParent());
            Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The account as it was right after the deployment; the caller's own. */
  public Account account() {
    return account.copy();
  }
}
