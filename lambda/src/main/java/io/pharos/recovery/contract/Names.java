package io.pharos.recovery.contract;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.OptionalInt;

/**
 * Every physical name that more than one part of Pharos must agree on. What is named here can be
 * found without a reference between stacks, also when the other Region is gone.
 */
public record Names(String app, String environment) {
  /** What the identifier of every instance begins with that AWS Backup restores for a test. */
  public static final String RESTORE_TEST_PREFIX = "awsbackup-restore-test-";

  /** {@code <app>-<environment>}: the start of every name. */
  public String prefix() {
    return app + "-" + environment;
  }

  /** A name that is unique within one Region. */
  public String regional(String what) {
    return prefix() + "-" + what;
  }

  /** A name in a global namespace (IAM, S3): it carries the Region. */
  public String global(String region, String what) {
    return prefix() + "-" + region + "-" + what;
  }

  public String function(RecoveryFunction function) {
    return regional("dr-" + function.word());
  }

  /** {@code <app>-<env>-dr-failover}: what a person or an event starts. */
  public String failoverStateMachine() {
    return stateMachine(StateMachine.FAILOVER);
  }

  /** {@code <app>-<env>-dr-<word>}. */
  public String stateMachine(StateMachine machine) {
    return regional("dr-" + machine.word());
  }

  /**
   * The composite alarm of the standby Region that starts a failover: both alarms below at once.
   */
  public String peerLostAlarm() {
    return regional("peer-lost");
  }

  /** The beacon's probe of the peer fails. */
  public String peerUnreachableAlarm() {
    return regional("peer-unreachable");
  }

  /** This Region's replica has lost its source. */
  public String replicationBrokenAlarm() {
    return regional("replication-broken");
  }

  /** What this Region can restore of the peer's database has become too old. */
  public String backupBehindAlarm() {
    return regional("backup-behind");
  }

  /** The newest copy of the peer's backups has become too old. */
  public String copyBehindAlarm() {
    return regional("copy-behind");
  }

  /** The primary Region has been back, and well, for a while. */
  public String returnReadyAlarm() {
    return regional("return-ready");
  }

  /** A failover to this Region would fail. */
  public String notReadyAlarm() {
    return regional("not-ready");
  }

  /** A scheduled task has not succeeded for too long. */
  public String behindAlarm(Upkeep task) {
    return regional(task.word() + "-behind");
  }

  /**
   * The alarm on {@code TakenOver} (secondary) or {@code Reclaimed} (primary) that Route 53
   * follows.
   */
  public String trafficAlarm(Position position) {
    return regional(position == Position.SECONDARY ? "taken-over" : "reclaimed");
  }

  /** The topic that tells people, in each Region. */
  public String alertTopic() {
    return regional("alerts");
  }

  /** What calls the users' endpoint all the time. */
  public String canary() {
    return regional("users");
  }

  /** It is not answered as users should be. */
  public String notServedAlarm() {
    return regional("users-not-served");
  }

  /** The accelerator that leads users, one for both Regions. */
  public String accelerator() {
    return prefix();
  }

  /** The target group that never has a target. */
  public String closedTargetGroup() {
    return regional("off");
  }

  /** Lock, journal and samples of a Region. */
  public String table() {
    return regional("dr");
  }

  /** The vault of AWS Backup, the same name in both Regions. */
  public String backupVault() {
    return regional("vault");
  }

  /** The restore testing plan of AWS Backup, which takes no hyphens. */
  public String restoreTestingPlan() {
    return prefix().replace('-', '_') + "_restore";
  }

  /** No restore test has succeeded for too long. */
  public String restoreTestBehindAlarm() {
    return regional("restore-test-behind");
  }

  /** The newest restore test has failed. */
  public String restoreTestFailedAlarm() {
    return regional("restore-test-failed");
  }

  /** What no repository is called: by it the rule in the registry is known to be this one's. */
  public String registryRule() {
    return "pharos-rule/" + prefix();
  }

  /** The Auto Scaling group of the application, the same name in both Regions. */
  public String autoScalingGroup() {
    return regional("app");
  }

  /** The ECS service of the application and its cluster, the same name in both Regions. */
  public String ecsService() {
    return regional("app");
  }

  /**
   * The target group of the application. It cannot change its type of targets: another platform has
   * another one.
   */
  public String targetGroup(Platform platform) {
    return switch (platform) {
      case EC2 -> regional("app");
      case ECS -> regional("ip");
    };
  }

  /** What runs the application, as functions are told. */
  public String compute(Platform platform) {
    return platform.compute(regional("app"));
  }

  /** {@code <app>-<env>-<position>-<generation>}; never used twice. */
  public String database(Position position, int generation) {
    return regional(position.word() + "-" + generation);
  }

  /** The Aurora Global Database of the application, whose clusters both positions have. */
  public String globalDatabase() {
    return prefix();
  }

  /**
   * A throw-away replica, for rehearsals in the Region that stands by; none of a generation. What
   * runs on it is called the same.
   */
  public String rehearsalDatabase() {
    return regional("rehearsal");
  }

  /** The target group of what runs on such a replica: no longer than the application's own. */
  public String rehearsalTargetGroup(Platform platform) {
    return switch (platform) {
      case EC2 -> regional("try");
      case ECS -> regional("tip");
    };
  }

  /** A parameter of a rehearsal, in the place of the local one with this key. */
  public String rehearsalParameter(String key) {
    return parameters() + "rehearsal/" + key;
  }

  /**
   * What stands in the place of a database's identifier where a Region has none: no generation has
   * this number.
   */
  public String noDatabase(Position position) {
    return database(position, 0);
  }

  /** What stands in the place of its endpoint: a name that leads nowhere, by RFC 2606. */
  public String noEndpoint(Position position) {
    return noDatabase(position) + ".invalid:1";
  }

  /** Which generation has this identifier; empty when it is none of this position's. */
  public OptionalInt generation(Position position, String identifier) {
    String digits = identifier.substring(identifier.lastIndexOf('-') + 1);
    if (!digits.matches("\\d{1,3}")) {
      return OptionalInt.empty();
    }
    int number = Integer.parseInt(digits);
    return database(position, number).equals(identifier)
        ? OptionalInt.of(number)
        : OptionalInt.empty();
  }

  /** What the name of every snapshot begins with that the runtime makes, of either Region. */
  public String snapshots() {
    return regional("daily-");
  }

  /** {@code <app>-<env>-daily-<position>-<generation>-<yyyymmdd>}: one a day and database. */
  public String snapshot(String database, LocalDate day) {
    return snapshots()
        + database.substring(prefix().length() + 1)
        + "-"
        + DateTimeFormatter.BASIC_ISO_DATE.format(day);
  }

  /** {@code <app>-<env>-golden-<yyyymmdd>-<hhmm>}: one for each time at which it was begun. */
  public String image(Instant begun) {
    return regional("golden-")
        + DateTimeFormatter.ofPattern("yyyyMMdd-HHmm", Locale.ROOT)
            .withZone(ZoneOffset.UTC)
            .format(begun);
  }

  /** The subnet group of a Region's databases. */
  public String databaseSubnetGroup(Position position) {
    return regional(position.word());
  }

  /** The parameter group of a Region's databases, for an engine family such as mysql8.0. */
  public String databaseParameterGroup(Position position, String family) {
    return regional(position.word() + "-" + family.replace('.', '-'));
  }

  /** The secret with the database's credentials; the same name in both Regions. */
  public String databaseSecret() {
    return app + "/" + environment + "/database";
  }

  /** A parameter that is kept equal in both Regions. */
  public String sharedParameter(String key) {
    return parameters() + "shared/" + key;
  }

  /** The path under which the shared parameters lie, without a slash at the end. */
  public String sharedParameters() {
    return parameters() + "shared";
  }

  /** A parameter of one Region, written by the recovery runtime and never synced. */
  public String localParameter(String key) {
    return parameters() + "local/" + key;
  }

  /** The path under which all parameters of this application lie, with a slash at both ends. */
  public String parameters() {
    return "/" + app + "/" + environment + "/";
  }

  /** The name that leads to the accelerator where the users' own does not. */
  public static String acceleratedEndpoint(String domain) {
    return "accelerator." + domain;
  }

  /** The name under which a Region serves nobody but a rehearsal's test user. */
  public static String rehearsalEndpoint(Position position, String domain) {
    return "rehearsal-" + position.word() + "." + domain;
  }

  /** The name that stays with one Region, whatever is active: {@code primary.shop.example.com}. */
  public static String regionalEndpoint(Position position, String domain) {
    return position.word() + "." + domain;
  }
}
