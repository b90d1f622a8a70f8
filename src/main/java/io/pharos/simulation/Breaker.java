package io.pharos.simulation;

import io.pharos.recovery.contract.Names;
import io.pharos.recovery.contract.RecoveryFunction;
import io.pharos.sandbox.core.Faults;
import io.pharos.sandbox.core.Faults.Disturbance;
import io.pharos.sandbox.core.Resource;
import io.pharos.sandbox.core.Trouble;
import io.pharos.sandbox.core.World;
import io.pharos.sandbox.service.ServiceQuotas;
import io.pharos.sandbox.service.accelerator.AcceleratorTypes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Puts the incidents of a scenario into force in one world, and takes them back. */
final class Breaker {
  private static final String DATABASE = "aws:rds/instance:Instance";
  private static final String CLUSTER = "aws:rds/cluster:Cluster";
  private static final String CLUSTER_INSTANCE = "aws:rds/clusterInstance:ClusterInstance";
  private static final String IMAGE = "aws:ec2/ami:Ami";
  private static final String KEY = "aws:kms/key:Key";
  private static final String SECRET = "aws:secretsmanager/secretVersion:SecretVersion";

  private final World world;
  private final Names names;
  private final List<Incident> inForce = new ArrayList<>();
  private final Map<Incident, List<Resource>> taken = new HashMap<>();

  Breaker(World world, Names names) {
    this.world = world;
    this.names = names;
  }

  List<Incident> inForce() {
    return inForce;
  }

  void begin(Incident incident) {
    inForce.add(incident);
    String region = incident.region();
    switch (incident.fault()) {
      case REGION_DEAD, REGION_ISOLATED, ALARM_FLAPPING -> region(region);
      case IMAGE_MISSING -> {
        take(incident, IMAGE);
        disturbances(incident).forEach(world.faults()::begin);
      }
      case SECRET_MISSING -> take(incident, SECRET);
      case NO_INSTANCE -> take(incident, CLUSTER_INSTANCE);
      case KEY_DISABLED -> keys(region, false);
      case PROMOTION_REFUSED -> status(region, "available", "backing-up");
      case SERVICE_DOWN,
              THROTTLING,
              LATENCY,
              ANSWER_LOST,
              DELIVERED_TWICE,
              CAPACITY_SHORT,
              QUOTA_SHORT,
              PROMOTION_SLOW,
              LAG_UNKNOWN,
              LAG_TOO_LARGE,
              FENCE_IMPOSSIBLE,
              TASKS_UNHEALTHY,
              BACKUP_CORRUPT,
              BACKUPS_LATE,
              ADDRESS_LIMIT,
              NAT_FAILS,
              MOVE_CANCELLED,
              DIALS_STUCK,
              ENTRANCE_STUCK ->
          disturbances(incident).forEach(world.faults()::begin);
      case ORCHESTRATOR_CRASH, TWO_OPERATIONS -> {
        // Whoever runs the operation sees to these.
      }
    }
  }

  void end(Incident incident) {
    inForce.remove(incident);
    String region = incident.region();
    switch (incident.fault()) {
      case REGION_DEAD, REGION_ISOLATED, ALARM_FLAPPING -> region(region);
      case IMAGE_MISSING, SECRET_MISSING, NO_INSTANCE -> {
        taken.getOrDefault(incident, List.of()).forEach(world.account()::add);
        disturbances(incident).forEach(world.faults()::end);
      }
      case KEY_DISABLED -> keys(region, true);
      case PROMOTION_REFUSED -> status(region, "backing-up", "available");
      case SERVICE_DOWN,
              THROTTLING,
              LATENCY,
              ANSWER_LOST,
              DELIVERED_TWICE,
              CAPACITY_SHORT,
              QUOTA_SHORT,
              PROMOTION_SLOW,
              LAG_UNKNOWN,
              LAG_TOO_LARGE,
              FENCE_IMPOSSIBLE,
              TASKS_UNHEALTHY,
              BACKUP_CORRUPT,
              BACKUPS_LATE,
              ADDRESS_LIMIT,
              NAT_FAILS,
              MOVE_CANCELLED,
              DIALS_STUCK,
              ENTRANCE_STUCK ->
          disturbances(incident).forEach(world.faults()::end);
      case ORCHESTRATOR_CRASH, TWO_OPERATIONS -> {
        // Whoever runs the operation sees to these.
      }
    }
  }

  /** The worst of what is in force decides. */
  private void region(String region) {
    boolean dead = false;
    boolean isolated = false;
    for (Incident incident : inForce) {
      if (incident.region().equals(region)) {
        dead |= incident.fault() == Fault.REGION_DEAD;
        isolated |=
            incident.fault() == Fault.REGION_ISOLATED || incident.fault() == Fault.ALARM_FLAPPING;
      }
    }
    if (dead || isolated) {
      world.faults().fail(region, dead ? Faults.Kind.DEAD : Faults.Kind.ISOLATED);
    } else {
      world.faults().heal(region);
    }
  }

  private List<Disturbance> disturbances(Incident incident) {
    return switch (incident.fault()) {
      case SERVICE_DOWN -> one(incident, Trouble.SERVICE_DOWN, incident.what());
      case THROTTLING -> one(incident, Trouble.THROTTLED, incident.what());
      case LATENCY -> one(incident, Trouble.SLOW, incident.what());
      case ANSWER_LOST -> one(incident, Trouble.ANSWER_LOST, incident.what());
      case DELIVERED_TWICE -> one(incident, Trouble.DELIVERED_TWICE, function(incident.what()));
      case CAPACITY_SHORT -> all(incident, Trouble.CAPACITY_SHORT, "ec2", "ecs", "rds");
      case QUOTA_SHORT ->
          all(
              incident,
              Trouble.QUOTA_SHORT,
              ServiceQuotas.INSTANCES,
              ServiceQuotas.TASKS,
              ServiceQuotas.DATABASES);
      case DIALS_STUCK ->
          List.of(
              new Disturbance(
                  Trouble.SERVICE_DOWN,
                  AcceleratorTypes.CONTROL_PLANE,
                  "globalaccelerator",
                  incident.share()));
      case ENTRANCE_STUCK -> one(incident, Trouble.SERVICE_DOWN, "elasticloadbalancing");
      case MOVE_CANCELLED -> one(incident, Trouble.GLOBAL_MOVE_CANCELLED, "rds");
      case BACKUP_CORRUPT -> one(incident, Trouble.BACKUP_CORRUPT, "rds");
      case BACKUPS_LATE -> all(incident, Trouble.BACKUPS_LATE, "rds", "backup");
      case ADDRESS_LIMIT -> one(incident, Trouble.ADDRESSES_SHORT, "ec2");
      case NAT_FAILS -> one(incident, Trouble.NAT_FAILS, "ec2");
      case IMAGE_MISSING -> one(incident, Trouble.IMAGE_GONE, "ecs");
      case TASKS_UNHEALTHY -> one(incident, Trouble.TASKS_UNHEALTHY, "ecs");
      case PROMOTION_SLOW -> one(incident, Trouble.PROMOTION_SLOW, "rds");
      case LAG_UNKNOWN -> one(incident, Trouble.LAG_UNKNOWN, "rds");
      case LAG_TOO_LARGE -> one(incident, Trouble.REPLICATION_SLOW, "rds");
      case FENCE_IMPOSSIBLE ->
          all(
              incident,
              Trouble.SERVICE_DOWN,
              "ec2",
              "rds",
              "autoscaling",
              "ecs",
              "application-autoscaling");
      case REGION_DEAD,
              REGION_ISOLATED,
              ORCHESTRATOR_CRASH,
              SECRET_MISSING,
              NO_INSTANCE,
              KEY_DISABLED,
              PROMOTION_REFUSED,
              ALARM_FLAPPING,
              TWO_OPERATIONS ->
          List.of();
    };
  }

  private static List<Disturbance> all(Incident incident, Trouble trouble, String... what) {
    return Stream.of(what).flatMap(each -> one(incident, trouble, each).stream()).toList();
  }

  private static List<Disturbance> one(Incident incident, Trouble trouble, String what) {
    return List.of(new Disturbance(trouble, incident.region(), what, incident.share()));
  }

  private String function(String word) {
    for (RecoveryFunction function : RecoveryFunction.values()) {
      if (function.word().equals(word)) {
        return names.function(function);
      }
    }
    throw new IllegalArgumentException("no recovery function is called " + word);
  }

  private void take(Incident incident, String type) {
    List<Resource> all = world.account().list(type, incident.region());
    all.forEach(world.account()::remove);
    taken.put(incident, all);
  }

  private void keys(String region, boolean enabled) {
    for (Resource key : world.account().list(KEY, region)) {
      if (!key.string("description").startsWith("Default key")) {
        key.set("isEnabled", enabled);
      }
    }
  }

  private void status(String region, String from, String to) {
    for (String type : List.of(DATABASE, CLUSTER)) {
      for (Resource database : world.account().list(type, region)) {
        if (database.string("status").equals(from)) {
          database.set("status", to);
        }
      }
    }
  }
}
