package io.pharos.sandbox.service.ec2;

import static io.pharos.sandbox.service.ec2.Inventory.refusal;
import static io.pharos.sandbox.service.ec2.Inventory.settle;

import io.pharos.sandbox.core.Behavior;
import io.pharos.sandbox.core.Resource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Security groups and their rules, inline or as resources of their own. A group that the provider
 * makes allows nothing in and nothing out until a rule says so.
 */
final class SecurityGroups {
  private static final int RULES_PER_DIRECTION = 60;

  private final Inventory inventory;

  SecurityGroups(Inventory inventory) {
    this.inventory = inventory;
  }

  Behavior group() {
    return new Behavior() {
      @Override
      public void create(Resource group) {
        checkName(group);
        checkInline(group);
        inventory.identify(group, inventory.freshId("sg-", group), "security-group");
        settle(group, "ingress", List.of());
        settle(group, "egress", List.of());
        settle(group, "revokeRulesOnDelete", false);
      }

      @Override
      public void update(Resource group, Map<String, Object> before) {
        keepRules(group, before);
        checkInline(group);
        Inventory.tagged(group);
      }

      @Override
      public void delete(Resource group) {
        if (inUse(group)) {
          throw refusal(
              "DependencyViolation", "resource " + group.id() + " has a dependent object");
        }
      }
    };
  }

  /** Takes over the group that every VPC has; what is not declared is revoked. */
  Behavior defaultGroup() {
    return new Behavior() {
      @Override
      public void create(Resource adopted) {
        Resource vpc = inventory.vpc(adopted.region(), adopted.string("vpcId"));
        Resource group =
            inventory.securityGroup(adopted.region(), vpc.string("defaultSecurityGroupId"));
        adopted.id(group.id());
        for (String attribute : List.of("arn", "ownerId", "name", "description")) {
          adopted.set(attribute, group.string(attribute));
        }
        apply(adopted, group);
      }

      @Override
      public void update(Resource adopted, Map<String, Object> before) {
        keepRules(adopted, before);
        apply(adopted, inventory.securityGroup(adopted.region(), adopted.id()));
      }

      @Override
      public void read(Resource adopted) {
        Resource group = inventory.securityGroup(adopted.region(), adopted.id());
        adopted.set("ingress", group.list("ingress")).set("egress", group.list("egress"));
      }

      private void apply(Resource adopted, Resource group) {
        checkInline(adopted);
        settle(adopted, "ingress", List.of());
        settle(adopted, "egress", List.of());
        group.set("ingress", adopted.list("ingress")).set("egress", adopted.list("egress"));
        group.set("tags", adopted.map("tags"));
        Inventory.tagged(adopted);
      }
    };
  }

  /** {@code vpc.SecurityGroupIngressRule} and {@code vpc.SecurityGroupEgressRule}. */
  Behavior rule(boolean egress) {
    String direction = egress ? "egress" : "ingress";
    return new Behavior() {
      @Override
      public void create(Resource rule) {
        Resource group = inventory.securityGroup(rule.region(), rule.string("securityGroupId"));
        Permission permission = check(rule, group);
        refuseDuplicate(group, permission, egress);
        inventory.identify(rule, inventory.freshId("sgr-", rule), "security-group-rule");
        rule.attributes().remove("ownerId");
        rule.set("securityGroupRuleId", rule.id());
        add(group, direction, permission);
      }

      @Override
      public void update(Resource rule, Map<String, Object> before) {
        Resource group = inventory.securityGroup(rule.region(), rule.string("securityGroupId"));
        Permission wanted = check(rule, group);
        Permission old = Permission.of(new Resource(rule.type(), rule.region(), "", before));
        if (!wanted.equals(old)) {
          refuseDuplicate(group, wanted, egress);
          remove(group, direction, old);
          add(group, direction, wanted);
        }
        Inventory.tagged(rule);
      }

      @Override
      public void delete(Resource rule) {
        inventory
            .find(Ec2Types.SECURITY_GROUP, rule.region(), rule.string("securityGroupId"))
            .ifPresent(group -> remove(group, direction, Permission.of(rule)));
      }
    };
  }

  private void checkName(Resource group) {
    Resource vpc = inventory.vpc(group.region(), group.string("vpcId"));
    String name = group.string("name");
    if (name.isEmpty() || name.startsWith("sg-") || name.length() > 255) {
      throw refusal(
          "InvalidParameterValue",
          "Value ("
              + name
              + ") for parameter GroupName is invalid. Character sets beyond ASCII are"
              + " not supported, and it may not start with 'sg-'.");
    }
    inventory
        .account()
        .first(
            Ec2Types.SECURITY_GROUP,
            group.region(),
            other -> other.string("vpcId").equals(vpc.id()) && other.string("name").equals(name))
        .ifPresent(
            other -> {
              throw refusal(
                  "InvalidGroup.Duplicate",
                  "The security group '" + name + "' already exists for VPC '" + vpc.id() + "'");
            });
  }

  private void checkInline(Resource group) {
    for (boolean egress : List.of(false, true)) {
      List<Permission> permissions =
          group.maps(egress ? "egress" : "ingress").stream()
              .flatMap(entry -> Permission.of(entry, "self").stream())
              .toList();
      permissions.forEach(permission -> check(permission, group));
      if (permissions.size() > RULES_PER_DIRECTION) {
        throw refusal(
            "RulesPerSecurityGroupLimitExceeded",
            "The maximum number of rules per security group has been reached.");
      }
    }
  }

  private Permission check(Resource rule, Resource group) {
    long sources =
        Stream.of("cidrIpv4", "cidrIpv6", "prefixListId", "referencedSecurityGroupId")
            .filter(rule::has)
            .count();
    if (sources != 1) {
      throw refusal(
          "InvalidParameterValue",
          "Exactly one of cidrIpv4, cidrIpv6, prefixListId and referencedSecurityGroupId must be"
              + " given.");
    }
    if (rule.has("cidrIpv6") || rule.has("prefixListId")) {
      throw new UnsupportedOperationException(
          "the sandbox knows neither IPv6 nor prefix lists: " + rule);
    }
    boolean ported = !Permission.protocol(rule.string("ipProtocol")).equals("-1");
    if (ported && !(rule.has("fromPort") && rule.has("toPort"))) {
      throw refusal(
          "InvalidParameterValue",
          "Invalid value 'Must specify both from and to ports with TCP/UDP.' for portRange.");
    }
    Permission permission = Permission.of(rule);
    check(permission, group);
    return permission;
  }

  private void check(Permission permission, Resource group) {
    if (permission.from() > permission.to() || permission.to() > 65535) {
      throw refusal(
          "InvalidParameterValue",
          "Invalid port range " + permission.from() + "-" + permission.to() + ".");
    }
    if (permission.groupId().isEmpty()) {
      if (Cidr.parse(permission.cidr()).isEmpty()) {
        throw refusal("InvalidParameterValue", "CIDR block " + permission.cidr() + " is malformed");
      }
    } else if (!permission.groupId().equals("self")) {
      Resource peer = inventory.securityGroup(group.region(), permission.groupId());
      if (!peer.string("vpcId").equals(group.string("vpcId"))) {
        throw refusal(
            "InvalidGroup.NotFound",
            "You have specified two resources that belong to different networks.");
      }
    }
  }

  private static void refuseDuplicate(Resource group, Permission permission, boolean egress) {
    if (Permission.of(group, egress).contains(permission)) {
      throw refusal(
          "InvalidPermission.Duplicate",
          "the specified rule \"peer: "
              + (permission.cidr().isEmpty() ? permission.groupId() : permission.cidr())
              + ", "
              + (permission.protocol().equals("-1")
                  ? "ALL"
                  : permission.protocol().toUpperCase(java.util.Locale.ROOT))
              + ", from port: "
              + permission.from()
              + ", to port: "
              + permission.to()
              + ", ALLOW\" already exists");
    }
    if (Permission.of(group, egress).size() >= RULES_PER_DIRECTION) {
      throw refusal(
          "RulesPerSecurityGroupLimitExceeded",
          "The maximum number of rules per security group has been reached.");
    }
  }

  private static void keepRules(Resource group, Map<String, Object> before) {
    for (String direction : List.of("ingress", "egress")) {
      if (!group.has(direction)) {
        group.set(direction, before.getOrDefault(direction, List.of()));
      }
    }
  }

  private static void add(Resource group, String direction, Permission permission) {
    List<Map<String, Object>> entries = new ArrayList<>(group.maps(direction));
    entries.add(permission.attributes(group.id()));
    group.set(direction, entries);
  }

  private static void remove(Resource group, String direction, Permission permission) {
    List<Map<String, Object>> entries = new ArrayList<>(group.maps(direction));
    entries.removeIf(entry -> Permission.of(entry, group.id()).equals(List.of(permission)));
    group.set(direction, entries);
  }

  private boolean inUse(Resource group) {
    boolean named =
        inventory.account().list(Ec2Types.SECURITY_GROUP, group.region()).stream()
            .filter(other -> other != group)
            .flatMap(
                other ->
                    Stream.concat(
                        Permission.of(other, false).stream(), Permission.of(other, true).stream()))
            .anyMatch(permission -> permission.groupId().equals(group.id()));
    return named
        || Stream.of(
                "aws:lb/loadBalancer:LoadBalancer",
                "aws:rds/instance:Instance",
                "aws:rds/cluster:Cluster",
                "aws:lambda/function:Function",
                Ec2Types.VPC_ENDPOINT)
            .flatMap(type -> inventory.account().list(type, group.region()).stream())
            .anyMatch(user -> uses(user, group.id()));
  }

  private static boolean uses(Resource user, String groupId) {
    Object function = user.map("vpcConfig").getOrDefault("securityGroupIds", List.of());
    return user.strings("securityGroups").contains(groupId)
        || user.strings("securityGroupIds").contains(groupId)
        || user.strings("vpcSecurityGroupIds").contains(groupId)
        || ((List<?>) function).contains(groupId);
  }
}
