package io.pharos.sandbox.service.ec2;

import static io.pharos.sandbox.service.ec2.Inventory.settle;

import io.pharos.sandbox.core.Behavior;
import io.pharos.sandbox.core.Resource;
import java.util.Map;

/** Flow logs: declared, and never filled. */
final class FlowLogs implements Behavior {
  private final Inventory inventory;

  FlowLogs(Inventory inventory) {
    this.inventory = inventory;
  }

  @Override
  public void create(Resource log) {
    if (log.has("vpcId")) {
      inventory.vpc(log.region(), log.string("vpcId"));
    }
    if (log.has("subnetId")) {
      inventory.subnet(log.region(), log.string("subnetId"));
    }
    inventory.identify(log, inventory.freshId("fl-", log), "vpc-flow-log");
    log.attributes().remove("ownerId");
    settle(log, "logDestinationType", "cloud-watch-logs");
    settle(log, "maxAggregationInterval", 600);
    settle(
        log,
        "logFormat",
        "${version} ${account-id} ${interface-id} ${srcaddr} ${dstaddr} ${srcport} ${dstport}"
            + " ${protocol} ${packets} ${bytes} ${start} ${end} ${action} ${log-status}");
  }

  @Override
  public void update(Resource log, Map<String, Object> before) {
    Inventory.tagged(log);
  }
}
