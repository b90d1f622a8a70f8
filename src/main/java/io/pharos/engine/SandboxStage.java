package io.pharos.engine;

import io.pharos.config.ComputeKind;
import io.pharos.config.Engine;
import io.pharos.config.RestoreFrom;
import io.pharos.config.Settings;
import io.pharos.config.Strategy;
import io.pharos.config.Trigger;
import io.pharos.stack.App;
import io.pharos.world.ProgramServer;
import io.pharos.world.SandboxCloud;
import io.pharos.world.SandboxHost;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * A fresh sandbox with the three stacks initialised and nothing deployed: an empty account, the
 * program in this JVM, and a state folder of its own.
 */
public final class SandboxStage implements AutoCloseable {
  /** The sandbox's story: nothing outlives it, and nobody has to be asked. */
  public static final Map<String, String> STORY =
      Map.of("pharos:protection", "off", "pharos:failover.trigger", "automatic");

  /**
   * Another engine of the database; the version in quotes, because YAML takes some for numbers.
   * What only the committed one has goes.
   */
  public static Map<String, String> with(Engine engine) {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("pharos:database.engine", engine.word());
    settings.put("pharos:database.engineVersion", "\"" + engine.exampleVersion() + "\"");
    if (engine.aurora()) {
      settings.put("pharos:database.instanceClass", engine.exampleClass());
      settings.put("pharos:database.allocatedStorage", Overrides.ABSENT);
      settings.put("pharos:schedules.snapshot", Overrides.ABSENT);
    }
    return settings;
  }

  /** Another kind of compute; what only the committed one has goes. */
  public static Map<String, String> with(ComputeKind kind) {
    return switch (kind) {
      case EC2 -> Map.of("pharos:compute.kind", kind.word());
      case ECS ->
          Map.of(
              "pharos:compute.kind", kind.word(), "pharos:compute.instanceType", Overrides.ABSENT);
    };
  }

  /**
   * Another strategy, with what it calls for: instances in a warm standby, and where databases are
   * restored the objectives of that strategy and a person who starts it.
   */
  public static Map<String, String> with(Strategy strategy) {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("pharos:strategy", strategy.word());
    String standby = strategy == Strategy.WARM_STANDBY ? "1" : "0";
    for (String size : List.of("minSize", "maxSize", "desiredCapacity")) {
      settings.put("pharos:compute.standby." + size, standby);
    }
    if (strategy == Strategy.BACKUP_RESTORE) {
      settings.put("pharos:objectives.rtoSeconds", FOUR_HOURS);
      settings.put("pharos:objectives.rpoSeconds", FOUR_HOURS);
      settings.put("pharos:failover.maxReplicaLagSeconds", FOUR_HOURS);
      settings.put("pharos:failover.trigger", Trigger.MANUAL.word());
    }
    return settings;
  }

  /**
   * Strategy backup-restore from copies in the vault, as often as AWS Backup and windows of half an
   * hour let it: every two hours at most, so that no copy becomes older than four.
   */
  public static Map<String, String> restoredFromVault() {
    Map<String, String> settings = with(Strategy.BACKUP_RESTORE);
    settings.put("pharos:database.restoreFrom", RestoreFrom.VAULT.word());
    settings.put("pharos:database.backupWindow", "02:00-02:30");
    settings.put("pharos:database.maintenanceWindow", "sun:04:00-sun:04:30");
    settings.put(
        "pharos:backup",
        "{\"rules\":[{\"name\":\"hourly\",\"at\":\"cron(45 0,2,4-23 * * ? *)\","
            + "\"retentionDays\":7,\"copyRetentionDays\":7}],\"objects\":false}");
    return settings;
  }

  private static final String FOUR_HOURS = "14400";
  private static final List<String> OWN = List.of("state", "home", "work");

  private final Path folder;
  private final ProgramServer program;
  private final Deployment deployment;
  private final Settings settings;
  private final SandboxHost host;

  private SandboxStage(
      Path folder,
      ProgramServer program,
      Deployment deployment,
      Settings settings,
      SandboxHost host) {
    this.folder = folder;
    this.program = program;
    this.deployment = deployment;
    this.settings = settings;
    this.host = host;
  }

  /**
   * Sets the stage.
   *
   * @param folder where state goes; what an earlier run left there is deleted
   * @param overrides settings on top of the committed ones, see {@link Workplace#copies}
   * @param output takes what Pulumi prints
   * @throws io.pharos.config.SettingsException when the settings are wrong
   */
  public static SandboxStage open(
      Path root, Path folder, long seed, Map<String, String> overrides, Consumer<String> output) {
    clear(folder);
    ProgramServer program = ProgramServer.start(App::run);
    try {
      Map<String, String> environment = new HashMap<>(SandboxHost.backend(folder));
      environment.putAll(program.environment());
      Deployment deployment =
          new Deployment(Workplace.copies(root, folder, environment, overrides, output));
      deployment.init();
      Settings settings = deployment.settings(StackName.PRIMARY);
      SandboxHost host = SandboxHost.start(seed, settings);
      deployment.attach(host.providers());
      return new SandboxStage(folder, program, deployment, settings, host);
    } catch (RuntimeException e) {
      program.close();
      throw e;
    }
  }

  /** What any Pulumi engine needs to act on this stage, but for the program. */
  public Map<String, String> environment() {
    Map<String, String> environment = new TreeMap<>(SandboxHost.backend(folder));
    environment.put("PULUMI_HOME", folder.resolve("home").toString());
    environment.putAll(host.providers());
    return environment;
  }

  public Deployment deployment() {
    return deployment;
  }

  public Settings settings() {
    return settings;
  }

  public SandboxCloud cloud() {
    return host.cloud();
  }

  @Override
  public void close() {
    host.close();
    program.close();
  }

  /** Deletes what earlier runs left, and makes the folder. */
  public static void clear(Path folder) {
    try {
      Files.createDirectories(folder);
      for (String own : OWN) {
        delete(folder.resolve(own));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write to " + folder, e);
    }
  }

  private static void delete(Path folder) throws IOException {
    if (Files.notExists(folder)) {
      return;
    }
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
