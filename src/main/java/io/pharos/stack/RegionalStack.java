package io.pharos.stack;

import com.pulumi.Context;
import com.pulumi.aws.Provider;
import com.pulumi.aws.ProviderArgs;
import com.pulumi.aws.inputs.ProviderDefaultTagsArgs;
import com.pulumi.core.Output;
import com.pulumi.resources.ComponentResourceOptions;
import com.pulumi.resources.ProviderResource;
import io.pharos.component.Database;
import io.pharos.component.DefaultTags;
import io.pharos.component.Ec2Compute;
import io.pharos.component.Encryption;
import io.pharos.component.LoadBalancer;
import io.pharos.component.Monitoring;
import io.pharos.component.Network;
import io.pharos.component.ObjectStore;
import io.pharos.component.Recovery;
import io.pharos.config.Settings;
import io.pharos.config.Site;
import io.pharos.recovery.contract.Position;
import java.util.List;

/**
 * What the stacks share besides components: the provider of a Region, and the outputs of a regional
 * stack.
 */
final class RegionalStack {
  private RegionalStack() {}

  /**
   * Options of a component: one explicit provider per stack, whose default tags say what everything
   * belongs to.
   */
  static ComponentResourceOptions in(String region, Settings settings, String stack) {
    ProviderResource provider =
        new Provider(
            "aws",
            ProviderArgs.builder()
                .region(region)
                .defaultTags(
                    ProviderDefaultTagsArgs.builder().tags(DefaultTags.of(settings, stack)).build())
                .build());
    return ComponentResourceOptions.builder().providers(List.of(provider)).build();
  }

  static void export(
      Context context,
      Site site,
      Network network,
      Encryption encryption,
      Output<String> databaseCredentials,
      Database database,
      LoadBalancer loadBalancer,
      ObjectStore objects,
      Ec2Compute compute,
      Monitoring monitoring,
      Recovery recovery) {
    context.export("region", Output.of(site.region()));
    context.export("position", Output.of(site.position().word()));
    context.export("vpcId", network.vpcId());
    context.export(RegionOutputs.NETWORK_ACL_ID, network.isolatedNetworkAclId());
    context.export(RegionOutputs.APP_CIDRS, network.privateSubnetCidrs());
    context.export(RegionOutputs.QUARANTINE_GROUP_ID, network.quarantineSecurityGroupId());
    context.export(RegionOutputs.TAKEOVER_RULE_ARN, loadBalancer.takeoverRuleArn());
    context.export(RegionOutputs.KEY_ARN, encryption.keyArn());
    context.export(RegionOutputs.DATABASE_CREDENTIALS, databaseCredentials.asSecret());
    context.export("databaseIdentifier", database.identifier());
    context.export(RegionOutputs.DATABASE_ARN, database.arn());
    context.export("databaseEndpoint", database.endpoint());
    context.export(RegionOutputs.LOAD_BALANCER_DNS_NAME, loadBalancer.dnsName());
    context.export(RegionOutputs.LOAD_BALANCER_ZONE_ID, loadBalancer.zoneId());
    context.export("bucketName", objects.bucketName());
    context.export(RegionOutputs.BUCKET_ARN, objects.bucketArn());
    context.export("autoScalingGroupName", compute.autoScalingGroupName());
    context.export("tableName", recovery.tableName());
    context.export(RegionOutputs.TAKEOVER_ALARM_NAME, recovery.trafficAlarmName());
    if (site.position() == Position.SECONDARY) {
      // In the primary it comes with the second `up`, which would be drift to the other stacks.
      recovery.stateMachineArn().ifPresent(arn -> context.export("stateMachineArn", arn));
    }
    context.export("dashboard", monitoring.dashboardName());
  }
}
