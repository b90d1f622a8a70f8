package io.pharos.config;

import com.pulumi.Config;
import io.pharos.recovery.contract.EventSourceNames;
import io.pharos.recovery.contract.Names;
import io.pharos.recovery.contract.Position;
import io.pharos.recovery.contract.StandbyWord;
import java.util.Optional;
import java.util.function.Function;

/**
 * The configuration of one stack, typed and checked. An instance exists only when every setting is
 * valid, so that components need not check again.
 */
public record Settings(
    String app,
    String environment,
    Strategy strategy,
    Position active,
    Protection protection,
    Regions regions,
    NetworkSettings network,
    DatabaseSettings database,
    ComputeSettings compute,
    StorageSettings storage,
    RoutingSettings routing,
    Objectives objectives,
    FailoverSettings failover,
    AlarmSettings alarms,
    ScheduleSettings schedules,
    EventSourceNames eventSources,
    DrillSettings drills,
    AuditSettings audit,
    OperatorSettings operators,
    DeploymentRoles deploymentRoles,
    Optional<BackupSettings> backup,
    Optional<PipelineSettings> pipeline,
    Optional<CanarySettings> canary,
    Generations generations) {

  /** The namespace of the configuration keys. */
  public static final String NAMESPACE = "pharos";

  /**
   * Reads the stack's configuration.
   *
   * @throws SettingsException listing everything that is wrong
   */
  public static Settings read(Config config) {
    return read(config::get);
  }

  /**
   * Reads settings from their keys (without the namespace); structured ones are JSON documents.
   *
   * @throws SettingsException listing everything that is wrong
   */
  public static Settings read(Function<String, Optional<String>> source) {
    return new SettingsReader(source).read();
  }

  public Names names() {
    return new Names(app, environment);
  }

  /**
   * The database generations of a Region. A skeleton begins without one: what recovery makes there
   * is adopted, so that a generation of Pulumi's own making is none of its.
   */
  public Generations generations(Position position) {
    boolean begins = generations.equals(Generations.FIRST);
    return begins && skeleton(position) ? Generations.NONE : generations;
  }

  /** Whether a Region stands by with backups and no database. */
  public boolean skeleton(Position position) {
    return strategy == Strategy.BACKUP_RESTORE && position == Position.SECONDARY;
  }

  /** What a standby has of the database, as functions are told. */
  public String standby() {
    return strategy != Strategy.BACKUP_RESTORE
        ? StandbyWord.REPLICA
        : switch (database.restoreFrom()) {
          case AUTOMATED_BACKUPS -> StandbyWord.BACKUPS;
          case VAULT -> StandbyWord.COPIES;
        };
  }

  /** Whether a rehearsal runs the application on the copy, and not only the database. */
  public boolean rehearsesCompute() {
    return drills.rehearsal() && compute.kind() == ComputeKind.EC2;
  }

  /** What the Region at this position does now. */
  public Role role(Position position) {
    return position == active ? Role.ACTIVE : Role.STANDBY;
  }
}
