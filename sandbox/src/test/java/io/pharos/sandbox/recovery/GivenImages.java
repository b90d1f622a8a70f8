package io.pharos.sandbox.recovery;

import io.pharos.recovery.contract.LocalParameter;
import io.pharos.sandbox.core.Ids;
import io.pharos.sandbox.core.Resource;
import io.pharos.sandbox.service.Ssm;
import io.pharos.sandbox.service.ec2.Ec2Types;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The machine images of the shop's instances. */
final class GivenImages {
  private static final Map<String, Object> TAGS =
      Map.of("pharos:app", "shop", "pharos:environment", "prod", "pharos:upkeep", "image");

  private GivenImages() {}

  /** One that a schedule made so many days ago; says its id. */
  static String put(GivenRegion place, String name, int days) {
    String id = Ids.hex("ami-", 17, place.region, name);
    String part = Ids.hex("snap-", 17, place.region, name);
    Resource image =
        new Resource(
            Ec2Types.AMI,
            place.region,
            name,
            Map.of(
                "name",
                name,
                "arn",
                "arn:aws:ec2:" + place.region + "::image/" + id,
                "architecture",
                "x86_64",
                "state",
                "available",
                "ownerId",
                "123456789012",
                "rootDeviceName",
                "/dev/xvda",
                "rootSnapshotId",
                part,
                "creationDate",
                place.given.world.clock().instant().minus(Duration.ofDays(days)).toString(),
                "tags",
                TAGS));
    image.id(id);
    place.given.world.account().add(image);
    Resource snapshot =
        new Resource(
            Ec2Types.EBS_SNAPSHOT,
            place.region,
            part,
            Map.of("tags", TAGS, "arn", "arn:aws:ec2:" + place.region + "::snapshot/" + part));
    snapshot.id(part);
    place.given.world.account().add(snapshot);
    return id;
  }

  static void use(GivenRegion place, String id) {
    place.given.world.service(Ssm.class).put(place.region, place.local(LocalParameter.AMI), id);
  }

  static String used(GivenRegion place) {
    return place
        .given
        .world
        .service(Ssm.class)
        .value(place.region, place.local(LocalParameter.AMI))
        .orElseThrow();
  }

  /** Region, name and state of each of our own, and how many snapshots they consist of. */
  static List<String> named(TwoRegionShop shop) {
    List<String> all = new ArrayList<>();
    for (GivenRegion place : List.of(shop.primary, shop.secondary)) {
      shop.world.account().list(Ec2Types.AMI, place.region).stream()
          .filter(image -> image.string("ownerId").equals("123456789012"))
          .map(
              image ->
                  place.position.word() + " " + image.string("name") + " " + image.string("state"))
          .sorted()
          .forEach(all::add);
      all.add(
          place.position.word()
              + " parts "
              + shop.world.account().list(Ec2Types.EBS_SNAPSHOT, place.region).size());
    }
    return all;
  }

  static Resource in(GivenRegion place, String id) {
    return place.given.world.account().find(Ec2Types.AMI, place.region, id).orElseThrow();
  }
}
