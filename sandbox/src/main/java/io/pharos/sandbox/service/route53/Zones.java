package io.pharos.sandbox.service.route53;

import io.pharos.sandbox.core.Account;
import io.pharos.sandbox.core.Behavior;
import io.pharos.sandbox.core.Ids;
import io.pharos.sandbox.core.Memo;
import io.pharos.sandbox.core.Resource;
import io.pharos.sandbox.core.World;
import io.pharos.sandbox.service.GlobalAccelerator;
import io.pharos.sandbox.service.accelerator.AcceleratorTypes;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Hosted zones, and the records in them by name. */
public final class Zones implements Behavior {
  public static final String ZONE = "aws:route53/zone:Zone";
  static final String RECORD = "aws:route53/record:Record";

  private final World world;
  private final Memo<String, List<Resource>> named;
  private final Memo<String, Optional<Resource>> balancers;

  public Zones(World world) {
    this.world = world;
    this.named = new Memo<>(world.account(), "aws:route53");
    this.balancers = new Memo<>(world.account(), "aws:lb");
  }

  /** A name without its last dot, in lower case. */
  static String plain(String name) {
    String lower = name.toLowerCase(java.util.Locale.ROOT);
    return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
  }

  @Override
  public void create(Resource zone) {
    String name = plain(zone.string("name"));
    if (!name.matches("([a-z0-9_-]{1,63}\\.)+[a-z0-9-]{2,63}")) {
      throw Route53Refusal.of("InvalidDomainName", name + " is not a valid domain name");
    }
    describe(zone, world.account().id());
  }

  /** Sets id and computed attributes of a zone with this name. */
  public static void describe(Resource zone, String account) {
    String name = plain(zone.string("name"));
    String id = Ids.letters("Z", 20, account, name, zone.name());
    List<String> servers =
        List.of(
            "ns-512.awsdns-00.net",
            "ns-1024.awsdns-00.org",
            "ns-1536.awsdns-00.co.uk",
            "ns-0.awsdns-00.com");
    zone.id(id);
    zone.set("name", name);
    zone.set("zoneId", id);
    zone.set("arn", "arn:aws:route53:::hostedzone/" + id);
    zone.set("nameServers", servers);
    zone.set("primaryNameServer", servers.get(0));
  }

  @Override
  public void update(Resource zone, Map<String, Object> before) {
    for (String kept : List.of("zoneId", "arn", "nameServers", "primaryNameServer")) {
      zone.set(kept, before.get(kept));
    }
  }

  @Override
  public void delete(Resource zone) {
    List<Resource> records = recordsOf(zone);
    if (!records.isEmpty() && !zone.flag("forceDestroy")) {
      throw Route53Refusal.of(
          "HostedZoneNotEmpty",
          "The specified hosted zone contains non-required resource record sets and so cannot be"
              + " deleted.");
    }
  }

  Optional<Resource> zone(String zoneId) {
    return world.account().find(ZONE, Account.GLOBAL, zoneId);
  }

  private List<Resource> recordsOf(Resource zone) {
    return world.account().list(RECORD, Account.GLOBAL).stream()
        .filter(record -> record.string("zoneId").equals(zone.id()))
        .toList();
  }

  /** The records of a name, whatever their type. */
  List<Resource> records(String name) {
    return named.get(
        name,
        any ->
            world.account().list(RECORD, Account.GLOBAL).stream()
                .filter(record -> record.string("fqdn").equals(plain(name)))
                .toList());
  }

  /** The load balancer that has this DNS name, in whatever Region. */
  Optional<Resource> loadBalancer(String dnsName) {
    return balancers.get(dnsName, this::find);
  }

  /** The accelerator that has this name. */
  Optional<Resource> accelerator(String dnsName) {
    return AcceleratorTypes.names(dnsName)
        ? world.service(GlobalAccelerator.class).byDnsName(plain(dnsName))
        : Optional.empty();
  }

  private Optional<Resource> find(String dnsName) {
    String name = plain(dnsName);
    String plainName = name.startsWith("dualstack.") ? name.substring(10) : name;
    String[] labels = plainName.split("\\.");
    return labels.length < 4
        ? Optional.empty()
        : world
            .account()
            .first(
                "aws:lb/loadBalancer:LoadBalancer",
                labels[1].equals("elb") ? labels[2] : labels[1],
                balancer -> plain(balancer.string("dnsName")).equals(plainName));
  }
}
