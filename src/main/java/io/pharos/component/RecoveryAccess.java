package io.pharos.component;

import com.pulumi.core.Output;
import io.pharos.component.PolicyDocument.Statement;
import io.pharos.config.Site;
import io.pharos.recovery.contract.Names;
import io.pharos.recovery.contract.Permission;
import io.pharos.recovery.contract.Position;
import io.pharos.recovery.contract.RecoveryFunction;
import io.pharos.recovery.contract.ResourceRef;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

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

  /** Empty for a function that calls nothing of AWS. */
  Optional<Output<String>> policyOf(RecoveryFunction function) {
    List<Output<Statement>> statements = new ArrayList<>();
    function.permissions().stream()
        .filter(
            permission ->
                permission
                    .needs()
                    .metBy(
                        args.site().settings().eventSources(),
                        args.site().settings().compute().kind().platform(),
                        args.site().settings().standby(),
                        args.site().settings().backup().isPresent(),
                        args.site().settings().routing().via().accelerates(),
                        args.site().settings().database().engine().aurora()))
        // The peer's entrance and the steps come with a second `up`; and not every image is in ECR.
        .filter(permission -> !arns(permission.resources()).isEmpty())
        .forEach(permission -> statements.add(statement(permission)));
    if (startedByEvents(function)) {
      statements.add(
          deadLetterQueueArn.applyValue(
              arn -> Statement.allow("DeadLetters").actions("sqs:SendMessage").resources(arn)));
    }
    return statements.isEmpty()
        ? Optional.empty()
        : Optional.of(
            Output.all(statements)
                .applyValue(
                    resolved -> {
                      PolicyDocument policy = new PolicyDocument();
                      resolved.forEach(policy::add);
                      return policy.toString();
                    }));
  }

  /** What it cannot take then is kept in the dead-letter queue. */
  static boolean startedByEvents(RecoveryFunction function) {
    return function.everyRegion() || function.scheduled() || function == RecoveryFunction.PROOF;
  }

  private Output<Statement> statement(Permission permission) {
    return Output.tuple(
            Output.all(arns(permission.resources())),
            Output.all(arns(permission.arnLike().values())))
        .applyValue(arns -> statement(permission, arns.t1, arns.t2));
  }

  private static Statement statement(
      Permission permission, List<String> arns, List<String> conditions) {
    Statement statement =
        Statement.allow(sid(permission))
            .actions(permission.actions().toArray(String[]::new))
            .resources(arns.toArray(String[]::new));
    permission.stringEquals().forEach((key, value) -> statement.when("StringEquals", key, value));
    permission.arnLike().keySet().forEach(key -> statement.when("ArnLike", key, conditions));
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

  private List<Output<String>> arns(Collection<ResourceRef> resources) {
    return resources.stream().flatMap(resource -> arns(resource).stream()).toList();
  }

  /** Several where names are configured; one in every other case. */
  private List<Output<String>> arns(ResourceRef resource) {
    Site site = args.site();
    List<String> functions = site.settings().eventSources().functions();
    List<String> rules = site.settings().eventSources().rules();
    return switch (resource) {
      case OWN_TABLE -> List.of(tableArn);
      case PEER_TABLE -> List.of(peer("dynamodb", "table/" + site.names().table()));
      case OWN_DATABASE -> List.of(regional("rds", databases(site.position())));
      case PEER_DATABASE -> List.of(peer("rds", databases(site.position().peer())));
      case OWN_CLUSTER -> List.of(regional("rds", clusters(site.position())));
      case PEER_CLUSTER -> List.of(peer("rds", clusters(site.position().peer())));
      case GLOBAL_CLUSTER ->
          List.of(arn("rds", "", "global-cluster:" + site.names().globalDatabase()));
      case OWN_SNAPSHOTS -> List.of(regional("rds", "snapshot:" + site.names().snapshots() + "*"));
      case PEER_SNAPSHOTS -> List.of(peer("rds", "snapshot:" + site.names().snapshots() + "*"));
      case AUTOMATED_BACKUPS -> List.of(regional("rds", "auto-backup:*"));
      case BACKUP_SNAPSHOTS -> List.of(regional("rds", "snapshot:awsbackup:*"));
      case RESTORE_TESTS -> List.of(regional("rds", "db:" + Names.RESTORE_TEST_PREFIX + "*"));
      case LOOK_FUNCTION -> List.of(alias(RecoveryFunction.LOOK));
      case STEPS -> args.operates() ? steps().map(this::alias).toList() : List.of();
      case OWN_VAULT -> List.of(regional("backup", "backup-vault:" + site.names().backupVault()));
      case OWN_NAT_GATEWAYS -> List.of(regional("ec2", "natgateway/*"));
      case OWN_ADDRESSES -> List.of(regional("ec2", "elastic-ip/*"));
      case OWN_SUBNETS -> List.of(regional("ec2", "subnet/*"));
      case OWN_ROUTE_TABLES -> List.of(regional("ec2", "route-table/*"));
      case MARKER_RULE ->
          List.of(regional("events", "rule/" + site.names().function(RecoveryFunction.MARKER)));
      case OWN_INSTANCES -> List.of(regional("ec2", "instance/*"));
      case OWN_IMAGES -> List.of(Output.of("arn:aws:ec2:" + site.region() + "::image/*"));
      case PEER_IMAGES -> List.of(Output.of("arn:aws:ec2:" + site.peerRegion() + "::image/*"));
      case OWN_VOLUME_SNAPSHOTS ->
          List.of(Output.of("arn:aws:ec2:" + site.region() + "::snapshot/*"));
      case PEER_VOLUME_SNAPSHOTS ->
          List.of(Output.of("arn:aws:ec2:" + site.peerRegion() + "::snapshot/*"));
      case DATABASE_SUBNET_GROUP ->
          List.of(regional("rds", "subgrp:" + site.names().databaseSubnetGroup(site.position())));
      case DATABASE_PARAMETER_GROUPS ->
          List.of(
              regional("rds", "pg:" + site.names().databaseParameterGroup(site.position(), "*")));
      case DEFAULT_OPTION_GROUPS -> List.of(regional("rds", "og:default:*"));
      case OWN_NETWORK_ACL ->
          List.of(networkAcl(site.region(), args.network().isolatedNetworkAclId()));
      case PEER_NETWORK_ACL ->
          List.of(networkAcl(site.peerRegion(), args.peer().orElseThrow().networkAclId()));
      case AUTO_SCALING_GROUP -> List.of(args.compute().computeArn());
      case PEER_AUTO_SCALING_GROUP ->
          List.of(
              peer(
                  "autoscaling",
                  "autoScalingGroup:*:autoScalingGroupName/" + site.names().autoScalingGroup()));
      case ECS_SERVICE -> List.of(args.compute().computeArn());
      case PEER_ECS_SERVICE ->
          List.of(
              peer(
                  "ecs", "service/" + site.names().ecsService() + "/" + site.names().ecsService()));
      case SCALABLE_TARGETS -> List.of(regional("application-autoscaling", "scalable-target/*"));
      case PEER_SCALABLE_TARGETS -> List.of(peer("application-autoscaling", "scalable-target/*"));
      case TAKEOVER_RULE -> List.of(args.loadBalancer().takeoverRuleArn());
      case PEER_TAKEOVER_RULE -> List.of(args.peer().orElseThrow().takeoverRuleArn());
      case USERS_RULE -> args.users().map(UsersEntrance::ruleArn).stream().toList();
      case PEER_USERS_RULE ->
          args
              .peer()
              .flatMap(RecoveryArgs.Peer::users)
              .map(RecoveryArgs.PeerEntrance::ruleArn)
              .stream()
              .toList();
      case ACCELERATORS ->
          List.of(account.applyValue(id -> "arn:aws:globalaccelerator::" + id + ":accelerator/*"));
      case STATE_MACHINES -> List.of(regional("states", "stateMachine:" + machines()));
      case EXECUTIONS -> List.of(regional("states", "execution:" + machines() + ":*"));
      case PEER_STATE_MACHINES -> List.of(peer("states", "stateMachine:" + machines()));
      case PEER_EXECUTIONS -> List.of(peer("states", "execution:" + machines() + ":*"));
      case LOCAL_PARAMETERS ->
          List.of(regional("ssm", "parameter" + site.names().localParameter("*")));
      case PEER_LOCAL_PARAMETERS ->
          List.of(peer("ssm", "parameter" + site.names().localParameter("*")));
      case SHARED_PATH -> List.of(regional("ssm", "parameter" + site.names().sharedParameters()));
      case PEER_SHARED_PATH -> List.of(peer("ssm", "parameter" + site.names().sharedParameters()));
      case PEER_SHARED_PARAMETERS ->
          List.of(peer("ssm", "parameter" + site.names().sharedParameter("*")));
      case PEER_DATABASE_SECRET ->
          List.of(peer("secretsmanager", "secret:" + site.names().databaseSecret() + "-??????"));
      case DATABASE_SECRET -> List.of(args.configuration().secretArn());
      case REGION_KEY -> List.of(args.encryption().keyArn());
      case PEER_KEY -> List.of(args.peerKeyArn().orElseThrow());
      case REPOSITORIES -> Stream.of(ImageAccess.repositories(site)).map(Output::of).toList();
      case ECR_REPLICATION_ROLE ->
          List.of(
              arn(
                  "iam",
                  "",
                  "role/aws-service-role/replication.ecr.amazonaws.com/"
                      + "AWSServiceRoleForECRReplication"));
      case ALERT_TOPIC -> List.of(args.monitoring().topicArn());
      case ANY -> List.of(Output.of("*"));
      case SOURCE_FUNCTIONS -> each(functions, name -> regional("lambda", "function:" + name));
      case SOURCE_TARGETS ->
          each(qualified(functions), name -> regional("lambda", "function:" + name));
      case SOURCE_MAPPINGS -> List.of(regional("lambda", "event-source-mapping:*"));
      case SOURCE_RULES -> each(rules, name -> regional("events", "rule/" + name));
      case PEER_SOURCE_FUNCTIONS -> each(functions, name -> peer("lambda", "function:" + name));
      case PEER_SOURCE_TARGETS ->
          each(qualified(functions), name -> peer("lambda", "function:" + name));
      case PEER_SOURCE_MAPPINGS -> List.of(peer("lambda", "event-source-mapping:*"));
      case PEER_SOURCE_RULES -> each(rules, name -> peer("events", "rule/" + name));
    };
  }

  private static List<Output<String>> each(
      List<String> names, Function<String, Output<String>> arn) {
    return names.stream().map(arn).toList();
  }

  /** A mapping leads to a function, or to a version or an alias of it. */
  private static List<String> qualified(List<String> functions) {
    return functions.stream().flatMap(name -> Stream.of(name, name + ":*")).toList();
  }

  private Stream<RecoveryFunction> steps() {
    List<RecoveryFunction> steps =
        args.site().restores() ? RecoveryFunction.restoringSteps() : RecoveryFunction.steps();
    return steps.stream();
  }

  private Output<String> alias(RecoveryFunction function) {
    return regional(
        "lambda",
        "function:" + args.site().names().function(function) + ":" + RecoveryFunction.ALIAS);
  }

  /** Every generation of a position's database. */
  private String databases(Position position) {
    return "db:" + args.site().names().regional(position.word() + "-*");
  }

  private String clusters(Position position) {
    return "cluster:" + args.site().names().regional(position.word() + "-*");
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
