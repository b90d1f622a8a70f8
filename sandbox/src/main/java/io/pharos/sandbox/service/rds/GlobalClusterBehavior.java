package io.pharos.sandbox.service.rds;

import io.pharos.sandbox.core.Behavior;
import io.pharos.sandbox.core.Ids;
import io.pharos.sandbox.core.Resource;
import io.pharos.sandbox.core.World;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Global clusters as {@code aws_rds_global_cluster} manages them: an empty one, which clusters join
 * when they are made. With {@code forceDestroy} its members leave first, the writer as the last.
 */
final class GlobalClusterBehavior implements Behavior {
  private final World world;
  private final Clusters clusters;
  private final GlobalDatabase globalDatabase;

  GlobalClusterBehavior(World world, Clusters clusters, GlobalDatabase globalDatabase) {
    this.world = world;
    this.clusters = clusters;
    this.globalDatabase = globalDatabase;
  }

  @Override
  public void create(Resource global) {
    String identifier = global.string("globalClusterIdentifier").toLowerCase(Locale.ROOT);
    if (global.has("sourceDbClusterIdentifier")) {
      throw RdsRefusal.value("The sandbox makes no global cluster from a cluster that exists");
    }
    AuroraEngine engine =
        AuroraEngine.of(global.string("engine"))
            .orElseThrow(() -> RdsRefusal.value("Invalid DB engine: " + global.string("engine")));
    if (!engine.has(global.string("engineVersion"))) {
      throw RdsRefusal.combination(
          "Cannot find version "
              + global.string("engineVersion")
              + " for "
              + global.string("engine"));
    }
    if (clusters.global(identifier).isPresent()) {
      throw ClusterRefusal.globalExists(identifier);
    }
    global.id(identifier);
    global.set("arn", "arn:aws:rds::" + world.account().id() + ":global-cluster:" + identifier);
    global.set("globalClusterResourceId", Ids.hex("cluster-", 17, "global", identifier));
    global.set("engineVersionActual", global.string("engineVersion"));
    global.set("globalClusterMembers", List.of());
    global.set(
        "endpoint",
        identifier
            + ".global-"
            + Ids.letters("", 12, world.account().id(), "global").toLowerCase(Locale.ROOT)
            + ".global.rds.amazonaws.com");
    if (!global.has("storageEncrypted")) {
      global.set("storageEncrypted", false);
    }
    if (!global.has("engineLifecycleSupport")) {
      global.set("engineLifecycleSupport", "open-source-rds-extended-support");
    }
  }

  @Override
  public void update(Resource wanted, Map<String, Object> before, Map<String, Object> state) {
    Sent.onlyWhatDiffers(wanted, before, state);
    if (!wanted.string("engineVersion").equals(String.valueOf(before.get("engineVersion")))) {
      throw RdsRefusal.value("The sandbox upgrades no global cluster");
    }
  }

  @Override
  public void delete(Resource global) {
    if (global.flag("deletionProtection")) {
      throw RdsRefusal.combination(
          "Cannot delete protected Global Cluster, please disable deletion protection and try"
              + " again.");
    }
    if (global.flag("forceDestroy")) {
      List<Resource> members = new ArrayList<>(clusters.members(global));
      members.sort(Comparator.comparing(clusters::writer));
      members.forEach(member -> globalDatabase.remove(global, member));
    }
    if (!clusters.members(global).isEmpty()) {
      throw ClusterRefusal.globalState("Global Cluster " + global.string("arn") + " is not empty");
    }
  }
}
