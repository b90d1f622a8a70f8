package io.pharos.simulation;

import io.pharos.config.ComputeKind;
import io.pharos.config.Engine;
import io.pharos.config.Strategy;
import io.pharos.config.Via;
import io.pharos.drill.Combination;
import io.pharos.engine.SandboxStage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * What is deployed for a run: every strategy, every compute, every engine and every way of users at
 * least once, and what most people have most often. The seed of a run decides.
 */
public enum Variant {
  PILOT_LIGHT_EC2_MYSQL(Strategy.PILOT_LIGHT, ComputeKind.EC2, Engine.MYSQL, 'm', 7),
  /** With event sources. */
  PILOT_LIGHT_EC2_POSTGRES(
      Strategy.PILOT_LIGHT, ComputeKind.EC2, Engine.POSTGRES, Via.DNS, Extra.SOURCES, 'p', 3),
  PILOT_LIGHT_ECS_MYSQL(
      Strategy.PILOT_LIGHT, ComputeKind.ECS, Engine.MYSQL, Via.ACCELERATOR, Extra.NONE, 't', 4),
  PILOT_LIGHT_EC2_AURORA(Strategy.PILOT_LIGHT, ComputeKind.EC2, Engine.AURORA_POSTGRESQL, 'a', 3),
  WARM_STANDBY_ECS_POSTGRES(
      Strategy.WARM_STANDBY, ComputeKind.ECS, Engine.POSTGRES, Via.BOTH, Extra.NONE, 'w', 4),
  WARM_STANDBY_ECS_AURORA(Strategy.WARM_STANDBY, ComputeKind.ECS, Engine.AURORA_MYSQL, 'b', 3),
  BACKUP_RESTORE_EC2_MYSQL(Strategy.BACKUP_RESTORE, ComputeKind.EC2, Engine.MYSQL, 'r', 4),
  /** From the copies in the vault. */
  BACKUP_RESTORE_EC2_POSTGRES(
      Strategy.BACKUP_RESTORE, ComputeKind.EC2, Engine.POSTGRES, Via.DNS, Extra.VAULT, 's', 4),
  BACKUP_RESTORE_ECS_POSTGRES(Strategy.BACKUP_RESTORE, ComputeKind.ECS, Engine.POSTGRES, 'e', 4);

  /** What some have besides. */
  private enum Extra {
    NONE,
    /** Event sources of the application. */
    SOURCES,
    /** A standby that is restored from its vault. */
    VAULT
  }

  /** What may be lost: little enough that a run need not last for hours to come to more. */
  private static final String LATE_REPLICA = "300";

  private static final String LATE_BACKUPS = "1200";

  /** AWS Backup makes no copies so often that it could be less. */
  private static final String LATE_COPIES = "18000";

  private static final long SALT = 0x1B873593L;

  /** Each as often as its share says. */
  private static final List<Variant> SHARES = shares();

  private final Combination combination;
  private final Via via;
  private final Extra extra;
  private final char sign;
  private final int share;

  Variant(Strategy strategy, ComputeKind compute, Engine engine, char sign, int share) {
    this(strategy, compute, engine, Via.DNS, Extra.NONE, sign, share);
  }

  Variant(
      Strategy strategy,
      ComputeKind compute,
      Engine engine,
      Via via,
      Extra extra,
      char sign,
      int share) {
    this.combination = new Combination(strategy, compute, engine);
    this.via = via;
    this.extra = extra;
    this.sign = sign;
    this.share = share;
  }

  private static List<Variant> shares() {
    List<Variant> all = new ArrayList<>();
    for (Variant variant : values()) {
      all.addAll(Collections.nCopies(variant.share, variant));
    }
    return List.copyOf(all);
  }

  /** What the run of this seed starts from. */
  public static Variant of(long seed) {
    return SHARES.get(new SplittableRandom(seed ^ SALT).nextInt(SHARES.size()));
  }

  static Variant signed(char sign) {
    return Stream.of(values()).filter(each -> each.sign == sign).findFirst().orElseThrow();
  }

  public Combination combination() {
    return combination;
  }

  public Strategy strategy() {
    return combination.strategy();
  }

  public ComputeKind compute() {
    return combination.compute();
  }

  public Engine engine() {
    return combination.engine();
  }

  /** What leads users. */
  public Via via() {
    return via;
  }

  Course course() {
    return Course.of(strategy(), compute(), engine());
  }

  /** What is different from the committed configuration, on top of the sandbox's own story. */
  public Map<String, String> settings() {
    Map<String, String> settings = new HashMap<>(SandboxStage.STORY);
    settings.putAll(combination.settings());
    if (compute() == ComputeKind.EC2) {
      settings.put("pharos:compute.instanceType", "t3.small");
    }
    settings.put("pharos:routing.via", via.word());
    switch (extra) {
      case NONE -> {}
      case SOURCES -> settings.put("pharos:eventSources", Sources.setting());
      case VAULT -> settings.putAll(Copies.settings());
    }
    settings.put("pharos:objectives.rpoSeconds", limit());
    settings.put("pharos:failover.maxReplicaLagSeconds", limit());
    return settings;
  }

  private String limit() {
    if (strategy() != Strategy.BACKUP_RESTORE) {
      return LATE_REPLICA;
    }
    return extra == Extra.VAULT ? LATE_COPIES : LATE_BACKUPS;
  }

  /** As reports call it: {@code pilot-light/ec2/mysql}. */
  public String word() {
    return word(combination, via, extra == Extra.SOURCES, extra == Extra.VAULT);
  }

  static String word(Combination combination, Via via, boolean sources, boolean copies) {
    return String.join(
            "/",
            combination.strategy().word(),
            combination.compute().word(),
            combination.engine().word())
        + (via == Via.DNS ? "" : "/" + via.word())
        + (sources ? "/sources" : "")
        + (copies ? "/vault" : "");
  }
}
