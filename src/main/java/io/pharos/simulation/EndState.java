package io.pharos.simulation;

import io.pharos.sandbox.core.Resource;
import io.pharos.sandbox.core.World;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What an operation is about, as it is at the end of a run, without times and ids: equal ends read
 * the same.
 */
final class EndState {
  private EndState() {}

  static List<String> of(World world) {
    List<String> lines = new ArrayList<>();
    for (String type : List.of("aws:rds/instance:Instance", "aws:rds/cluster:Cluster")) {
      for (Resource database : world.account().list(type)) {
        lines.add(
            database.string("identifier")
                + " is "
                + database.string("status")
                + (Databases.replica(database) ? ", a replica" : ", a writer")
                + ", in groups "
                + database.strings("vpcSecurityGroupIds"));
      }
    }
    for (Resource group : world.account().list("aws:autoscaling/group:Group")) {
      lines.add(
          group.string("name")
              + " in "
              + group.region()
              + " runs "
              + group.integer("desiredCapacity")
              + " of "
              + group.integer("minSize")
              + " to "
              + group.integer("maxSize"));
    }
    for (Resource service : world.account().list("aws:ecs/service:Service")) {
      lines.add(
          service.string("name")
              + " in "
              + service.region()
              + " runs "
              + service.integer("desiredCount"));
    }
    for (Resource rule : world.account().list("aws:lb/listenerRule:ListenerRule")) {
      for (Map<String, Object> action : rule.maps("actions")) {
        if (action.get("fixedResponse") instanceof Map<?, ?> response) {
          lines.add(rule.region() + " answers " + response.get("statusCode"));
        }
      }
    }
    for (Resource rule : world.account().list("aws:cloudwatch/eventRule:EventRule")) {
      if (rule.string("name").equals("nightly")) {
        lines.add("rule nightly in " + rule.region() + " is " + rule.string("state"));
      }
    }
    for (Resource rule : world.account().list("aws:ec2/networkAclRule:NetworkAclRule")) {
      lines.add(rule.region() + " has entry " + rule.integer("ruleNumber"));
    }
    return lines.stream().sorted().toList();
  }
}
