package io.pharos.engine;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a resource's inputs open to the whole Internet: security group rules of any kind, and
 * databases that are publicly accessible. The two ports of Pharos' own load balancer are no
 * opening.
 */
final class WorldAccess {
  private static final Set<String> WORLD = Set.of("0.0.0.0/0", "::/0");

  private WorldAccess() {}

  /**
   * What becomes open that is not open yet, {@code tcp 22}.
   *
   * @param old the inputs as they are; empty when the resource does not exist yet
   */
  static List<String> opened(
      String urn, String type, Map<String, Object> old, Map<String, Object> inputs) {
    Set<String> opened = new TreeSet<>(open(urn, type, inputs));
    opened.removeAll(open(urn, type, old));
    return List.copyOf(opened);
  }

  private static List<String> open(String urn, String type, Map<String, Object> inputs) {
    return switch (type) {
      case "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule" ->
          ofLoadBalancer(urn, inputs) ? List.of() : rule(inputs, "ipProtocol");
      case "aws:ec2/securityGroupRule:SecurityGroupRule" ->
          "ingress".equals(inputs.get("type")) ? rule(inputs, "protocol") : List.of();
      case "aws:ec2/securityGroup:SecurityGroup",
              "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup" ->
          rules(inputs.get("ingress"));
      case "aws:rds/instance:Instance", "aws:rds/clusterInstance:ClusterInstance" ->
          Boolean.TRUE.equals(inputs.get("publiclyAccessible"))
              ? List.of("publicly accessible")
              : List.of();
      default -> List.of();
    };
  }

  /** Users arrive there: HTTP and HTTPS, by the rules that the network component makes. */
  private static boolean ofLoadBalancer(String urn, Map<String, Object> inputs) {
    String port = port(inputs);
    return urn.contains("pharos:component:Network$")
        && urn.matches(".*-world-to-load-balancer-https?")
        && (port.equals("80") || port.equals("443"));
  }

  private static List<String> rules(Object blocks) {
    List<String> open = new ArrayList<>();
    if (blocks instanceof Collection<?> all) {
      for (Object block : all) {
        if (block instanceof Map<?, ?> map) {
          open.addAll(rule(map, "protocol"));
        }
      }
    }
    return open;
  }

  private static List<String> rule(Map<?, ?> rule, String protocol) {
    boolean open =
        world(rule.get("cidrIpv4"))
            || world(rule.get("cidrIpv6"))
            || world(rule.get("cidrBlocks"))
            || world(rule.get("ipv6CidrBlocks"));
    return open
        ? List.of(
            Optional.ofNullable(rule.get(protocol)).map(Object::toString).orElse("-1")
                + " "
                + port(rule))
        : List.of();
  }

  private static boolean world(Object cidr) {
    return cidr instanceof Collection<?> many
        ? many.stream().anyMatch(WorldAccess::world)
        : cidr != null && WORLD.contains(cidr.toString());
  }

  private static String port(Map<?, ?> rule) {
    String from = number(rule.get("fromPort"));
    String to = number(rule.get("toPort"));
    return from.isEmpty() ? "all ports" : from.equals(to) ? from : from + "-" + to;
  }

  private static String number(Object value) {
    return value instanceof Number number
        ? Long.toString(number.longValue())
        : value == null ? "" : value.toString();
  }
}
