package io.pharos.component;

import com.pulumi.core.Output;
import io.pharos.component.PolicyDocument.Statement;
import io.pharos.config.Site;
import io.pharos.recovery.contract.Permission;
import io.pharos.recovery.contract.Position;
import io.pharos.recovery.contract.RecoveryFunction;
import io.pharos.recovery.contract.ResourceRef;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Turns the permissions that each function declares into the policy of its role. */
final class RecoveryAccess {
  private final RecoveryArgs args;
  private final Output<String> account;
  private final Output<String> tableArn;
  private final Output<String> deadLetterQueueArn;

  RecoveryAccess(
      RecoveryArgs args,
      Output<String> account,
      Output<String> tableArn,
      Output<String> deadLetterQueueArn) {
    this.args = args;
    this.account = account;
    this.tableArn = tableArn;
    this.deadLetterQueueArn = deadLetterQueueArn;
  }

  Output<String> policyOf(RecoveryFunction function) {
    List<Output<Statement>> statements = new ArrayList<>();
    function.permissions().forEach(permission -> statements.add(statement(permission)));
    if (startedByEvents(function)) {
      statements.add(
          deadLetterQueueArn.applyValue(
              arn -> Statement.allow("DeadLetters").actions("sqs:SendMessage").resources(arn)));
    }
    return Output.all(statements)
        .applyValue(
            resolved -> {
              PolicyDocument policy = new PolicyDocument();
              resolved.forEach(policy::add);
              return policy.toString();
            });
  }

  /** What it cannot take then is kept in the dead-letter queue. */
  static boolean startedByEvents(RecoveryFunction function) {
    return function.everyRegion() || function.scheduled();
  }

  private Output<Statement> statement(Permission permission) {
    return Output.all(permission.resources().stream().map(this::arn).toList())
        .applyValue(arns -> statement(permission, arns));
  }

  private static Statement statement(Permission permission, List<String> arns) {
    Statement statement =
        Statement.allow(sid(permission))
            .actions(permission.actions().toArray(String[]::new))
            .resources(arns.toArray(String[]::new));
    permission.stringEquals().forEach((key, value) -> statement.when("StringEquals", key, value));
    return statement;
  }

  /** The first resource and the first action: {@code OwnTableUpdateItem}. */
  private static String sid(Permission permission) {
    StringBuilder sid = new StringBuilder();
    for (String word :
        (permission.resources().get(0) + "_" + permission.actions().get(0).split(":")[1])
            .split("_")) {
      sid.append(Character.toUpperCase(word.charAt(0)))
          .append(
              word.equals(word.toUpperCase(Locale.ROOT))
                  ? word.substring(1).toLowerCase(Locale.ROOT)
                  : word.substring(1));
    }
    return sid.toString();
  }

  private Output<String> arn(ResourceRef resource) {
    Site site = args.site();
    return switch (resource) {
      case OWN_TABLE -> tableArn;
      case PEER_TABLE -> peer("dynamodb", "table/" + site.names().table());
      case OWN_DATABASE -> regional("rds", databases(site.position()));
      case PEER_DATABASE -> peer("rds", databases(site.position().peer()));
      case OWN_SNAPSHOTS -> regional("rds", "snapshot:" + site.names().snapshots() + "*");
      case PEER_SNAPSHOTS -> peer("rds", "snapshot:" + site.names().snapshots() + "*");
      case OWN_INSTANCES -> regional("ec2", "instance/*");
      case OWN_IMAGES -> Output.of("arn:aws:ec2:" + site.region() + "::image/*");
      case PEER_IMAGES -> Output.of("arn:aws:ec2:" + site.peerRegion() + "::image/*");
      case OWN_VOLUME_SNAPSHOTS -> Output.of("arn:aws:ec2:" + site.region() + "::snapshot/*");
      case PEER_VOLUME_SNAPSHOTS -> Output.of("arn:aws:ec2:" + site.peerRegion() + "::snapshot/*");
      case DATABASE_SUBNET_GROUP ->
          regional("rds", "subgrp:" + site.names().databaseSubnetGroup(site.position()));
      case DATABASE_PARAMETER_GROUPS ->
          regional("rds", "pg:" + site.names().databaseParameterGroup(site.position(), "*"));
      case DEFAULT_OPTION_GROUPS -> regional("rds", "og:default:*");
      case OWN_NETWORK_ACL -> networkAcl(site.region(), args.network().isolatedNetworkAclId());
      case PEER_NETWORK_ACL ->
          networkAcl(site.peerRegion(), args.peer().orElseThrow().networkAclId());
      case AUTO_SCALING_GROUP -> args.compute().autoScalingGroupArn();
      case PEER_AUTO_SCALING_GROUP ->
          peer(
              "autoscaling",
              "autoScalingGroup:*:autoScalingGroupName/" + site.names().autoScalingGroup());
      case TAKEOVER_RULE -> args.loadBalancer().takeoverRuleArn();
      case PEER_TAKEOVER_RULE -> args.peer().orElseThrow().takeoverRuleArn();
      case STATE_MACHINES -> regional("states", "stateMachine:" + machines());
      case EXECUTIONS -> regional("states", "execution:" + machines() + ":*");
      case PEER_STATE_MACHINES -> peer("states", "stateMachine:" + machines());
      case PEER_EXECUTIONS -> peer("states", "execution:" + machines() + ":*");
      case LOCAL_PARAMETERS -> regional("ssm", "parameter" + site.names().localParameter("*"));
      case PEER_LOCAL_PARAMETERS -> peer("ssm", "parameter" + site.names().localParameter("*"));
      case SHARED_PATH -> regional("ssm", "parameter" + site.names().sharedParameters());
      case PEER_SHARED_PATH -> peer("ssm", "parameter" + site.names().sharedParameters());
      case PEER_SHARED_PARAMETERS -> peer("ssm", "parameter" + site.names().sharedParameter("*"));
      case PEER_DATABASE_SECRET ->
          peer("secretsmanager", "secret:" + site.names().databaseSecret() + "-??????");
      case DATABASE_SECRET -> args.configuration().secretArn();
      case REGION_KEY -> args.encryption().keyArn();
      case PEER_KEY -> args.peerKeyArn().orElseThrow();
      case ALERT_TOPIC -> args.monitoring().topicArn();
      case ANY -> Output.of("*");
    };
  }

  /** Every generation of a position's database. */
  private String databases(Position position) {
    return "db:" + args.site().names().regional(position.word() + "-*");
  }

  private String machines() {
    return args.site().names().regional("dr-*");
  }

  private Output<String> regional(String service, String resource) {
    return arn(service, args.site().region(), resource);
  }

  private Output<String> peer(String service, String resource) {
    return arn(service, args.site().peerRegion(), resource);
  }

  private Output<String> arn(String service, String region, String resource) {
    return account.applyValue(
        id -> "arn:aws:" + service + ":" + region + ":" + id + ":" + resource);
  }

  private Output<String> networkAcl(String region, Output<String> id) {
    return Output.tuple(account, id)
        .applyValue(both -> "arn:aws:ec2:" + region + ":" + both.t1 + ":network-acl/" + both.t2);
  }
}
