package io.pharos.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Options for the JVM in which Pulumi runs the program: no second compiler, a pool for the SDK, and
 * an archive of the classes that an earlier preview has loaded. The first preview or up after a
 * build makes the archive; one that does not fit is not used. Who has options of their own keeps
 * them.
 */
public final class QuickStart {
  /** Where Java looks for options that nobody gives it on the command line. */
  public static final String VARIABLE = "JDK_JAVA_OPTIONS";

  private static final Set<String> RUN_THE_PROGRAM = Set.of("preview", "up");
  private static final String OPTIONS =
      "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"
          + " -Djava.util.concurrent.ForkJoinPool.common.parallelism=4"
          // An archive of another build or another JVM is left alone without a word.
          + " -Xlog:disable -Xlog:all=error:stderr";

  private final Path jar;
  private final Path archive;
  private final AtomicBoolean recording = new AtomicBoolean();

  private QuickStart(Path root) {
    this.jar = root.resolve("src/target/pharos.jar");
    this.archive = root.resolve("src/target/pharos.jsa");
  }

  /**
   * For the program of a project.
   *
   * @param surroundings the environment that Pulumi inherits
   */
  static Optional<QuickStart> of(Path root, Map<String, String> surroundings) {
    QuickStart own = new QuickStart(root.toAbsolutePath());
    return Optional.of(own)
        .filter(ours -> surroundings.getOrDefault(VARIABLE, ours.using()).equals(ours.using()));
  }

  /** For a shell in which somebody runs plain Pulumi. */
  public static Map<String, String> variables(Path root) {
    return Map.of(VARIABLE, new QuickStart(root.toAbsolutePath()).using());
  }

  /** Whether a line is what Java says about the variable. */
  static boolean isNotice(String line) {
    return line.contains("NOTE: Picked up " + VARIABLE);
  }

  /** What a command of Pulumi's gets; to be closed when it has ended. */
  Started start(List<String> arguments) throws IOException {
    boolean record =
        RUN_THE_PROGRAM.contains(arguments.get(0))
            && isStale()
            && recording.compareAndSet(false, true);
    if (!record) {
      return new Started(Map.of(VARIABLE, using()), Optional.empty());
    }
    // In the same folder, so that it can be moved there in one step.
    Path fresh = Files.createTempFile(archive.getParent(), "pharos", ".jsa.new");
    return new Started(
        Map.of(VARIABLE, OPTIONS + " -XX:ArchiveClassesAtExit=" + quoted(fresh)),
        Optional.of(fresh));
  }

  /** An environment, and the archive that is made meanwhile. */
  final class Started implements AutoCloseable {
    private final Map<String, String> environment;
    private final Optional<Path> fresh;

    private Started(Map<String, String> environment, Optional<Path> fresh) {
      this.environment = environment;
      this.fresh = fresh;
    }

    Map<String, String> environment() {
      return environment;
    }

    @Override
    public void close() throws IOException {
      if (fresh.isEmpty()) {
        return;
      }
      if (Files.exists(fresh.get()) && Files.size(fresh.get()) > 0) {
        Files.move(
            fresh.get(),
            archive,
            StandardCopyOption.ATOMIC_MOVE,
            StandardCopyOption.REPLACE_EXISTING);
      } else {
        Files.deleteIfExists(fresh.get());
      }
      recording.set(false);
    }
  }

  private String using() {
    return OPTIONS + " -Xshare:auto -XX:SharedArchiveFile=" + quoted(archive);
  }

  private boolean isStale() throws IOException {
    return Files.exists(jar)
        && (Files.notExists(archive)
            || Files.getLastModifiedTime(archive).compareTo(Files.getLastModifiedTime(jar)) < 0);
  }

  private static String quoted(Path path) {
    return path.toString().contains(" ") ? "\"" + path + "\"" : path.toString();
  }
}
