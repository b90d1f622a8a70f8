package io.pharos.sandbox.service.ec2;

import io.pharos.sandbox.core.Resource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One numbered entry of a network ACL. The ACL's attributes {@code ingress} and {@code egress} are
 * the only place where entries are kept, whoever made them.
 *
 * @param protocol {@code -1} or a protocol number
 */
record AclEntry(
    int number, boolean egress, String protocol, String action, String cidr, int from, int to) {

  static AclEntry of(Map<String, Object> entry, boolean egress) {
    return new AclEntry(
        integer(entry.get("ruleNo")),
        egress,
        protocol(String.valueOf(entry.get("protocol"))),
        String.valueOf(entry.get("action")).toLowerCase(java.util.Locale.ROOT),
        String.valueOf(entry.getOrDefault("cidrBlock", "")),
        integer(entry.get("fromPort")),
        integer(entry.get("toPort")));
  }

  /** The entries of one direction, in the order in which they decide. */
  static List<AclEntry> of(Resource acl, boolean egress) {
    return acl.maps(direction(egress)).stream()
        .map(entry -> of(entry, egress))
        .sorted(Comparator.comparingInt(AclEntry::number))
        .toList();
  }

  static String direction(boolean egress) {
    return egress ? "egress" : "ingress";
  }

  /** The provider's numbers for the names that it takes. */
  static String protocol(String name) {
    return switch (name.toLowerCase(java.util.Locale.ROOT)) {
      case "all" -> "-1";
      case "tcp" -> "6";
      case "udp" -> "17";
      case "icmp" -> "1";
      default -> name;
    };
  }

  Map<String, Object> attributes() {
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("action", action);
    entry.put("cidrBlock", cidr);
    entry.put("fromPort", from);
    entry.put("icmpCode", 0);
    entry.put("icmpType", 0);
    entry.put("ipv6CidrBlock", "");
    entry.put("protocol", protocol);
    entry.put("ruleNo", number);
    entry.put("toPort", to);
    return entry;
  }

  void addTo(Resource acl) {
    List<Map<String, Object>> entries = new ArrayList<>(acl.maps(direction(egress)));
    entries.add(attributes());
    entries.sort(Comparator.comparingInt(entry -> integer(entry.get("ruleNo"))));
    acl.set(direction(egress), entries);
  }

  /** Whether there was an entry with this number. */
  static boolean removeFrom(Resource acl, int number, boolean egress) {
    List<Map<String, Object>> entries = new ArrayList<>(acl.maps(direction(egress)));
    boolean found = entries.removeIf(entry -> integer(entry.get("ruleNo")) == number);
    acl.set(direction(egress), entries);
    return found;
  }

  /** Whether it decides about TCP packets of these ports: it does when it meets any of them. */
  boolean concerns(Cidr peer, int low, int high) {
    return Cidr.parse(cidr).filter(peer::overlaps).isPresent()
        && (protocol.equals("-1") || protocol.equals("6") && from <= high && to >= low);
  }

  /** Whether it lets all of them pass. */
  boolean allowsAll(Cidr peer, int low, int high) {
    return action.equals("allow")
        && Cidr.of(cidr).covers(peer)
        && (protocol.equals("-1") || from <= low && to >= high);
  }

  static int integer(Object value) {
    return value == null
        ? 0
        : value instanceof Number number ? number.intValue() : Integer.parseInt(value.toString());
  }
}
