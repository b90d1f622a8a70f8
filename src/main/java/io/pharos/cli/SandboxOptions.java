package io.pharos.cli;

import io.pharos.config.ComputeKind;
import io.pharos.config.Engine;
import io.pharos.config.RestoreFrom;
import io.pharos.config.Strategy;
import io.pharos.engine.SandboxStage;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** What every run in a sandbox of its own can be given. */
final class SandboxOptions {
  @Option(
      names = "--seed",
      defaultValue = "42",
      description =
          "Decides everything that varies; equal seeds give equal reports. Default:"
              + " ${DEFAULT-VALUE}.")
  private long seed;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "Changes a setting for this run, such as pharos:objectives.rtoSeconds=600.")
  private Map<String, String> settings = new LinkedHashMap<>();

  @Option(
      names = "--strategy",
      paramLabel = "WORD",
      description =
          "How much of the standby runs: pilot-light, warm-standby with one instance, or"
              + " backup-restore with objectives of four hours. Default: as configured.")
  private String strategy;

  @Option(
      names = "--restore-from",
      paramLabel = "WORD",
      description =
          "With strategy backup-restore: automated-backups, or vault for the copies of AWS Backup,"
              + " made every two hours at least. Default: as configured.")
  private String restoreFrom;

  @Option(
      names = "--engine",
      paramLabel = "WORD",
      description =
          "The database's engine: mysql, postgres, aurora-mysql or aurora-postgresql. Default: as"
              + " configured.")
  private String engine;

  @Option(
      names = "--compute",
      paramLabel = "WORD",
      description =
          "What runs the application: ec2, or ecs for tasks on Fargate. Default: as configured.")
  private String compute;

  @Option(
      names = "--routing",
      paramLabel = "WORD",
      description =
          "What leads users: dns, accelerator (Global Accelerator), or both. Default: as"
              + " configured.")
  private String routing;

  @Option(
      names = {"-q", "--quiet"},
      description = "No progress, only the result.")
  private boolean quiet;

  /** Whether one of the ways to be deployed is asked for. */
  boolean chosen() {
    return strategy != null || engine != null || compute != null;
  }

  long seed() {
    return seed;
  }

  /** What {@code --set} says, and before it what the shorter options stand for. */
  Map<String, String> settings() {
    Map<String, String> all = new LinkedHashMap<>();
    if (strategy != null) {
      all.put("pharos:strategy", strategy); // an unknown word is refused where it is read
      Stream.of(Strategy.values())
          .filter(known -> known.word().equals(strategy))
          .forEach(known -> all.putAll(SandboxStage.with(known)));
    }
    if (RestoreFrom.VAULT.word().equals(restoreFrom)) {
      all.putAll(SandboxStage.restoredFromVault());
    } else if (restoreFrom != null) {
      all.put("pharos:database.restoreFrom", restoreFrom); // an unknown word is refused there
    }
    if (compute != null) {
      all.put("pharos:compute.kind", compute); // an unknown word is refused where it is read
      Stream.of(ComputeKind.values())
          .filter(known -> known.word().equals(compute))
          .forEach(known -> all.putAll(SandboxStage.with(known)));
    }
    if (routing != null) {
      all.put("pharos:routing.via", routing); // an unknown word is refused where it is read
    }
    if (engine != null) {
      all.put("pharos:database.engine", engine); // an unknown word is refused where it is read
      Stream.of(Engine.values())
          .filter(known -> known.word().equals(engine))
          .forEach(known -> all.putAll(SandboxStage.with(known)));
    }
    all.putAll(settings);
    return all;
  }

  Consumer<String> progress(CommandLine command) {
    return quiet ? line -> {} : Pharos.progress(command);
  }
}
