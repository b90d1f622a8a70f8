package io.pharos.component;

import com.pulumi.aws.ec2.SecurityGroup;
import com.pulumi.aws.ec2.SecurityGroupArgs;
import com.pulumi.aws.vpc.SecurityGroupEgressRule;
import com.pulumi.aws.vpc.SecurityGroupEgressRuleArgs;
import com.pulumi.aws.vpc.SecurityGroupIngressRule;
import com.pulumi.aws.vpc.SecurityGroupIngressRuleArgs;
import com.pulumi.core.Output;
import com.pulumi.resources.CustomResourceOptions;
import com.pulumi.resources.Resource;
import io.pharos.config.Site;
import java.util.Map;

/**
 * Who may open a connection to whom: the world to the load balancer, the load balancer to the
 * application, application and tools to the database. The database opens none.
 */
final class SecurityGroups {
  private static final String WORLD = "0.0.0.0/0";
  private static final int HTTP = 80;
  private static final int HTTPS = 443;

  private final String prefix;
  private final Site site;
  private final Output<String> vpcId;
  private final CustomResourceOptions options;
  private final SecurityGroup loadBalancer;
  private final SecurityGroup app;
  private final SecurityGroup database;
  private final SecurityGroup tools;
  private final SecurityGroup quarantine;

  SecurityGroups(String prefix, Site site, Output<String> vpcId, Resource parent) {
    this.prefix = prefix;
    this.site = site;
    this.vpcId = vpcId;
    this.options = CustomResourceOptions.builder().parent(parent).build();
    this.loadBalancer = group("load-balancer", "The load balancer: open to the world");
    this.app = group("app", "The application: open to the load balancer");
    this.database = group("database", "The database: open to the application and the tools");
    this.tools = group("tools", "Functions that talk to the database: open to nobody");
    this.quarantine =
        group("quarantine", "An old writer: open to the tools, closed to the application");
    int appPort = site.settings().compute().port();
    int databasePort = site.settings().database().port();
    worldTo(loadBalancer, HTTP, "http");
    if (site.settings().routing().certificate().isPresent()) {
      worldTo(loadBalancer, HTTPS, "https");
    }
    between("load-balancer", loadBalancer, "app", app, appPort);
    between("app", app, "database", database, databasePort);
    between("tools", tools, "database", database, databasePort);
    // What an old writer has, and nobody else, must be possible to find out.
    between("tools", tools, "quarantine", quarantine, databasePort);
    // Images, packages and AWS's own endpoints.
    toWorld("app", app);
    toWorld("tools", tools);
  }

  SecurityGroup loadBalancer() {
    return loadBalancer;
  }

  SecurityGroup app() {
    return app;
  }

  SecurityGroup database() {
    return database;
  }

  SecurityGroup tools() {
    return tools;
  }

  /** Where the runtime puts a database that must not be written any more. */
  SecurityGroup quarantine() {
    return quarantine;
  }

  private SecurityGroup group(String what, String description) {
    String name = site.names().regional(what);
    return new SecurityGroup(
        prefix + "-" + what,
        SecurityGroupArgs.builder()
            .name(name)
            .description(description)
            .vpcId(vpcId)
            .revokeRulesOnDelete(true)
            .tags(Map.of("Name", name))
            .build(),
        options);
  }

  private void worldTo(SecurityGroup group, int port, String what) {
    new SecurityGroupIngressRule(
        prefix + "-world-to-load-balancer-" + what,
        SecurityGroupIngressRuleArgs.builder()
            .securityGroupId(group.id())
            .description("world to load balancer")
            .cidrIpv4(WORLD)
            .ipProtocol("tcp")
            .fromPort(port)
            .toPort(port)
            .build(),
        options);
  }

  private void toWorld(String what, SecurityGroup group) {
    new SecurityGroupEgressRule(
        prefix + "-" + what + "-to-world",
        SecurityGroupEgressRuleArgs.builder()
            .securityGroupId(group.id())
            .description(what + " to HTTPS endpoints")
            .cidrIpv4(WORLD)
            .ipProtocol("tcp")
            .fromPort(HTTPS)
            .toPort(HTTPS)
            .build(),
        options);
  }

  private void between(
      String fromName, SecurityGroup from, String toName, SecurityGroup to, int port) {
    String name = prefix + "-" + fromName + "-to-" + toName;
    String description = fromName + " to " + toName;
    new SecurityGroupEgressRule(
        name,
        SecurityGroupEgressRuleArgs.builder()
            .securityGroupId(from.id())
            .description(description)
            .referencedSecurityGroupId(to.id())
            .ipProtocol("tcp")
            .fromPort(port)
            .toPort(port)
            .build(),
        options);
    new SecurityGroupIngressRule(
        name,
        SecurityGroupIngressRuleArgs.builder()
            .securityGroupId(to.id())
            .description(description)
            .referencedSecurityGroupId(from.id())
            .ipProtocol("tcp")
            .fromPort(port)
            .toPort(port)
            .build(),
        options);
  }
}
