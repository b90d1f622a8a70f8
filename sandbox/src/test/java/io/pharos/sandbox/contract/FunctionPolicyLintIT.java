package io.pharos.sandbox.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pharos.recovery.contract.Permission;
import io.pharos.recovery.contract.RecoveryFunction;
import io.pharos.recovery.contract.ResourceRef;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/**
 * The policies that the functions' permissions make, read by parliament: it knows every action,
 * which resources each takes, and which condition keys there are.
 */
class FunctionPolicyLintIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String MISMATCH = "RESOURCE_MISMATCH";

  /**
   * Composite alarms are told only to those who may look at every alarm.
   *
   * @see <a
   *     href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DescribeAlarms.html">DescribeAlarms</a>
   */
  private static final Set<String> FOR_EVERYTHING = Set.of("cloudwatch:DescribeAlarms");

  /**
   * Actions that take a type of resource of which parliament's copy of the reference knows nothing:
   * an address, and an automated backup.
   *
   * @see <a
   *     href="https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonec2.html">Amazon
   *     EC2</a>
   * @see <a
   *     href="https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonrds.html">Amazon
   *     RDS</a>
   */
  private static final Set<String> WITH_A_NEWER_TYPE =
      Set.of("ec2:CreateNatGateway", "rds:RestoreDBInstanceToPointInTime");

  private static String policy(RecoveryFunction function) {
    ObjectNode policy = JSON.createObjectNode().put("Version", "2012-10-17");
    for (Permission permission : function.permissions()) {
      ObjectNode statement = policy.withArray("Statement").addObject().put("Effect", "Allow");
      permission.actions().forEach(statement.putArray("Action")::add);
      permission.resources().stream()
          .map(FunctionPolicyLintIT::arn)
          .forEach(statement.putArray("Resource")::add);
      permission
          .stringEquals()
          .forEach(statement.withObject("/Condition").withObject("/StringEquals")::put);
      permission
          .arnLike()
          .forEach(
              (key, arn) ->
                  statement.withObject("/Condition").withObject("/ArnLike").put(key, arn(arn)));
    }
    return policy.toString();
  }

  /** An example of what the program puts there. */
  private static String arn(ResourceRef resource) {
    return switch (resource) {
      case OWN_TABLE -> regional("dynamodb", "table/shop-prod-dr");
      case PEER_TABLE -> inPeer("dynamodb", "table/shop-prod-dr");
      case OWN_DATABASE -> regional("rds", "db:shop-prod-secondary-*");
      case PEER_DATABASE -> inPeer("rds", "db:shop-prod-primary-*");
      case OWN_CLUSTER -> regional("rds", "cluster:shop-prod-secondary-*");
      case PEER_CLUSTER -> inPeer("rds", "cluster:shop-prod-primary-*");
      case GLOBAL_CLUSTER -> "arn:aws:rds::123456789012:global-cluster:shop-prod";
      case OWN_SNAPSHOTS -> regional("rds", "snapshot:shop-prod-daily-*");
      case PEER_SNAPSHOTS -> inPeer("rds", "snapshot:shop-prod-daily-*");
      case AUTOMATED_BACKUPS -> regional("rds", "auto-backup:*");
      case BACKUP_SNAPSHOTS -> regional("rds", "snapshot:awsbackup:*");
      case RESTORE_TESTS -> "arn:aws:rds:eu-central-1:123456789012:db:awsbackup-restore-test-*";
      case LOOK_FUNCTION ->
          "arn:aws:lambda:eu-central-1:123456789012:function:shop-prod-dr-look:live";
      case STEPS -> "arn:aws:lambda:eu-central-1:123456789012:function:shop-prod-dr-lock:live";
      case OWN_VAULT -> regional("backup", "backup-vault:shop-prod-vault");
      case OWN_NAT_GATEWAYS -> regional("ec2", "natgateway/*");
      case OWN_ADDRESSES -> regional("ec2", "elastic-ip/*");
      case OWN_SUBNETS -> regional("ec2", "subnet/*");
      case OWN_ROUTE_TABLES -> regional("ec2", "route-table/*");
      case MARKER_RULE -> regional("events", "rule/shop-prod-dr-marker");
      case OWN_INSTANCES -> regional("ec2", "instance/*");
      case OWN_IMAGES -> "arn:aws:ec2:eu-central-1::image/*";
      case PEER_IMAGES -> "arn:aws:ec2:eu-west-1::image/*";
      case OWN_VOLUME_SNAPSHOTS -> "arn:aws:ec2:eu-central-1::snapshot/*";
      case PEER_VOLUME_SNAPSHOTS -> "arn:aws:ec2:eu-west-1::snapshot/*";
      case DATABASE_SUBNET_GROUP -> regional("rds", "subgrp:shop-prod-secondary");
      case DATABASE_PARAMETER_GROUPS -> regional("rds", "pg:shop-prod-secondary-*");
      case DEFAULT_OPTION_GROUPS -> regional("rds", "og:default:*");
      case OWN_NETWORK_ACL -> regional("ec2", "network-acl/acl-0123456789abcdef0");
      case PEER_NETWORK_ACL -> inPeer("ec2", "network-acl/acl-0123456789abcdef0");
      case AUTO_SCALING_GROUP ->
          regional(
              "autoscaling",
              "autoScalingGroup:01234567-89ab-cdef-0123-456789abcdef:"
                  + "autoScalingGroupName/shop-prod-app");
      case PEER_AUTO_SCALING_GROUP ->
          inPeer("autoscaling", "autoScalingGroup:*:autoScalingGroupName/shop-prod-app");
      case ECS_SERVICE -> regional("ecs", "service/shop-prod-app/shop-prod-app");
      case PEER_ECS_SERVICE -> inPeer("ecs", "service/shop-prod-app/shop-prod-app");
      case SCALABLE_TARGETS -> regional("application-autoscaling", "scalable-target/*");
      case PEER_SCALABLE_TARGETS -> inPeer("application-autoscaling", "scalable-target/*");
      case USERS_RULE -> regional("elasticloadbalancing", "listener-rule/app/shop-prod-app/1/2/4");
      case PEER_USERS_RULE ->
          inPeer("elasticloadbalancing", "listener-rule/app/shop-prod-app/1/2/4");
      case ACCELERATORS -> "arn:aws:globalaccelerator::123456789012:accelerator/*";
      case TAKEOVER_RULE ->
          regional(
              "elasticloadbalancing",
              "listener-rule/app/shop-prod-app/0123456789abcdef/0123456789abcdef/0123456789abcdef");
      case PEER_TAKEOVER_RULE ->
          inPeer(
              "elasticloadbalancing",
              "listener-rule/app/shop-prod-app/0123456789abcdef/0123456789abcdef/0123456789abcdef");
      case SOURCE_FUNCTIONS -> regional("lambda", "function:orders");
      case SOURCE_TARGETS -> regional("lambda", "function:orders:*");
      case SOURCE_MAPPINGS -> regional("lambda", "event-source-mapping:*");
      case SOURCE_RULES -> regional("events", "rule/nightly");
      case PEER_SOURCE_FUNCTIONS -> inPeer("lambda", "function:orders");
      case PEER_SOURCE_TARGETS -> inPeer("lambda", "function:orders:*");
      case PEER_SOURCE_MAPPINGS -> inPeer("lambda", "event-source-mapping:*");
      case PEER_SOURCE_RULES -> inPeer("events", "rule/nightly");
      case STATE_MACHINES -> regional("states", "stateMachine:shop-prod-dr-*");
      case EXECUTIONS -> regional("states", "execution:shop-prod-dr-*:*");
      case PEER_STATE_MACHINES -> inPeer("states", "stateMachine:shop-prod-dr-*");
      case PEER_EXECUTIONS -> inPeer("states", "execution:shop-prod-dr-*:*");
      case LOCAL_PARAMETERS -> regional("ssm", "parameter/shop/prod/local/*");
      case PEER_LOCAL_PARAMETERS -> inPeer("ssm", "parameter/shop/prod/local/*");
      case SHARED_PATH -> regional("ssm", "parameter/shop/prod/shared");
      case PEER_SHARED_PATH -> inPeer("ssm", "parameter/shop/prod/shared");
      case PEER_SHARED_PARAMETERS -> inPeer("ssm", "parameter/shop/prod/shared/*");
      case PEER_DATABASE_SECRET -> inPeer("secretsmanager", "secret:shop/prod/database-??????");
      case DATABASE_SECRET -> regional("secretsmanager", "secret:shop/prod/database-AbCdEf");
      case REGION_KEY -> regional("kms", "key/01234567-89ab-cdef-0123-456789abcdef");
      case PEER_KEY -> inPeer("kms", "key/01234567-89ab-cdef-0123-456789abcdef");
      case REPOSITORIES -> regional("ecr", "repository/shop/web");
      case ECR_REPLICATION_ROLE ->
          "arn:aws:iam::123456789012:role/aws-service-role/replication.ecr.amazonaws.com/"
              + "AWSServiceRoleForECRReplication";
      case ALERT_TOPIC -> regional("sns", "shop-prod-alerts");
      case ANY -> "*";
    };
  }

  private static String inPeer(String service, String resource) {
    return "arn:aws:" + service + ":eu-west-1:123456789012:" + resource;
  }

  private static String regional(String service, String resource) {
    return "arn:aws:" + service + ":eu-central-1:123456789012:" + resource;
  }

  private static List<JsonNode> lint(Path directory) throws Exception {
    ContractTools.Answer answer =
        ContractTools.run("parliament", "--json", "--directory", directory.toString());
    List<JsonNode> findings = new ArrayList<>();
    for (String line : answer.output().lines().toList()) {
      findings.add(JSON.readTree(line));
    }
    assertThat(answer.exitCode()).as(answer.output()).isEqualTo(findings.isEmpty() ? 0 : 1);
    return findings;
  }

  /**
   * What parliament finds in these policies. It wants every type of resource that an action takes
   * in each statement, where AWS takes alternatives (an application or a network load balancer's
   * rule) and statements together: so a mismatch is one only where a statement has no type at all
   * that the action takes. What has to be allowed for everything ({@link #FOR_EVERYTHING}) is no
   * finding.
   */
  private static List<String> findings(Path directory) throws Exception {
    Map<String, Set<String>> types = typesOfEveryAction();
    List<String> findings = new ArrayList<>();
    for (JsonNode finding : lint(directory)) {
      if (neededForEverything(finding)) {
        continue;
      }
      if (!finding.path("issue").asText().equals(MISMATCH)
          || missing(finding).entrySet().stream()
              .filter(missed -> !WITH_A_NEWER_TYPE.contains(missed.getKey()))
              .anyMatch(missed -> missed.getValue().equals(types.get(missed.getKey())))) {
        findings.add(finding.toString());
      }
    }
    return findings;
  }

  private static boolean neededForEverything(JsonNode finding) {
    return finding.path("issue").asText().equals("RESOURCE_STAR")
        && finding.path("detail").size() > 0
        && StreamSupport.stream(finding.path("detail").spliterator(), false)
            .allMatch(action -> FOR_EVERYTHING.contains(action.asText()));
  }

  /** The types of resource that parliament misses, by action. */
  private static Map<String, Set<String>> missing(JsonNode finding) {
    Map<String, Set<String>> missing = new TreeMap<>();
    for (JsonNode missed : finding.path("detail")) {
      missing
          .computeIfAbsent(missed.path("action").asText(), action -> new TreeSet<>())
          .add(missed.path("required_format").asText());
    }
    return missing;
  }

  /** Asked of parliament itself: what it misses where the resource is of no type at all. */
  private static Map<String, Set<String>> typesOfEveryAction() throws Exception {
    Path probe = directory("probe");
    ObjectNode policy = JSON.createObjectNode().put("Version", "2012-10-17");
    Arrays.stream(RecoveryFunction.values())
        .flatMap(function -> function.permissions().stream())
        .flatMap(permission -> permission.actions().stream())
        .distinct()
        .forEach(
            action ->
                policy
                    .withArray("Statement")
                    .addObject()
                    .put("Effect", "Allow")
                    .put("Action", action)
                    .put("Resource", "arn:aws:nothing:::at-all"));
    Files.writeString(probe.resolve("probe.json"), policy.toString());
    Map<String, Set<String>> types = new TreeMap<>();
    for (JsonNode finding : lint(probe)) {
      if (finding.path("issue").asText().equals(MISMATCH)) {
        types.putAll(missing(finding));
      }
    }
    return types;
  }

  private static Path directory(String name) throws IOException {
    return Files.createDirectories(ContractTools.directory().resolve(name));
  }

  @Test
  void everyFunctionsPolicy_isRight_toParliament() throws Exception {
    Path directory = directory("policies");
    for (RecoveryFunction function : RecoveryFunction.values()) {
      // Who calls nothing of AWS gets no policy.
      if (!function.permissions().isEmpty()) {
        Files.writeString(directory.resolve(function.word() + ".json"), policy(function));
      }
    }

    assertThat(findings(directory)).isEmpty();
  }

  @Test
  void parliament_seesWhatIsWrong() throws Exception {
    Path directory = directory("wrong-policies");
    Files.writeString(
        directory.resolve("unknown-action.json"),
        policy(RecoveryFunction.PROMOTE).replace("PromoteReadReplica", "PromoteReplica"));
    Files.writeString(
        directory.resolve("wrong-resource.json"),
        policy(RecoveryFunction.PROMOTE).replace(":db:", ":database:"));

    assertThat(findings(directory))
        .anySatisfy(finding -> assertThat(finding).contains("Unknown action rds:PromoteReplica"))
        .anySatisfy(
            finding -> assertThat(finding).contains(MISMATCH).contains("wrong-resource.json"));
  }
}
