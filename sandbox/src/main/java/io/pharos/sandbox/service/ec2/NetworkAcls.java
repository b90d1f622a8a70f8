package io.pharos.sandbox.service.ec2;

import static io.pharos.sandbox.service.ec2.Inventory.refusal;

import io.pharos.sandbox.core.Behavior;
import io.pharos.sandbox.core.Resource;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32;

/**
 * Network ACLs: who is in which, and their numbered entries. A custom ACL denies what no entry
 * allows, and a subnet that leaves it falls back to the default ACL of the VPC.
 */
final class NetworkAcls {
  private static final int ENTRIES_PER_DIRECTION = 20;
  private static final int LAST_NUMBER = 32766;

  private final Inventory inventory;

  NetworkAcls(Inventory inventory) {
    this.inventory = inventory;
  }

  Behavior acl() {
    return new Behavior() {
      @Override
      public void create(Resource acl) {
        inventory.vpc(acl.region(), acl.string("vpcId"));
        check(acl);
        List<String> subnets = acl.strings("subnetIds");
        inventory.identify(acl, inventory.freshId("acl-", acl), "network-acl");
        acl.set("subnetIds", List.of());
        subnets.forEach(subnet -> move(subnet, acl));
        normalize(acl);
      }

      @Override
      public void update(Resource acl, Map<String, Object> before) {
        for (String direction : List.of("ingress", "egress")) {
          if (!acl.has(direction)) {
            acl.set(direction, before.get(direction));
          }
        }
        Object joined = before.getOrDefault("subnetIds", List.of());
        List<String> wanted = acl.has("subnetIds") ? acl.strings("subnetIds") : strings(joined);
        check(acl);
        acl.set("subnetIds", joined);
        strings(joined).stream()
            .filter(subnet -> !wanted.contains(subnet))
            .forEach(subnet -> leave(acl, subnet));
        wanted.forEach(subnet -> move(subnet, acl));
        normalize(acl);
        Inventory.tagged(acl);
      }

      @Override
      public void delete(Resource acl) {
        acl.strings("subnetIds").forEach(subnet -> leave(acl, subnet));
      }
    };
  }

  Behavior rule() {
    return new Behavior() {
      @Override
      public void create(Resource rule) {
        Resource acl = inventory.networkAcl(rule.region(), rule.string("networkAclId"));
        AclEntry entry = entry(rule);
        add(acl, entry);
        rule.set("protocol", entry.protocol());
        rule.id(
            "nacl-"
                + crc(
                    acl.id()
                        + "-"
                        + entry.number()
                        + "-"
                        + entry.egress()
                        + "-"
                        + entry.protocol()
                        + "-"));
      }

      @Override
      public void read(Resource rule) {
        inventory
            .find(Ec2Types.NETWORK_ACL, rule.region(), rule.string("networkAclId"))
            .flatMap(acl -> entry(acl, rule.integer("ruleNumber"), rule.flag("egress")))
            .ifPresent(
                entry ->
                    rule.set("cidrBlock", entry.cidr())
                        .set("protocol", entry.protocol())
                        .set("ruleAction", entry.action())
                        .set("fromPort", entry.from())
                        .set("toPort", entry.to()));
      }

      @Override
      public void delete(Resource rule) {
        inventory
            .find(Ec2Types.NETWORK_ACL, rule.region(), rule.string("networkAclId"))
            .ifPresent(
                acl -> AclEntry.removeFrom(acl, rule.integer("ruleNumber"), rule.flag("egress")));
      }
    };
  }

  Behavior association() {
    return new Behavior() {
      @Override
      public void create(Resource association) {
        Resource acl =
            inventory.networkAcl(association.region(), association.string("networkAclId"));
        move(association.string("subnetId"), acl);
        association.id(inventory.freshId("aclassoc-", association));
      }

      @Override
      public void update(Resource association, Map<String, Object> before) {
        Resource acl =
            inventory.networkAcl(association.region(), association.string("networkAclId"));
        move(association.string("subnetId"), acl);
      }

      @Override
      public void delete(Resource association) {
        inventory
            .find(Ec2Types.NETWORK_ACL, association.region(), association.string("networkAclId"))
            .ifPresent(acl -> leave(acl, association.string("subnetId")));
      }
    };
  }

  /** CreateNetworkAclEntry. */
  void add(Resource acl, AclEntry entry) {
    check(entry);
    if (entry(acl, entry.number(), entry.egress()).isPresent()) {
      throw refusal(
          "NetworkAclEntryAlreadyExists",
          "The network acl entry identified by " + entry.number() + " already exists.");
    }
    if (acl.list(AclEntry.direction(entry.egress())).size() >= ENTRIES_PER_DIRECTION) {
      throw refusal(
          "NetworkAclEntryLimitExceeded",
          "The maximum number of network acl entries has been reached.");
    }
    entry.addTo(acl);
  }

  /** ReplaceNetworkAclEntry. */
  void replace(Resource acl, AclEntry entry) {
    check(entry);
    removeEntry(acl, entry.number(), entry.egress());
    entry.addTo(acl);
  }

  /**
   * DeleteNetworkAclEntry. A rule of the program that owned the entry is gone with it, as the
   * provider's next read would find.
   */
  void remove(Resource acl, int number, boolean egress) {
    removeEntry(acl, number, egress);
    inventory.account().list(Ec2Types.NETWORK_ACL_RULE, acl.region()).stream()
        .filter(rule -> rule.string("networkAclId").equals(acl.id()))
        .filter(rule -> rule.integer("ruleNumber") == number && rule.flag("egress") == egress)
        .forEach(inventory.account()::remove);
  }

  private void removeEntry(Resource acl, int number, boolean egress) {
    if (!AclEntry.removeFrom(acl, number, egress)) {
      throw refusal(
          "InvalidNetworkAclEntry.NotFound",
          "The network acl entry identified by " + number + " does not exist");
    }
  }

  private static Optional<AclEntry> entry(Resource acl, int number, boolean egress) {
    return AclEntry.of(acl, egress).stream().filter(entry -> entry.number() == number).findFirst();
  }

  private static AclEntry entry(Resource rule) {
    return new AclEntry(
        rule.integer("ruleNumber"),
        rule.flag("egress"),
        AclEntry.protocol(rule.string("protocol")),
        rule.string("ruleAction").toLowerCase(java.util.Locale.ROOT),
        rule.string("cidrBlock"),
        rule.integer("fromPort"),
        rule.integer("toPort"));
  }

  private static void check(Resource acl) {
    for (boolean egress : List.of(false, true)) {
      List<AclEntry> entries = AclEntry.of(acl, egress);
      entries.forEach(NetworkAcls::check);
      if (entries.stream().map(AclEntry::number).distinct().count() < entries.size()) {
        throw refusal(
            "NetworkAclEntryAlreadyExists",
            "Two " + AclEntry.direction(egress) + " entries of the network acl share a number.");
      }
      if (entries.size() > ENTRIES_PER_DIRECTION) {
        throw refusal(
            "NetworkAclEntryLimitExceeded",
            "The maximum number of network acl entries has been reached.");
      }
    }
  }

  private static void check(AclEntry entry) {
    if (entry.number() < 1 || entry.number() > LAST_NUMBER) {
      throw refusal(
          "InvalidParameterValue",
          "Invalid value '" + entry.number() + "' for ruleNumber. Must be in range 1-32766.");
    }
    if (!List.of("allow", "deny").contains(entry.action())) {
      throw refusal(
          "InvalidParameterValue", "Invalid value '" + entry.action() + "' for rule action.");
    }
    if (Cidr.parse(entry.cidr()).isEmpty()) {
      throw refusal(
          "InvalidParameterValue",
          "Value (" + entry.cidr() + ") for parameter cidrBlock is invalid.");
    }
    if (entry.from() > entry.to()) {
      throw refusal(
          "InvalidParameterValue", "Invalid port range " + entry.from() + "-" + entry.to() + ".");
    }
  }

  private static void normalize(Resource acl) {
    for (boolean egress : List.of(false, true)) {
      acl.set(
          AclEntry.direction(egress),
          AclEntry.of(acl, egress).stream().map(AclEntry::attributes).toList());
    }
  }

  private void move(String subnetId, Resource acl) {
    Resource subnet = inventory.subnet(acl.region(), subnetId);
    if (!subnet.string("vpcId").equals(acl.string("vpcId"))) {
      throw refusal(
          "InvalidParameterValue",
          "The network acl "
              + acl.id()
              + " and subnet "
              + subnetId
              + " belong to different networks.");
    }
    inventory
        .networkAclOf(acl.region(), subnetId)
        .filter(other -> other != acl)
        .ifPresent(other -> other.set("subnetIds", without(other, subnetId)));
    List<String> members = new ArrayList<>(without(acl, subnetId));
    members.add(subnetId);
    acl.set("subnetIds", members);
  }

  private void leave(Resource acl, String subnetId) {
    if (acl.strings("subnetIds").contains(subnetId)) {
      inventory
          .find(Ec2Types.VPC, acl.region(), acl.string("vpcId"))
          .flatMap(
              vpc ->
                  inventory.find(
                      Ec2Types.NETWORK_ACL, acl.region(), vpc.string("defaultNetworkAclId")))
          .ifPresent(main -> move(subnetId, main));
    }
  }

  static List<String> without(Resource acl, String subnetId) {
    return acl.strings("subnetIds").stream().filter(member -> !member.equals(subnetId)).toList();
  }

  private static List<String> strings(Object list) {
    return ((List<?>) list).stream().map(Object::toString).toList();
  }

  /** The number in ids that the provider makes up itself. */
  static long crc(String text) {
    CRC32 crc = new CRC32();
    crc.update(text.getBytes(StandardCharsets.UTF_8));
    return crc.getValue();
  }
}
