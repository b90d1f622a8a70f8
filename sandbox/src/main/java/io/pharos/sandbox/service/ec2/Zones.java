package io.pharos.sandbox.service.ec2;

import java.util.List;
import java.util.Map;

/** The Availability Zones of a Region: three, as nearly everywhere. */
public final class Zones {
  private static final Map<String, String> DIRECTIONS =
      Map.of(
          "north", "n",
          "south", "s",
          "east", "e",
          "west", "w",
          "central", "c",
          "northeast", "ne",
          "southeast", "se",
          "northwest", "nw",
          "southwest", "sw");

  private Zones() {}

  /** Names such as {@code eu-west-1a}. */
  public static List<String> of(String region) {
    return List.of(region + "a", region + "b", region + "c");
  }

  /** The id that means the same place in every account: {@code euw1-az1}. */
  public static String id(String zone) {
    String[] parts = zone.substring(0, zone.length() - 1).split("-");
    return parts[0]
        + DIRECTIONS.getOrDefault(parts[1], parts[1])
        + parts[2]
        + "-az"
        + (zone.charAt(zone.length() - 1) - 'a' + 1);
  }
}
