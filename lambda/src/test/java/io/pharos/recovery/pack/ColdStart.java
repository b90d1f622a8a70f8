package io.pharos.recovery.pack;

import io.pharos.recovery.contract.RecoveryFunction;
import io.pharos.recovery.contract.StandbyWord;
import io.pharos.recovery.contract.Variable;
import io.pharos.recovery.contract.WakeUpCall;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * Measures the cold start of the function package against hello-world functions: a fresh process of
 * Lambda's own runtime client each, from its start to the first answer. It promises ratios of one
 * machine and one run, because milliseconds here say nothing about Lambda.
 */
final class ColdStart {
  static final long LIMIT_BYTES = 18L * 1024 * 1024;
  private static final double LIMIT_RATIO = 3.7;
  private static final int PATIENCE_SECONDS = 60;

  /** As the Java 17 runtime of Lambda starts. */
  private static final List<String> FLAGS =
      List.of("-XX:+TieredCompilation", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

  private static final String CLIENT = "com.amazonaws.services.lambda.runtime.api.client.AWSLambda";
  private static final Started HELLO =
      new Started(
          "hello world", HelloWorld.class.getName() + "::handleRequest", "hello", false, false);
  private static final Started STREAM =
      new Started(
          "hello stream",
          HelloWorld.Stream.class.getName() + "::handleRequest",
          HELLO.folder(),
          false,
          false);

  /**
   * @param folder under the working folder, where its code was unpacked as Lambda does
   * @param awake whether it is called awake before its event comes
   */
  private record Started(
      String name, String handler, String folder, boolean ofSkeleton, boolean awake) {}

  /**
   * @param wall from the start of the process to the answer; of one that was called awake, from its
   *     event on
   * @param cpu what the process had of the core by then: a busy machine changes it less
   */
  private record Taken(long wall, long cpu) {}

  private final Path work;
  private final String runtime;
  private final List<String> oneCore;

  private ColdStart(Path work, Path runtime, List<String> oneCore) {
    this.work = work;
    this.runtime = runtime.toAbsolutePath() + "/*";
    this.oneCore = oneCore;
  }

  /**
   * @param arguments the package, the folder of Lambda's runtime client; then {@code --runs N},
   *     {@code --all}, or words of functions; else those that a failover waits for are measured;
   *     with {@code --awake} also after they were called awake
   */
  public static void main(String[] arguments) throws Exception {
    Path functions = Path.of(arguments[0]);
    int runs = 5;
    boolean awake = false;
    List<RecoveryFunction> chosen = new ArrayList<>();
    for (int i = 2; i < arguments.length; i++) {
      if (arguments[i].equals("--runs") && i + 1 < arguments.length) {
        runs = Integer.parseInt(arguments[++i]);
      } else if (arguments[i].equals("--all")) {
        chosen.addAll(List.of(RecoveryFunction.values()));
      } else if (arguments[i].equals("--awake")) {
        awake = true;
      } else {
        chosen.add(function(arguments[i]));
      }
    }
    List<Started> started = started(chosen.isEmpty() ? RecoveryFunction.steps() : chosen, awake);
    Path work = functions.toAbsolutePath().resolveSibling("cold-start");
    unpack(functions, work.resolve("pharos"));
    copy(HelloWorld.class, work.resolve(HELLO.folder()));
    copy(HelloWorld.Stream.class, work.resolve(HELLO.folder()));
    ColdStart bench = new ColdStart(work, Path.of(arguments[1]), oneCore());
    bench.printWhatRuns(runs);
    boolean quick = printTable(bench.measure(started, runs));
    System.exit(small(Files.size(functions)) && quick ? 0 : 1);
  }

  private static List<Started> started(List<RecoveryFunction> functions, boolean awake) {
    Set<RecoveryFunction> steps = EnumSet.copyOf(RecoveryFunction.steps());
    steps.addAll(RecoveryFunction.restoringSteps());
    List<Started> started = new ArrayList<>();
    for (RecoveryFunction function : functions) {
      started.add(started(function, function.word(), false));
      if (awake && steps.contains(function)) {
        started.add(started(function, function.word() + ", awake", true));
      }
    }
    return started;
  }

  private static Started started(RecoveryFunction function, String name, boolean awake) {
    return new Started(name, function.handler(), "pharos", function.ofSkeletons(), awake);
  }

  private static RecoveryFunction function(String word) {
    for (RecoveryFunction function : RecoveryFunction.values()) {
      if (function.word().equals(word)) {
        return function;
      }
    }
    System.err.println("bench: no function and no option \"" + word + "\"; see docs/testing.md.");
    System.exit(2);
    throw new IllegalStateException();
  }

  private void printWhatRuns(int runs) throws IOException {
    System.out.printf(
        "Java %s, %s%n",
        System.getProperty("java.vm.version"),
        oneCore.isEmpty() ? "all cores (there is no taskset)" : "one core");
    try (CannedAws aws = new CannedAws()) {
      System.out.println(
          String.join(" ", command(aws, "<handler>"))
              .replace("=" + aws.port(), "=<port>")
              .replace(Path.of("").toAbsolutePath() + "/", ""));
    }
    System.out.printf("%d runs of each, in turns, after one that does not count%n%n", runs);
  }

  /** Prints one line for each, and says whether the slowest keeps the limit. */
  private static boolean printTable(Map<Started, List<Taken>> taken) {
    double hello = median(wall(taken.get(HELLO)));
    double stream = median(wall(taken.get(STREAM)));
    double helloCpu = median(cpu(taken.get(HELLO)));
    System.out.printf(
        "%-16s %28s  %8s  %7s  %6s  %6s%n",
        "", "ms to the answer: med/min/max", "x hello", "x strm", "cpu ms", "x hello");
    double slowest = 0;
    for (Map.Entry<Started, List<Taken>> entry : taken.entrySet()) {
      long[] wall = wall(entry.getValue());
      double cpu = median(cpu(entry.getValue()));
      double ratio = median(wall) / hello;
      slowest = Math.max(slowest, ratio);
      System.out.printf(
          "%-16s %13.0f %7d %7d  %8.2f  %7.2f  %6.0f  %7.2f%n",
          entry.getKey().name(),
          median(wall),
          wall[0],
          wall[wall.length - 1],
          ratio,
          median(wall) / stream,
          cpu,
          cpu / helloCpu);
    }
    System.out.printf(
        "%nslowest  %.2f x hello world, at most %.1f: %s%n",
        slowest, LIMIT_RATIO, slowest <= LIMIT_RATIO ? "kept" : "EXCEEDED");
    return slowest <= LIMIT_RATIO;
  }

  private static boolean small(long bytes) {
    boolean small = bytes <= LIMIT_BYTES;
    System.out.printf(
        "package  %.1f MB, at most %d MB: %s%n",
        bytes / 1048576.0, LIMIT_BYTES >> 20, small ? "kept" : "EXCEEDED");
    return small;
  }

  /** In turns, so that whatever else the machine does meets all alike. */
  private Map<Started, List<Taken>> measure(List<Started> functions, int runs) throws Exception {
    Map<Started, List<Taken>> taken = new LinkedHashMap<>();
    taken.put(HELLO, new ArrayList<>());
    taken.put(STREAM, new ArrayList<>());
    functions.forEach(function -> taken.put(function, new ArrayList<>()));
    for (int run = 0; run <= runs; run++) {
      for (Map.Entry<Started, List<Taken>> entry : taken.entrySet()) {
        Taken one = start(entry.getKey());
        if (run > 0) {
          entry.getValue().add(one);
        }
      }
    }
    return taken;
  }

  private Taken start(Started function) throws Exception {
    // New for each, because what it answers depends on what was called.
    try (CannedAws aws = new CannedAws();
        RuntimeApi api = new RuntimeApi(events(function))) {
      Path folder = work.resolve(function.folder());
      ProcessBuilder builder = new ProcessBuilder(command(aws, function.handler()));
      builder.directory(folder.toFile());
      builder.redirectErrorStream(true).redirectOutput(work.resolve("log").toFile());
      CannedCall.fill(builder.environment(), aws);
      if (function.ofSkeleton()) {
        aws.restoring.set(true);
        builder.environment().put(Variable.PHAROS_STANDBY.name(), StandbyWord.BACKUPS);
      }
      builder.environment().put("AWS_LAMBDA_RUNTIME_API", api.address());
      builder.environment().put("LAMBDA_TASK_ROOT", folder.toString());
      builder.environment().put("AWS_LAMBDA_FUNCTION_NAME", "bench");
      builder.environment().put("AWS_LAMBDA_FUNCTION_VERSION", "1");
      builder.environment().put("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "1024");
      builder.environment().put("AWS_LAMBDA_LOG_FORMAT", "JSON");
      long start = System.nanoTime();
      Process process = builder.start();
      process.onExit().thenRun(() -> api.answer.completeExceptionally(ended(function)));
      try {
        RuntimeApi.Answer answer = api.answer.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        long cpu = process.info().totalCpuDuration().orElse(Duration.ZERO).toMillis();
        long since = function.awake() ? answer.asked() : start;
        return new Taken(TimeUnit.NANOSECONDS.toMillis(answer.nanos() - since), cpu);
      } finally {
        process.destroyForcibly().waitFor();
      }
    }
  }

  private static List<String> events(Started function) {
    return function.awake()
        ? List.of(WakeUpCall.INPUT, CannedCall.EVENT)
        : List.of(CannedCall.EVENT);
  }

  private IllegalStateException ended(Started function) {
    return new IllegalStateException(
        function.name() + " ended without an answer: see " + work.resolve("log"));
  }

  private List<String> command(CannedAws aws, String handler) {
    List<String> command = new ArrayList<>(oneCore);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(FLAGS);
    command.addAll(CannedCall.javaOptions(aws));
    command.addAll(List.of("-cp", runtime, CLIENT, handler));
    return command;
  }

  /** A function of 1 GB has less than one core; without taskset it gets what there is. */
  private static List<String> oneCore() {
    return Files.isExecutable(Path.of("/usr/bin/taskset"))
        ? List.of("taskset", "-c", String.valueOf(Runtime.getRuntime().availableProcessors() - 1))
        : List.of();
  }

  /** What an earlier package had is not found in this one. */
  private static void unpack(Path archive, Path folder) throws IOException {
    if (Files.isDirectory(folder)) {
      try (Stream<Path> all = Files.walk(folder)) {
        all.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
      }
    }
    try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(archive))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        if (!entry.isDirectory()) {
          write(zip, folder.resolve(entry.getName()));
        }
      }
    }
  }

  private static void copy(Class<?> type, Path folder) throws IOException {
    String file = type.getName().replace('.', '/') + ".class";
    try (InputStream code = type.getClassLoader().getResourceAsStream(file)) {
      write(code, folder.resolve(file));
    }
  }

  private static void write(InputStream from, Path file) throws IOException {
    Files.createDirectories(file.getParent());
    Files.write(file, from.readAllBytes());
  }

  private static long[] wall(List<Taken> taken) {
    return taken.stream().mapToLong(Taken::wall).sorted().toArray();
  }

  private static long[] cpu(List<Taken> taken) {
    return taken.stream().mapToLong(Taken::cpu).sorted().toArray();
  }

  private static double median(long[] sorted) {
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2.0;
  }
}
