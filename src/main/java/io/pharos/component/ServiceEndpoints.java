package io.pharos.component;

import com.pulumi.aws.ec2.SecurityGroup;
import com.pulumi.aws.ec2.SecurityGroupArgs;
import com.pulumi.aws.ec2.VpcEndpoint;
import com.pulumi.aws.ec2.VpcEndpointArgs;
import com.pulumi.aws.vpc.SecurityGroupIngressRule;
import com.pulumi.aws.vpc.SecurityGroupIngressRuleArgs;
import com.pulumi.core.Output;
import com.pulumi.resources.CustomResourceOptions;
import com.pulumi.resources.Resource;
import io.pharos.config.Site;
import java.util.List;
import java.util.Map;

/**
 * Ways to the AWS services that the application and the functions in its network call, which do not
 * lead through the NAT gateways: their failure, and the Internet's, is none of theirs. Each is
 * billed by the hour and zone; in a small system that is more than what NAT costs for it.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/vpc/latest/privatelink/aws-services-privatelink-support.html">AWS
 *     services that integrate with AWS PrivateLink</a>
 */
final class ServiceEndpoints {
  /** Start-up, credentials, settings, logs and figures, and a person's session on an instance. */
  private static final List<String> SERVICES =
      List.of(
          "ecr.api",
          "ecr.dkr",
          "logs",
          "monitoring",
          "secretsmanager",
          "ssm",
          "ssmmessages",
          "ec2messages",
          "sts");

  private static final int HTTPS = 443;

  private final String prefix;
  private final Site site;
  private final Output<String> vpcId;
  private final CustomResourceOptions options;

  ServiceEndpoints(String prefix, Site site, Output<String> vpcId, Resource parent) {
    this.prefix = prefix;
    this.site = site;
    this.vpcId = vpcId;
    this.options = CustomResourceOptions.builder().parent(parent).build();
  }

  /**
   * Makes them.
   *
   * @param subnetIds one in each zone, where their interfaces are
   * @param groups who may use them, by what each is called
   * @param routeTables of the subnets whose way to DynamoDB leads through a gateway, which is free
   */
  void open(
      Output<List<String>> subnetIds,
      Map<String, SecurityGroup> groups,
      Output<List<String>> routeTables) {
    SecurityGroup entrance = entrance(groups);
    for (String service : SERVICES) {
      String what = service.replace('.', '-');
      new VpcEndpoint(
          prefix + "-" + what,
          VpcEndpointArgs.builder()
              .vpcId(vpcId)
              .serviceName(serviceName(service))
              .vpcEndpointType("Interface")
              .subnetIds(subnetIds)
              .securityGroupIds(entrance.id().applyValue(id -> List.of(id)))
              .privateDnsEnabled(true)
              .tags(Map.of("Name", site.names().regional(what)))
              .build(),
          options);
    }
    new VpcEndpoint(
        prefix + "-dynamodb",
        VpcEndpointArgs.builder()
            .vpcId(vpcId)
            .serviceName(serviceName("dynamodb"))
            .vpcEndpointType("Gateway")
            .routeTableIds(routeTables)
            .tags(Map.of("Name", site.names().regional("dynamodb")))
            .build(),
        options);
  }

  private String serviceName(String service) {
    return "com.amazonaws." + site.region() + "." + service;
  }

  private SecurityGroup entrance(Map<String, SecurityGroup> groups) {
    String name = site.names().regional("endpoints");
    SecurityGroup entrance =
        new SecurityGroup(
            prefix + "-endpoints",
            SecurityGroupArgs.builder()
                .name(name)
                .description("AWS services: open to the application and the tools")
                .vpcId(vpcId)
                .revokeRulesOnDelete(true)
                .tags(Map.of("Name", name))
                .build(),
            options);
    groups.forEach(
        (what, group) ->
            new SecurityGroupIngressRule(
                prefix + "-" + what + "-to-endpoints",
                SecurityGroupIngressRuleArgs.builder()
                    .securityGroupId(entrance.id())
                    .description(what + " to AWS services")
                    .referencedSecurityGroupId(group.id())
                    .ipProtocol("tcp")
                    .fromPort(HTTPS)
                    .toPort(HTTPS)
                    .build(),
                options));
    return entrance;
  }
}
