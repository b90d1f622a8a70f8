package io.pharos.recovery.contract;

import static io.pharos.recovery.contract.Variable.PHAROS_ACCOUNT;
import static io.pharos.recovery.contract.Variable.PHAROS_ALERT_TOPIC;
import static io.pharos.recovery.contract.Variable.PHAROS_APP;
import static io.pharos.recovery.contract.Variable.PHAROS_APP_CIDRS;
import static io.pharos.recovery.contract.Variable.PHAROS_AUTO_SCALING_GROUP;
import static io.pharos.recovery.contract.Variable.PHAROS_BACKUP_RETENTION_DAYS;
import static io.pharos.recovery.contract.Variable.PHAROS_BACKUP_VAULT;
import static io.pharos.recovery.contract.Variable.PHAROS_BACKUP_WINDOW;
import static io.pharos.recovery.contract.Variable.PHAROS_CAPACITY;
import static io.pharos.recovery.contract.Variable.PHAROS_CLOSED_TARGET_GROUP;
import static io.pharos.recovery.contract.Variable.PHAROS_DATABASE_ENGINE;
import static io.pharos.recovery.contract.Variable.PHAROS_DATABASE_NAME;
import static io.pharos.recovery.contract.Variable.PHAROS_DATABASE_PORT;
import static io.pharos.recovery.contract.Variable.PHAROS_DOMAIN;
import static io.pharos.recovery.contract.Variable.PHAROS_ENVIRONMENT;
import static io.pharos.recovery.contract.Variable.PHAROS_EVENT_SOURCES;
import static io.pharos.recovery.contract.Variable.PHAROS_IMAGES;
import static io.pharos.recovery.contract.Variable.PHAROS_MAX_REPLICA_LAG_SECONDS;
import static io.pharos.recovery.contract.Variable.PHAROS_NAT_SUBNETS;
import static io.pharos.recovery.contract.Variable.PHAROS_NETWORK_ACL;
import static io.pharos.recovery.contract.Variable.PHAROS_PEER_APP_CIDRS;
import static io.pharos.recovery.contract.Variable.PHAROS_PEER_AUTO_SCALING_GROUP;
import static io.pharos.recovery.contract.Variable.PHAROS_PEER_CLOSED_TARGET_GROUP;
import static io.pharos.recovery.contract.Variable.PHAROS_PEER_KEY;
import static io.pharos.recovery.contract.Variable.PHAROS_PEER_NETWORK_ACL;
import static io.pharos.recovery.contract.Variable.PHAROS_PEER_QUARANTINE_GROUP;
import static io.pharos.recovery.contract.Variable.PHAROS_PEER_REGION;
import static io.pharos.recovery.contract.Variable.PHAROS_PEER_TAKEOVER_RULE;
import static io.pharos.recovery.contract.Variable.PHAROS_PEER_USERS_RULE;
import static io.pharos.recovery.contract.Variable.PHAROS_POSITION;
import static io.pharos.recovery.contract.Variable.PHAROS_PRIVATE_ROUTE_TABLES;
import static io.pharos.recovery.contract.Variable.PHAROS_PROVEN_TABLES;
import static io.pharos.recovery.contract.Variable.PHAROS_QUARANTINE_GROUP;
import static io.pharos.recovery.contract.Variable.PHAROS_REGISTRY_IMAGES;
import static io.pharos.recovery.contract.Variable.PHAROS_RESTORE_TEST;
import static io.pharos.recovery.contract.Variable.PHAROS_SCHEME;
import static io.pharos.recovery.contract.Variable.PHAROS_SNAPSHOT_DAYS;
import static io.pharos.recovery.contract.Variable.PHAROS_STANDBY;
import static io.pharos.recovery.contract.Variable.PHAROS_TABLE;
import static io.pharos.recovery.contract.Variable.PHAROS_TAKEOVER_RULE;
import static io.pharos.recovery.contract.Variable.PHAROS_TARGET_GROUP;
import static io.pharos.recovery.contract.Variable.PHAROS_USERS_RULE;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** The recovery functions: what each is called, which class it is, and what it may use. */
public enum RecoveryFunction {
  BEACON("beacon", "Beacon", 30, false, true),
  MARKER("marker", "Marker", 30, true, true),
  APPROVAL("approval", "AskApproval", 30, false, false),
  LOCK("lock", "AcquireLock", 30, false, false),
  GATE("gate", "JudgeGate", 30, false, false),
  FENCE("fence", "Fence", 60, false, false),
  HOLD("hold", "HoldWrites", 30, false, false),
  DRAIN("drain", "Drain", 30, false, false),
  RELEASE("release", "ReleaseWrites", 30, false, false),
  PROMOTE("promote", "Promote", 30, false, false),
  RESTORE("restore", "RestoreDatabase", 30, false, false),
  NETWORK("network", "OpenNetwork", 30, false, false),
  CAPACITY("capacity", "RaiseCapacity", 30, false, false),
  VERIFY("verify", "Verify", 30, false, false),
  TAKEOVER("takeover", "TakeOver", 30, false, false),
  SOURCES("sources", "SwitchSources", 30, false, false),
  CONFIRM("confirm", "Confirm", 30, false, false),
  RECORD("record", "Record", 30, false, false),
  RESEED("reseed", "Reseed", 30, false, false),
  REOPEN("reopen", "Reopen", 30, false, false),
  SETTLE("settle", "Settle", 30, false, false),
  PART("part", "RunPart", 30, false, false),
  UPKEEP("upkeep", "MeasureUpkeep", 30, false, false),
  SNAPSHOT("snapshot", "MakeSnapshot", 60, false, false),
  IMAGE("image", "MakeImage", 60, false, false),
  SYNC("sync", "SyncConfiguration", 60, false, false),
  READY("ready", "JudgeReadiness", 60, false, false),
  PROOF("proof", "ProveBackup", 60, false, false),
  LOOK("look", "LookAtRows", 30, true, false),
  REGISTRY("registry", "ReplicateImages", 30, false, false);

  /** The alias that everything calls; it points at the newest code. */
  public static final String ALIAS = "live";

  private final String word;
  private final String className;
  private final int timeoutSeconds;
  private final boolean inVpc;
  private final boolean everyRegion;

  RecoveryFunction(
      String word, String className, int timeoutSeconds, boolean inVpc, boolean everyRegion) {
    this.word = word;
    this.className = className;
    this.timeoutSeconds = timeoutSeconds;
    this.inVpc = inVpc;
    this.everyRegion = everyRegion;
  }

  /** The word in its name: {@code <app>-<env>-dr-<word>}. */
  public String word() {
    return word;
  }

  /**
   * What Lambda calls: a class of {@code io.pharos.recovery.function} that is a
   * RequestStreamHandler.
   */
  public String handler() {
    return "io.pharos.recovery.function." + className + "::handleRequest";
  }

  public Duration timeout() {
    return Duration.ofSeconds(timeoutSeconds);
  }

  /** Whether it runs in the tools subnets: only what talks to the database does. */
  public boolean inVpc() {
    return inVpc;
  }

  /**
   * Whether it runs in both Regions, always, every minute; the others run where the state machines
   * are that call them.
   */
  public boolean everyRegion() {
    return everyRegion;
  }

  /** Whether a schedule calls it, alone or by a state machine: not as part of an operation. */
  public boolean scheduled() {
    return switch (this) {
      case UPKEEP, SNAPSHOT, IMAGE, SYNC, READY, REGISTRY -> true;
      case BEACON,
              MARKER,
              APPROVAL,
              LOCK,
              GATE,
              FENCE,
              HOLD,
              DRAIN,
              RELEASE,
              PROMOTE,
              RESTORE,
              NETWORK,
              CAPACITY,
              VERIFY,
              TAKEOVER,
              SOURCES,
              CONFIRM,
              RECORD,
              RESEED,
              REOPEN,
              SETTLE,
              PART,
              PROOF,
              LOOK ->
          false;
    };
  }

  /** Whether it is there only where backups are restored for tests. */
  public boolean ofRestoreTests() {
    return this == PROOF || this == LOOK;
  }

  /** Whether it is there only where images are replicated to the peer's registry. */
  public boolean ofReplicatedImages() {
    return this == REGISTRY;
  }

  /**
   * Whether it is there only where the standby is a skeleton, which recovery fills from backups.
   */
  public boolean ofSkeletons() {
    return this == RESTORE || this == NETWORK;
  }

  /** Whether it acts for the operation that holds the lock, and for no other. */
  public boolean needsLock() {
    return switch (this) {
      case GATE,
              FENCE,
              HOLD,
              DRAIN,
              RELEASE,
              PROMOTE,
              RESTORE,
              NETWORK,
              CAPACITY,
              VERIFY,
              TAKEOVER,
              SOURCES,
              CONFIRM,
              RESEED,
              REOPEN,
              SETTLE ->
          true;
      case BEACON,
              MARKER,
              APPROVAL,
              LOCK,
              RECORD,
              PART,
              UPKEEP,
              SNAPSHOT,
              IMAGE,
              SYNC,
              READY,
              PROOF,
              LOOK,
              REGISTRY ->
          false;
    };
  }

  /** What its role allows, besides writing its log: exactly what the code calls. */
  public List<Permission> permissions() {
    return RecoveryPermissions.of(this);
  }

  /** The environment variables that it reads; without one of them it fails, naming it. */
  public Set<Variable> variables() {
    return switch (this) {
      case BEACON ->
          EnumSet.of(
              PHAROS_APP,
              PHAROS_ENVIRONMENT,
              PHAROS_POSITION,
              PHAROS_PEER_REGION,
              PHAROS_DOMAIN,
              PHAROS_SCHEME,
              PHAROS_TABLE,
              PHAROS_TAKEOVER_RULE,
              PHAROS_NETWORK_ACL,
              PHAROS_APP_CIDRS,
              PHAROS_DATABASE_ENGINE,
              PHAROS_DATABASE_PORT,
              PHAROS_QUARANTINE_GROUP,
              PHAROS_AUTO_SCALING_GROUP,
              PHAROS_PEER_AUTO_SCALING_GROUP,
              PHAROS_CAPACITY,
              PHAROS_EVENT_SOURCES,
              PHAROS_STANDBY,
              PHAROS_BACKUP_VAULT,
              PHAROS_ALERT_TOPIC,
              PHAROS_TARGET_GROUP,
              PHAROS_USERS_RULE,
              PHAROS_CLOSED_TARGET_GROUP);
      case MARKER ->
          EnumSet.of(
              PHAROS_APP,
              PHAROS_ENVIRONMENT,
              PHAROS_POSITION,
              PHAROS_TABLE,
              PHAROS_DATABASE_ENGINE,
              PHAROS_DATABASE_NAME);
      case APPROVAL -> EnumSet.of(PHAROS_APP, PHAROS_ENVIRONMENT, PHAROS_TABLE, PHAROS_ALERT_TOPIC);
      case LOCK -> EnumSet.of(PHAROS_TABLE, PHAROS_PEER_REGION);
      case GATE ->
          EnumSet.of(
              PHAROS_APP,
              PHAROS_ENVIRONMENT,
              PHAROS_POSITION,
              PHAROS_PEER_REGION,
              PHAROS_DOMAIN,
              PHAROS_SCHEME,
              PHAROS_TABLE,
              PHAROS_DATABASE_ENGINE,
              PHAROS_QUARANTINE_GROUP,
              PHAROS_STANDBY,
              PHAROS_BACKUP_VAULT,
              PHAROS_MAX_REPLICA_LAG_SECONDS);
      case FENCE ->
          EnumSet.of(
              PHAROS_APP,
              PHAROS_ENVIRONMENT,
              PHAROS_TABLE,
              PHAROS_PEER_REGION,
              PHAROS_PEER_NETWORK_ACL,
              PHAROS_PEER_APP_CIDRS,
              PHAROS_DATABASE_ENGINE,
              PHAROS_DATABASE_PORT,
              PHAROS_PEER_QUARANTINE_GROUP,
              PHAROS_PEER_AUTO_SCALING_GROUP,
              PHAROS_EVENT_SOURCES,
              PHAROS_PEER_USERS_RULE,
              PHAROS_PEER_CLOSED_TARGET_GROUP);
      case HOLD ->
          EnumSet.of(
              PHAROS_EVENT_SOURCES,
              PHAROS_TABLE,
              PHAROS_PEER_REGION,
              PHAROS_PEER_NETWORK_ACL,
              PHAROS_PEER_APP_CIDRS,
              PHAROS_DATABASE_PORT);
      case DRAIN ->
          EnumSet.of(PHAROS_APP, PHAROS_ENVIRONMENT, PHAROS_TABLE, PHAROS_DATABASE_ENGINE);
      case RELEASE ->
          EnumSet.of(
              PHAROS_EVENT_SOURCES,
              PHAROS_APP,
              PHAROS_ENVIRONMENT,
              PHAROS_TABLE,
              PHAROS_PEER_REGION,
              PHAROS_PEER_NETWORK_ACL,
              PHAROS_PEER_APP_CIDRS,
              PHAROS_DATABASE_ENGINE,
              PHAROS_DATABASE_PORT);
      case PROMOTE ->
          EnumSet.of(
              PHAROS_APP,
              PHAROS_ENVIRONMENT,
              PHAROS_POSITION,
              PHAROS_PEER_REGION,
              PHAROS_DOMAIN,
              PHAROS_SCHEME,
              PHAROS_TABLE,
              PHAROS_TAKEOVER_RULE,
              PHAROS_NETWORK_ACL,
              PHAROS_APP_CIDRS,
              PHAROS_DATABASE_ENGINE,
              PHAROS_DATABASE_PORT,
              PHAROS_QUARANTINE_GROUP,
              PHAROS_BACKUP_RETENTION_DAYS,
              PHAROS_BACKUP_WINDOW);
      case NETWORK ->
          EnumSet.of(
              PHAROS_APP,
              PHAROS_ENVIRONMENT,
              PHAROS_TABLE,
              PHAROS_NAT_SUBNETS,
              PHAROS_PRIVATE_ROUTE_TABLES);
      case RESTORE ->
          EnumSet.of(
              PHAROS_APP, PHAROS_ENVIRONMENT, PHAROS_POSITION, PHAROS_TABLE, PHAROS_TAKEOVER_RULE);
      case CAPACITY ->
          EnumSet.of(
              PHAROS_APP,
              PHAROS_ENVIRONMENT,
              PHAROS_TABLE,
              PHAROS_AUTO_SCALING_GROUP,
              PHAROS_TARGET_GROUP,
              PHAROS_CAPACITY);
      case VERIFY ->
          EnumSet.of(
              PHAROS_APP,
              PHAROS_ENVIRONMENT,
              PHAROS_POSITION,
              PHAROS_DOMAIN,
              PHAROS_SCHEME,
              PHAROS_TABLE,
              PHAROS_TARGET_GROUP);
      case TAKEOVER ->
          EnumSet.of(
              PHAROS_APP,
              PHAROS_ENVIRONMENT,
              PHAROS_POSITION,
              PHAROS_TABLE,
              PHAROS_TAKEOVER_RULE,
              PHAROS_PEER_REGION,
              PHAROS_PEER_TAKEOVER_RULE,
              PHAROS_TARGET_GROUP,
              PHAROS_USERS_RULE,
              PHAROS_CLOSED_TARGET_GROUP,
              PHAROS_PEER_USERS_RULE,
              PHAROS_PEER_CLOSED_TARGET_GROUP);
      case SOURCES -> EnumSet.of(PHAROS_TABLE, PHAROS_EVENT_SOURCES);
      case CONFIRM -> EnumSet.of(PHAROS_POSITION, PHAROS_TABLE, PHAROS_DOMAIN, PHAROS_SCHEME);
      case RECORD ->
          EnumSet.of(
              PHAROS_EVENT_SOURCES,
              PHAROS_APP,
              PHAROS_ENVIRONMENT,
              PHAROS_POSITION,
              PHAROS_TABLE,
              PHAROS_PEER_REGION,
              PHAROS_PEER_NETWORK_ACL,
              PHAROS_ALERT_TOPIC);
      case RESEED ->
          EnumSet.of(
              PHAROS_APP,
              PHAROS_ENVIRONMENT,
              PHAROS_POSITION,
              PHAROS_PEER_REGION,
              PHAROS_DOMAIN,
              PHAROS_SCHEME,
              PHAROS_DATABASE_ENGINE,
              PHAROS_STANDBY,
              PHAROS_TABLE);
      case REOPEN ->
          EnumSet.of(
              PHAROS_APP,
              PHAROS_ENVIRONMENT,
              PHAROS_POSITION,
              PHAROS_TABLE,
              PHAROS_NETWORK_ACL,
              PHAROS_APP_CIDRS,
              PHAROS_DATABASE_ENGINE,
              PHAROS_DATABASE_PORT,
              PHAROS_QUARANTINE_GROUP);
      case SETTLE ->
          EnumSet.of(
              PHAROS_APP,
              PHAROS_ENVIRONMENT,
              PHAROS_POSITION,
              PHAROS_TABLE,
              PHAROS_STANDBY,
              PHAROS_NAT_SUBNETS,
              PHAROS_PRIVATE_ROUTE_TABLES,
              PHAROS_AUTO_SCALING_GROUP);
      case PART ->
          EnumSet.of(
              PHAROS_APP,
              PHAROS_ENVIRONMENT,
              PHAROS_POSITION,
              PHAROS_PEER_REGION,
              PHAROS_PEER_NETWORK_ACL,
              PHAROS_PEER_APP_CIDRS,
              PHAROS_DATABASE_ENGINE,
              PHAROS_DATABASE_PORT,
              PHAROS_DOMAIN,
              PHAROS_SCHEME,
              PHAROS_TABLE,
              PHAROS_ACCOUNT);
      case UPKEEP ->
          scheduledAnd(
              PHAROS_PEER_REGION,
              PHAROS_AUTO_SCALING_GROUP,
              PHAROS_BACKUP_VAULT,
              PHAROS_RESTORE_TEST,
              PHAROS_STANDBY,
              PHAROS_NAT_SUBNETS,
              PHAROS_PRIVATE_ROUTE_TABLES,
              PHAROS_ACCOUNT,
              PHAROS_REGISTRY_IMAGES,
              PHAROS_DATABASE_ENGINE);
      case SYNC -> scheduledAnd(PHAROS_PEER_REGION, PHAROS_PEER_KEY);
      case READY ->
          scheduledAnd(
              PHAROS_PEER_REGION,
              PHAROS_DATABASE_ENGINE,
              PHAROS_MAX_REPLICA_LAG_SECONDS,
              PHAROS_NETWORK_ACL,
              PHAROS_APP_CIDRS,
              PHAROS_DATABASE_PORT,
              PHAROS_QUARANTINE_GROUP,
              PHAROS_AUTO_SCALING_GROUP,
              PHAROS_TARGET_GROUP,
              PHAROS_STANDBY,
              PHAROS_BACKUP_VAULT,
              PHAROS_EVENT_SOURCES,
              PHAROS_USERS_RULE,
              PHAROS_CLOSED_TARGET_GROUP,
              PHAROS_REGISTRY_IMAGES,
              PHAROS_RESTORE_TEST);
      case PROOF ->
          EnumSet.of(
              PHAROS_APP,
              PHAROS_ENVIRONMENT,
              PHAROS_TABLE,
              PHAROS_PROVEN_TABLES,
              PHAROS_ALERT_TOPIC);
      case LOOK -> EnumSet.of(PHAROS_DATABASE_ENGINE, PHAROS_DATABASE_NAME);
      case REGISTRY ->
          EnumSet.of(
              PHAROS_APP,
              PHAROS_ENVIRONMENT,
              PHAROS_PEER_REGION,
              PHAROS_ACCOUNT,
              PHAROS_REGISTRY_IMAGES);
      case SNAPSHOT ->
          scheduledAnd(
              PHAROS_PEER_REGION, PHAROS_PEER_KEY, PHAROS_SNAPSHOT_DAYS, PHAROS_DATABASE_ENGINE);
      case IMAGE ->
          scheduledAnd(
              PHAROS_PEER_REGION, PHAROS_PEER_KEY, PHAROS_AUTO_SCALING_GROUP, PHAROS_IMAGES);
    };
  }

  /** What every scheduled task needs to know whether it is its Region's turn, and more. */
  private static Set<Variable> scheduledAnd(Variable... more) {
    Set<Variable> variables =
        EnumSet.of(
            PHAROS_APP,
            PHAROS_ENVIRONMENT,
            PHAROS_POSITION,
            PHAROS_DOMAIN,
            PHAROS_SCHEME,
            PHAROS_TABLE);
    variables.addAll(List.of(more));
    return variables;
  }

  /** The steps of an unplanned operation, in the order in which the state machine calls them. */
  public static List<RecoveryFunction> steps() {
    return List.of(
        LOCK, GATE, FENCE, PROMOTE, CAPACITY, VERIFY, TAKEOVER, SOURCES, CONFIRM, RECORD);
  }

  /**
   * The steps of an operation that restores the database from backups, in the order in which the
   * state machine calls them.
   */
  public static List<RecoveryFunction> restoringSteps() {
    return List.of(
        LOCK, GATE, FENCE, RESTORE, NETWORK, REOPEN, CAPACITY, VERIFY, TAKEOVER, SOURCES, CONFIRM,
        RECORD);
  }

  /** The steps of a planned operation, in the order in which the state machine calls them. */
  public static List<RecoveryFunction> plannedSteps() {
    return List.of(
        LOCK, GATE, CAPACITY, HOLD, DRAIN, PROMOTE, VERIFY, TAKEOVER, SOURCES, CONFIRM, FENCE,
        RECORD);
  }
}
