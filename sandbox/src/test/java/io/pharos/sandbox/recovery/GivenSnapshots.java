package io.pharos.sandbox.recovery;

import io.pharos.sandbox.core.Resource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The snapshots of the shop's databases. */
final class GivenSnapshots {
  private static final String SNAPSHOT = "aws:rds/snapshot:Snapshot";

  private GivenSnapshots() {}

  /** In both Regions: one that a schedule made long ago, and one that a person did. */
  static void old(TwoRegionShop shop) {
    for (GivenRegion place : List.of(shop.primary, shop.secondary)) {
      put(place, "shop-prod-daily-primary-1-20251201", 31, Map.of("pharos:upkeep", "snapshot"));
      put(place, "shop-prod-daily-by-hand", 31, Map.of());
      put(place, "before-the-migration", 300, Map.of());
    }
  }

  static Resource put(GivenRegion place, String name, int days, Map<String, Object> tags) {
    String time = place.given.world.clock().instant().minus(Duration.ofDays(days)).toString();
    Resource snapshot =
        new Resource(
            SNAPSHOT,
            place.region,
            name,
            Map.of(
                "dbInstanceIdentifier",
                "shop-prod-primary-1",
                "arn",
                "arn:aws:rds:" + place.region + ":123456789012:snapshot:" + name,
                "snapshotType",
                "manual",
                "status",
                "available",
                "snapshotCreateTime",
                time,
                "originalSnapshotCreateTime",
                time,
                "tags",
                tags));
    snapshot.id(name);
    place.given.world.account().add(snapshot);
    return snapshot;
  }

  /** Region, name and status of each. */
  static List<String> named(TwoRegionShop shop) {
    List<String> all = new ArrayList<>();
    for (GivenRegion place : List.of(shop.primary, shop.secondary)) {
      for (Resource snapshot : shop.world.account().list(SNAPSHOT, place.region)) {
        all.add(place.position.word() + " " + snapshot.id() + " " + snapshot.string("status"));
      }
    }
    return all;
  }

  static Resource in(GivenRegion place, String name) {
    return place.given.world.account().find(SNAPSHOT, place.region, name).orElseThrow();
  }
}
