package io.pharos.sandbox.provider;

import io.pharos.sandbox.core.World;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Functions that tell where the program is: account, partition, Region and its zones. */
final class AccountInvokes {
  /** They need no call to AWS, so that they are answered for a dead Region too. */
  static final Set<String> OFFLINE =
      Set.of("aws:index/getRegion:getRegion", "aws:index/getPartition:getPartition");

  /** https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-regions.html */
  private static final Map<String, String> REGIONS =
      Map.ofEntries(
          Map.entry("eu-west-1", "Europe (Ireland)"),
          Map.entry("eu-west-2", "Europe (London)"),
          Map.entry("eu-west-3", "Europe (Paris)"),
          Map.entry("eu-central-1", "Europe (Frankfurt)"),
          Map.entry("eu-central-2", "Europe (Zurich)"),
          Map.entry("eu-north-1", "Europe (Stockholm)"),
          Map.entry("eu-south-1", "Europe (Milan)"),
          Map.entry("us-east-1", "US East (N. Virginia)"),
          Map.entry("us-east-2", "US East (Ohio)"),
          Map.entry("us-west-1", "US West (N. California)"),
          Map.entry("us-west-2", "US West (Oregon)"),
          Map.entry("ca-central-1", "Canada (Central)"),
          Map.entry("ap-northeast-1", "Asia Pacific (Tokyo)"),
          Map.entry("ap-southeast-1", "Asia Pacific (Singapore)"),
          Map.entry("ap-southeast-2", "Asia Pacific (Sydney)"));

  private final World world;

  AccountInvokes(World world) {
    this.world = world;
  }

  Map<String, Invokes.Invoke> answers() {
    return Map.of(
        "aws:index/getCallerIdentity:getCallerIdentity", this::callerIdentity,
        "aws:index/getRegion:getRegion", this::region,
        "aws:index/getPartition:getPartition", this::partition,
        "aws:index/getAvailabilityZones:getAvailabilityZones", this::availabilityZones);
  }

  private Map<String, Object> callerIdentity(String region, Map<String, Object> arguments) {
    String id = world.account().id();
    return Map.of(
        "accountId",
        id,
        "arn",
        "arn:aws:iam::" + id + ":user/pharos",
        "id",
        id,
        "userId",
        "AIDAPHAROSSANDBOX0001");
  }

  private Map<String, Object> region(String region, Map<String, Object> arguments) {
    String name = (String) arguments.getOrDefault("name", region);
    if (!REGIONS.containsKey(name)) {
      throw new ProviderFailure("region not found for name: \"" + name + "\"");
    }
    return Map.of(
        "name",
        name,
        "id",
        name,
        "description",
        REGIONS.get(name),
        "endpoint",
        "ec2." + name + ".amazonaws.com");
  }

  private Map<String, Object> partition(String region, Map<String, Object> arguments) {
    return Map.of(
        "id", "aws",
        "partition", "aws",
        "dnsSuffix", "amazonaws.com",
        "reverseDnsPrefix", "com.amazonaws");
  }

  /** Three zones in every Region, as most have; a filter by state finds them available. */
  private Map<String, Object> availabilityZones(String region, Map<String, Object> arguments) {
    if (!arguments.getOrDefault("state", "available").equals("available")) {
      return zones(region, List.of());
    }
    return zones(region, List.of("a", "b", "c"));
  }

  private static Map<String, Object> zones(String region, List<String> letters) {
    String[] parts = region.split("-");
    String direction =
        parts[1]
            .replace("north", "n")
            .replace("south", "s")
            .replace("central", "c")
            .replace("east", "e")
            .replace("west", "w");
    String prefix = parts[0] + direction + parts[2] + "-az";
    return Map.of(
        "id", region,
        "groupNames", List.of(region),
        "names", letters.stream().map(letter -> region + letter).toList(),
        "zoneIds", letters.stream().map(letter -> prefix + (letter.charAt(0) - 'a' + 1)).toList());
  }
}
