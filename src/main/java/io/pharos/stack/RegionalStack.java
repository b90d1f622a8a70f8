package io.pharos.stack;

import com.pulumi.Context;
import com.pulumi.aws.Provider;
import com.pulumi.aws.ProviderArgs;
import com.pulumi.aws.inputs.ProviderAssumeRoleArgs;
import com.pulumi.aws.inputs.ProviderDefaultTagsArgs;
import com.pulumi.core.Output;
import com.pulumi.resources.ComponentResourceOptions;
import com.pulumi.resources.ProviderResource;
import io.pharos.component.Audit;
import io.pharos.component.AuditArgs;
import io.pharos.component.BackupVault;
import io.pharos.component.BackupVaultArgs;
import io.pharos.component.Compute;
import io.pharos.component.Configuration;
import io.pharos.component.ConfigurationArgs;
import io.pharos.component.Database;
import io.pharos.component.DatabaseArgs;
import io.pharos.component.DefaultTags;
import io.pharos.component.Ec2Compute;
import io.pharos.component.Ec2ComputeArgs;
import io.pharos.component.EcsCompute;
import io.pharos.component.EcsComputeArgs;
import io.pharos.component.Encryption;
import io.pharos.component.EncryptionArgs;
import io.pharos.component.FunctionPackage;
import io.pharos.component.Isolation;
import io.pharos.component.IsolationArgs;
import io.pharos.component.LoadBalancer;
import io.pharos.component.LoadBalancerArgs;
import io.pharos.component.Monitoring;
import io.pharos.component.MonitoringArgs;
import io.pharos.component.Network;
import io.pharos.component.NetworkArgs;
import io.pharos.component.ObjectStore;
import io.pharos.component.ObjectStoreArgs;
import io.pharos.component.OperatorAccess;
import io.pharos.component.Recovery;
import io.pharos.component.RecoveryArgs;
import io.pharos.component.RehearsalEntrance;
import io.pharos.component.RehearsalEntranceArgs;
import io.pharos.component.RestoreTesting;
import io.pharos.component.RestoreTestingArgs;
import io.pharos.component.TaskAlarm;
import io.pharos.component.UsersEntrance;
import io.pharos.component.UsersEntranceArgs;
import io.pharos.config.Role;
import io.pharos.config.Settings;
import io.pharos.config.Site;
import io.pharos.recovery.contract.Position;
import java.util.List;
import java.util.Optional;

/**
 * What is deployed in a Region, the same in both: the components, and their outputs. The stacks
 * differ in what they are given of each other.
 */
final class RegionalStack {
  private RegionalStack() {}

  /**
   * What a Region is given of its peer; what is not deployed there yet is empty.
   *
   * @param credentials of the databases, which the secondary Region takes over from the primary one
   * @param databaseArn of the database that a standby replicates, or has backups of
   * @param bucketKeyArn for objects that are replicated there
   * @param operations what operations need that activate this Region
   * @param schedulesKeyArn for snapshots, images and parameters that are copied there
   * @param backupVaultArn for copies of what AWS Backup makes
   */
  record Links(
      Optional<Output<String>> credentials,
      Optional<Output<String>> databaseArn,
      Optional<Output<String>> bucketKeyArn,
      Optional<RecoveryArgs.Peer> operations,
      Optional<Output<String>> schedulesKeyArn,
      Optional<Output<String>> backupVaultArn) {}

  static void define(Context context, Site site, ComponentResourceOptions options, Links links) {
    var encryption = new Encryption("encryption", new EncryptionArgs(site), options);
    var network = new Network("network", new NetworkArgs(site), options);
    var configuration =
        new Configuration(
            "configuration", new ConfigurationArgs(site, encryption, links.credentials()), options);
    var database =
        new Database(
            "database",
            new DatabaseArgs(site, network, encryption, configuration, links.databaseArn()),
            options);
    var loadBalancer =
        new LoadBalancer("load-balancer", new LoadBalancerArgs(site, network), options);
    Compute compute =
        switch (site.settings().compute().kind()) {
          case EC2 ->
              new Ec2Compute(
                  "compute",
                  new Ec2ComputeArgs(
                      site, network, encryption, configuration, database, loadBalancer),
                  options);
          case ECS ->
              new EcsCompute(
                  "compute",
                  new EcsComputeArgs(
                      site, network, encryption, configuration, database, loadBalancer),
                  options);
        };
    var objects =
        new ObjectStore(
            "object-store", new ObjectStoreArgs(site, encryption, links.bucketKeyArn()), options);
    var monitoring =
        new Monitoring(
            "monitoring", new MonitoringArgs(site, encryption, loadBalancer, database), options);
    if (compute instanceof EcsCompute) {
      new TaskAlarm("task-alarm", site, monitoring.topicArn(), options);
    }
    Optional<UsersEntrance> users =
        site.settings().routing().via().accelerates()
            ? Optional.of(
                new UsersEntrance(
                    "users-entrance", new UsersEntranceArgs(site, network, loadBalancer), options))
            : Optional.empty();
    users.ifPresent(
        entrance -> {
          context.export(RegionOutputs.LOAD_BALANCER_ARN, loadBalancer.arn());
          context.export(RegionOutputs.USERS_RULE_ARN, entrance.ruleArn());
          context.export(RegionOutputs.CLOSED_TARGET_GROUP_ARN, entrance.closedTargetGroupArn());
        });
    var recovery =
        new Recovery(
            "recovery",
            new RecoveryArgs(
                site,
                FunctionPackage.archive(),
                network,
                encryption,
                configuration,
                database,
                loadBalancer,
                compute,
                monitoring,
                users,
                links.operations(),
                links.schedulesKeyArn()),
            options);
    if (site.hasTrail()) {
      new Audit("audit", new AuditArgs(site, encryption), options);
    }
    if (!site.settings().operators().principals().isEmpty()) {
      var operators = new OperatorAccess("operators", site, options);
      context.export("operatorRoleArn", operators.roleArn());
    }
    site.settings()
        .backup()
        .ifPresent(
            settings -> {
              var args =
                  new BackupVaultArgs(
                      site,
                      settings,
                      encryption,
                      database,
                      objects,
                      monitoring,
                      links.backupVaultArn());
              var vault = new BackupVault("backup-vault", args, options);
              context.export(RegionOutputs.BACKUP_VAULT_ARN, vault.vaultArn());
              site.restoreTest()
                  .ifPresent(
                      test ->
                          new RestoreTesting(
                              "restore-testing",
                              new RestoreTestingArgs(
                                  site,
                                  test,
                                  network,
                                  database,
                                  monitoring,
                                  recovery,
                                  vault.vaultArn()),
                              options));
            });
    if (site.settings().drills().isolation()) {
      var isolation =
          new Isolation(
              "isolation", new IsolationArgs(site, network, objects, monitoring), options);
      context.export("isolationTemplateId", isolation.templateId());
    }
    if (site.settings().rehearsesCompute()) {
      new RehearsalEntrance(
          "rehearsal", new RehearsalEntranceArgs(site, network, loadBalancer), options);
    }
    export(
        context,
        site,
        network,
        encryption,
        configuration.databaseCredentials(),
        database,
        loadBalancer,
        objects,
        compute,
        monitoring,
        recovery);
  }

  /**
   * Options of a component: one explicit provider per stack, whose default tags say what everything
   * belongs to.
   */
  static ComponentResourceOptions in(String region, Settings settings, String stack) {
    ProviderArgs.Builder arguments =
        ProviderArgs.builder()
            .region(region)
            .defaultTags(
                ProviderDefaultTagsArgs.builder().tags(DefaultTags.of(settings, stack)).build());
    settings
        .deploymentRoles()
        .of(stack)
        .ifPresent(
            role ->
                arguments.assumeRole(
                    ProviderAssumeRoleArgs.builder()
                        .roleArn(role)
                        .sessionName("pharos-" + stack)
                        .build()));
    ProviderResource provider = new Provider("aws", arguments.build());
    return ComponentResourceOptions.builder().providers(List.of(provider)).build();
  }

  private static void export(
      Context context,
      Site site,
      Network network,
      Encryption encryption,
      Output<String> databaseCredentials,
      Database database,
      LoadBalancer loadBalancer,
      ObjectStore objects,
      Compute compute,
      Monitoring monitoring,
      Recovery recovery) {
    context.export("region", Output.of(site.region()));
    context.export("position", Output.of(site.position().word()));
    context.export("strategy", Output.of(site.settings().strategy().word()));
    context.export("vpcId", network.vpcId());
    context.export(RegionOutputs.NETWORK_ACL_ID, network.isolatedNetworkAclId());
    context.export(RegionOutputs.APP_CIDRS, network.privateSubnetCidrs());
    context.export(RegionOutputs.QUARANTINE_GROUP_ID, network.quarantineSecurityGroupId());
    context.export(RegionOutputs.TAKEOVER_RULE_ARN, loadBalancer.takeoverRuleArn());
    context.export(RegionOutputs.KEY_ARN, encryption.keyArn());
    context.export(RegionOutputs.DATABASE_CREDENTIALS, databaseCredentials.asSecret());
    context.export("databaseIdentifier", database.identifier());
    database.arn().ifPresent(arn -> context.export(RegionOutputs.DATABASE_ARN, arn));
    if (site.replicatesBackups() && site.role() == Role.ACTIVE) {
      database.arn().ifPresent(arn -> context.export(RegionOutputs.BACKUP_SOURCE_ARN, arn));
    }
    context.export("databaseEndpoint", database.endpoint());
    context.export(RegionOutputs.LOAD_BALANCER_DNS_NAME, loadBalancer.dnsName());
    context.export(RegionOutputs.LOAD_BALANCER_ZONE_ID, loadBalancer.zoneId());
    context.export("bucketName", objects.bucketName());
    context.export(RegionOutputs.BUCKET_ARN, objects.bucketArn());
    if (compute instanceof Ec2Compute instances) {
      context.export("autoScalingGroupName", instances.autoScalingGroupName());
    } else if (compute instanceof EcsCompute tasks) {
      context.export("clusterName", tasks.clusterName());
      context.export("serviceName", tasks.serviceName());
    }
    context.export("tableName", recovery.tableName());
    context.export(RegionOutputs.TAKEOVER_ALARM_NAME, recovery.trafficAlarmName());
    if (site.position() == Position.SECONDARY) {
      // In the primary it comes with the second `up`, which would be drift to the other stacks.
      recovery.stateMachineArn().ifPresent(arn -> context.export("stateMachineArn", arn));
    }
    context.export("dashboard", monitoring.dashboardName());
  }
}
