package io.pharos.sandbox.service.ec2;

import io.pharos.sandbox.core.Resource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One rule of a security group: to or from a CIDR block, or the members of a group; exactly one of
 * {@code cidr} and {@code groupId} is not empty. The group's attributes {@code ingress} and {@code
 * egress} are the only place where rules are kept, whoever made them.
 *
 * @param protocol {@code -1} for all, or a protocol's name in lower case
 */
record Permission(String protocol, int from, int to, String cidr, String groupId) {

  /** All rules of one direction. */
  static List<Permission> of(Resource group, boolean egress) {
    return group.maps(egress ? "egress" : "ingress").stream()
        .flatMap(entry -> of(entry, group.id()).stream())
        .toList();
  }

  /** The rules in one inline block. */
  static List<Permission> of(Map<String, Object> entry, String ownId) {
    String protocol = protocol(String.valueOf(entry.get("protocol")));
    int from = AclEntry.integer(entry.get("fromPort"));
    int to = AclEntry.integer(entry.get("toPort"));
    List<Permission> permissions = new ArrayList<>();
    strings(entry, "cidrBlocks")
        .forEach(cidr -> permissions.add(new Permission(protocol, from, to, cidr, "")));
    strings(entry, "securityGroups")
        .forEach(group -> permissions.add(new Permission(protocol, from, to, "", group)));
    if (Boolean.TRUE.equals(entry.get("self"))) {
      permissions.add(new Permission(protocol, from, to, "", ownId));
    }
    return permissions;
  }

  /** The rule that a resource of its own declares. */
  static Permission of(Resource rule) {
    String group = rule.string("referencedSecurityGroupId");
    return new Permission(
        protocol(rule.string("ipProtocol")),
        rule.integer("fromPort"),
        rule.integer("toPort"),
        rule.string("cidrIpv4"),
        group.substring(group.indexOf('/') + 1));
  }

  static String protocol(String name) {
    return switch (name.toLowerCase(java.util.Locale.ROOT)) {
      case "all", "-1" -> "-1";
      case "6" -> "tcp";
      case "17" -> "udp";
      case "1" -> "icmp";
      default -> name.toLowerCase(java.util.Locale.ROOT);
    };
  }

  /** As the provider reads it, as a block of its own. */
  Map<String, Object> attributes(String ownId) {
    boolean self = !groupId.isEmpty() && groupId.equals(ownId);
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("cidrBlocks", cidr.isEmpty() ? List.of() : List.of(cidr));
    entry.put("description", "");
    entry.put("fromPort", from);
    entry.put("ipv6CidrBlocks", List.of());
    entry.put("prefixListIds", List.of());
    entry.put("protocol", protocol);
    entry.put("securityGroups", groupId.isEmpty() || self ? List.of() : List.of(groupId));
    entry.put("self", self);
    entry.put("toPort", to);
    return entry;
  }

  boolean allows(int port, Cidr peer, List<String> peerGroups) {
    boolean ports = protocol.equals("-1") || protocol.equals("tcp") && from <= port && port <= to;
    boolean who =
        cidr.isEmpty()
            ? peerGroups.contains(groupId)
            : Cidr.parse(cidr).filter(block -> block.covers(peer)).isPresent();
    return ports && who;
  }

  private static List<String> strings(Map<String, Object> entry, String key) {
    return entry.get(key) instanceof List<?> list
        ? list.stream().map(Object::toString).toList()
        : List.of();
  }
}
