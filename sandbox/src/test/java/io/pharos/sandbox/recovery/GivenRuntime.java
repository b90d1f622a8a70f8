package io.pharos.sandbox.recovery;

import io.pharos.recovery.contract.EventSourceNames;
import io.pharos.recovery.contract.Permission;
import io.pharos.recovery.contract.Platform;
import io.pharos.recovery.contract.Position;
import io.pharos.recovery.contract.RecoveryFunction;
import io.pharos.recovery.contract.ResourceRef;
import io.pharos.recovery.contract.StandbyWord;
import io.pharos.recovery.contract.Variable;
import io.pharos.sandbox.core.Account;
import io.pharos.sandbox.core.Resource;
import io.pharos.sandbox.service.GivenAccount;
import io.pharos.sandbox.service.ecs.EcsTypes;
import io.pharos.sandbox.service.iam.IamTypes;
import io.pharos.sandbox.states.Json;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * The recovery functions of one Region as the component {@code Recovery} deploys them: each with a
 * role made of its declared permissions and the variables that it declares, nothing else.
 */
final class GivenRuntime {
  private static final String MANAGED = "arn:aws:iam::aws:policy/service-role/";

  private final GivenRegion place;
  private final GivenRegion peer;
  private final Resource group;
  private String standby = StandbyWord.REPLICA;
  private boolean vault;
  private Optional<GivenAccelerator> accelerator = Optional.empty();
  private String restoreTest = "none";
  private String provenTables = "-";
  private String registryImages = "none";
  private EventSourceNames sources = new EventSourceNames(List.of(), List.of());
  private final Map<RecoveryFunction, Resource> functions = new EnumMap<>(RecoveryFunction.class);
  private final Map<RecoveryFunction, Resource> policies = new EnumMap<>(RecoveryFunction.class);

  GivenRuntime(GivenRegion place, GivenRegion peer, Resource group) {
    this.place = place;
    this.peer = peer;
    this.group = group;
  }

  /** Names event sources, before any function is deployed. */
  void sources(EventSourceNames names) {
    sources = names;
  }

  /** The standby has backups and no database; said before any function is deployed. */
  void restores() {
    standby = StandbyWord.BACKUPS;
  }

  /** The standby has copies in its vault and no database; said before any function is deployed. */
  void restoresCopies() {
    standby = StandbyWord.COPIES;
  }

  /** AWS Backup has a vault in each Region; said before any function is deployed. */
  void vault() {
    vault = true;
  }

  /** An accelerator leads users; said before any function is deployed. */
  void accelerated(GivenAccelerator by) {
    accelerator = Optional.of(by);
  }

  /**
   * Backups are restored for tests; said before any function is deployed.
   *
   * @param tables of the application, separated by commas, or a hyphen
   */
  void restoreTests(String tables) {
    restoreTest = "30";
    provenTables = tables;
  }

  /** Images of its Region's registry; said before any function is deployed. */
  void registryImages(String images) {
    registryImages = images;
  }

  /** The function, deployed when it is asked for: no test needs all of them. */
  Resource function(RecoveryFunction function) {
    if (!functions.containsKey(function)) {
      deploy(function);
    }
    return functions.get(function);
  }

  String aliasArn(RecoveryFunction function) {
    return function(function).string("arn") + ":" + RecoveryFunction.ALIAS;
  }

  /** Takes one action away from the function's role. */
  void deny(RecoveryFunction function, String action) {
    function(function);
    place.given.update(policies.get(function), "policy", policy(function, action));
  }

  /** Calls beacon and marker every minute from now on. */
  void everyMinute() {
    for (RecoveryFunction function : List.of(RecoveryFunction.BEACON, RecoveryFunction.MARKER)) {
      function(function);
      String name = GivenRegion.NAMES.function(function);
      Resource rule =
          place.create(
              "aws:cloudwatch/eventRule:EventRule",
              name,
              "name",
              name,
              "scheduleExpression",
              "rate(1 minute)");
      place.create(
          "aws:lambda/permission:Permission",
          name,
          "statementId",
          "schedule",
          "action",
          "lambda:InvokeFunction",
          "function",
          name,
          "qualifier",
          RecoveryFunction.ALIAS,
          "principal",
          "events.amazonaws.com",
          "sourceArn",
          rule.string("arn"));
      place.create(
          "aws:cloudwatch/eventTarget:EventTarget",
          name,
          "rule",
          name,
          "targetId",
          "function",
          "arn",
          aliasArn(function),
          "retryPolicy",
          Map.of("maximumEventAgeInSeconds", 60, "maximumRetryAttempts", 0));
      place.create(
          "aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig",
          name,
          "functionName",
          name,
          "qualifier",
          RecoveryFunction.ALIAS,
          "maximumEventAgeInSeconds",
          60,
          "maximumRetryAttempts",
          0);
    }
  }

  /** Calls the sync when a shared parameter changes, as the component does. */
  void onSharedParameters() {
    RecoveryFunction function = RecoveryFunction.SYNC;
    function(function);
    String name = GivenRegion.NAMES.function(function) + "-parameters";
    Resource rule =
        place.create(
            "aws:cloudwatch/eventRule:EventRule",
            name,
            "name",
            name,
            "eventPattern",
            Json.write(
                Map.of(
                    "source", List.of("aws.ssm"),
                    "detail-type", List.of("Parameter Store Change"),
                    "detail",
                        Map.of(
                            "name",
                            List.of(Map.of("prefix", GivenRegion.NAMES.sharedParameter("")))))));
    place.create(
        "aws:lambda/permission:Permission",
        name,
        "statementId",
        "parameters",
        "action",
        "lambda:InvokeFunction",
        "function",
        GivenRegion.NAMES.function(function),
        "qualifier",
        RecoveryFunction.ALIAS,
        "principal",
        "events.amazonaws.com",
        "sourceArn",
        rule.string("arn"));
    place.create(
        "aws:cloudwatch/eventTarget:EventTarget",
        name,
        "rule",
        name,
        "targetId",
        "function",
        "arn",
        aliasArn(function));
  }

  static String trust(String service) {
    return Json.write(
        Map.of(
            "Version",
            "2012-10-17",
            "Statement",
            List.of(
                Map.of(
                    "Effect",
                    "Allow",
                    "Principal",
                    Map.of("Service", service),
                    "Action",
                    "sts:AssumeRole"))));
  }

  private void deploy(RecoveryFunction function) {
    String role = GivenRegion.NAMES.global(place.region, "dr-" + function.word());
    GivenAccount given = place.given;
    Resource made =
        given.createIn(
            Account.GLOBAL,
            IamTypes.ROLE,
            role,
            "name",
            role,
            "assumeRolePolicy",
            trust("lambda.amazonaws.com"));
    given.createIn(
        Account.GLOBAL,
        "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
        role,
        "role",
        role,
        "policyArn",
        MANAGED
            + (function.inVpc()
                ? "AWSLambdaVPCAccessExecutionRole"
                : "AWSLambdaBasicExecutionRole"));
    policies.put(
        function,
        given.createIn(
            Account.GLOBAL,
            IamTypes.ROLE_POLICY,
            role,
            "name",
            "recovery",
            "role",
            role,
            "policy",
            policy(function, "")));
    Map<String, Object> attributes = new LinkedHashMap<>();
    attributes.put("name", GivenRegion.NAMES.function(function));
    attributes.put("code", RuntimeArchive.code());
    attributes.put("handler", function.handler());
    attributes.put("runtime", "java17");
    attributes.put("memorySize", 1024);
    attributes.put("timeout", (int) function.timeout().toSeconds());
    attributes.put("role", made.string("arn"));
    attributes.put("publish", true);
    attributes.put("environment", Map.of("variables", variables(function)));
    if (function.inVpc()) {
      attributes.put(
          "vpcConfig",
          Map.of(
              "subnetIds",
              place.vpc.toolsSubnets,
              "securityGroupIds",
              List.of(place.vpc.toolsGroup)));
    }
    Resource deployed =
        place.create(
            "aws:lambda/function:Function",
            function.word(),
            attributes.entrySet().stream()
                .flatMap(each -> Stream.of(each.getKey(), each.getValue()))
                .toArray());
    functions.put(function, deployed);
    place.create(
        "aws:lambda/alias:Alias",
        function.word(),
        "name",
        RecoveryFunction.ALIAS,
        "functionName",
        deployed.id(),
        "functionVersion",
        deployed.string("version"));
  }

  private String policy(RecoveryFunction function, String withoutAction) {
    List<Map<String, Object>> statements = new ArrayList<>();
    for (Permission permission : function.permissions()) {
      if (!permission
              .needs()
              .metBy(
                  sources,
                  platform(),
                  standby,
                  vault,
                  accelerator.isPresent(),
                  place.vpc.engine.aurora())
          || arns(permission.resources()).isEmpty()) {
        continue;
      }
      List<String> actions =
          permission.actions().stream().filter(action -> !action.equals(withoutAction)).toList();
      if (!actions.isEmpty()) {
        Map<String, Object> statement = new LinkedHashMap<>();
        statement.put("Effect", "Allow");
        statement.put("Action", actions);
        statement.put("Resource", arns(permission.resources()));
        if (!permission.stringEquals().isEmpty()) {
          statement.put("Condition", Map.of("StringEquals", permission.stringEquals()));
        }
        permission
            .arnLike()
            .forEach(
                (key, arn) ->
                    statement.put("Condition", Map.of("ArnLike", Map.of(key, arns(arn)))));
        statements.add(statement);
      }
    }
    if (statements.isEmpty()) {
      statements.add(Map.of("Effect", "Allow", "Action", "sts:GetCallerIdentity", "Resource", "*"));
    }
    return Json.write(Map.of("Version", "2012-10-17", "Statement", statements));
  }

  private Platform platform() {
    return group.type().equals(EcsTypes.SERVICE) ? Platform.ECS : Platform.EC2;
  }

  private List<String> arns(List<ResourceRef> resources) {
    return resources.stream().flatMap(resource -> arns(resource).stream()).toList();
  }

  private List<String> arns(ResourceRef resource) {
    return switch (resource) {
      case OWN_TABLE -> List.of(place.table.string("arn"));
      case PEER_TABLE -> List.of(peer.table.string("arn"));
      case OWN_DATABASE ->
          List.of(
              regional("rds", "db:" + GivenRegion.NAMES.regional(place.position.word() + "-*")));
      case PEER_DATABASE ->
          List.of(in(peer, "rds", "db:" + GivenRegion.NAMES.regional(peer.position.word() + "-*")));
      case OWN_CLUSTER ->
          List.of(
              regional(
                  "rds", "cluster:" + GivenRegion.NAMES.regional(place.position.word() + "-*")));
      case PEER_CLUSTER ->
          List.of(
              in(
                  peer,
                  "rds",
                  "cluster:" + GivenRegion.NAMES.regional(peer.position.word() + "-*")));
      case GLOBAL_CLUSTER ->
          List.of("arn:aws:rds::123456789012:global-cluster:" + GivenRegion.NAMES.globalDatabase());
      case OWN_SNAPSHOTS ->
          List.of(regional("rds", "snapshot:" + GivenRegion.NAMES.snapshots() + "*"));
      case PEER_SNAPSHOTS ->
          List.of(in(peer, "rds", "snapshot:" + GivenRegion.NAMES.snapshots() + "*"));
      case AUTOMATED_BACKUPS -> List.of(regional("rds", "auto-backup:*"));
      case BACKUP_SNAPSHOTS -> List.of(regional("rds", "snapshot:awsbackup:*"));
      case RESTORE_TESTS -> List.of(regional("rds", "db:awsbackup-restore-test-*"));
      case LOOK_FUNCTION ->
          List.of(
              regional(
                  "lambda",
                  "function:" + GivenRegion.NAMES.function(RecoveryFunction.LOOK) + ":live"));
      case STEPS ->
          (StandbyWord.restores(standby)
                  ? RecoveryFunction.restoringSteps()
                  : RecoveryFunction.steps())
              .stream()
                  .map(
                      step ->
                          regional(
                              "lambda", "function:" + GivenRegion.NAMES.function(step) + ":live"))
                  .toList();
      case OWN_VAULT ->
          List.of(regional("backup", "backup-vault:" + GivenRegion.NAMES.backupVault()));
      case OWN_NAT_GATEWAYS -> List.of(regional("ec2", "natgateway/*"));
      case OWN_ADDRESSES -> List.of(regional("ec2", "elastic-ip/*"));
      case OWN_SUBNETS -> List.of(regional("ec2", "subnet/*"));
      case OWN_ROUTE_TABLES -> List.of(regional("ec2", "route-table/*"));
      case MARKER_RULE ->
          List.of(
              regional("events", "rule/" + GivenRegion.NAMES.function(RecoveryFunction.MARKER)));
      case OWN_INSTANCES -> List.of(regional("ec2", "instance/*"));
      case OWN_IMAGES -> List.of("arn:aws:ec2:" + place.region + "::image/*");
      case PEER_IMAGES -> List.of("arn:aws:ec2:" + peer.region + "::image/*");
      case OWN_VOLUME_SNAPSHOTS -> List.of("arn:aws:ec2:" + place.region + "::snapshot/*");
      case PEER_VOLUME_SNAPSHOTS -> List.of("arn:aws:ec2:" + peer.region + "::snapshot/*");
      case PEER_AUTO_SCALING_GROUP ->
          List.of(
              in(
                  peer,
                  "autoscaling",
                  "autoScalingGroup:*:autoScalingGroupName/"
                      + GivenRegion.NAMES.autoScalingGroup()));
      case DATABASE_SUBNET_GROUP ->
          List.of(
              regional("rds", "subgrp:" + GivenRegion.NAMES.databaseSubnetGroup(place.position)));
      case DATABASE_PARAMETER_GROUPS ->
          List.of(
              regional(
                  "rds", "pg:" + GivenRegion.NAMES.databaseParameterGroup(place.position, "*")));
      case DEFAULT_OPTION_GROUPS -> List.of(regional("rds", "og:default:*"));
      case OWN_NETWORK_ACL -> List.of(networkAcl(place));
      case PEER_NETWORK_ACL -> List.of(networkAcl(peer));
      case AUTO_SCALING_GROUP -> List.of(group.string("arn"));
      case ECS_SERVICE -> List.of(group.id());
      case PEER_ECS_SERVICE ->
          List.of(
              in(
                  peer,
                  "ecs",
                  "service/"
                      + GivenRegion.NAMES.ecsService()
                      + "/"
                      + GivenRegion.NAMES.ecsService()));
      case SCALABLE_TARGETS -> List.of(regional("application-autoscaling", "scalable-target/*"));
      case PEER_SCALABLE_TARGETS ->
          List.of(in(peer, "application-autoscaling", "scalable-target/*"));
      case TAKEOVER_RULE -> List.of(place.takeoverRule.id());
      case PEER_TAKEOVER_RULE -> List.of(peer.takeoverRule.id());
      case USERS_RULE -> List.of(accelerator.orElseThrow().rule(place.position));
      case PEER_USERS_RULE -> List.of(accelerator.orElseThrow().rule(peer.position));
      case ACCELERATORS -> List.of("arn:aws:globalaccelerator::123456789012:accelerator/*");
      case STATE_MACHINES -> List.of(regional("states", "stateMachine:" + machines()));
      case EXECUTIONS -> List.of(regional("states", "execution:" + machines() + ":*"));
      case PEER_STATE_MACHINES ->
          List.of("arn:aws:states:" + peer.region + ":123456789012:stateMachine:" + machines());
      case PEER_EXECUTIONS ->
          List.of("arn:aws:states:" + peer.region + ":123456789012:execution:" + machines() + ":*");
      case LOCAL_PARAMETERS ->
          List.of(regional("ssm", "parameter" + GivenRegion.NAMES.localParameter("*")));
      case PEER_LOCAL_PARAMETERS ->
          List.of(
              "arn:aws:ssm:"
                  + place.peerRegion
                  + ":123456789012:parameter"
                  + GivenRegion.NAMES.localParameter("*"));
      case SHARED_PATH ->
          List.of(regional("ssm", "parameter" + GivenRegion.NAMES.sharedParameters()));
      case PEER_SHARED_PATH ->
          List.of(in(peer, "ssm", "parameter" + GivenRegion.NAMES.sharedParameters()));
      case PEER_SHARED_PARAMETERS ->
          List.of(in(peer, "ssm", "parameter" + GivenRegion.NAMES.sharedParameter("*")));
      case PEER_DATABASE_SECRET ->
          List.of(
              in(
                  peer,
                  "secretsmanager",
                  "secret:" + GivenRegion.NAMES.databaseSecret() + "-??????"));
      case DATABASE_SECRET -> List.of(place.secret.id());
      case REGION_KEY -> List.of(place.key.string("arn"));
      case PEER_KEY -> List.of(peer.key.string("arn"));
      case ALERT_TOPIC -> List.of(place.topic.id());
      case REPOSITORIES ->
          registryImages.equals("none") ? List.of() : List.of(regional("ecr", "repository/shop/*"));
      case ECR_REPLICATION_ROLE ->
          List.of(
              "arn:aws:iam::123456789012:role/aws-service-role/replication.ecr.amazonaws.com/"
                  + "AWSServiceRoleForECRReplication");
      case ANY -> List.of("*");
      case SOURCE_FUNCTIONS ->
          each(sources.functions(), name -> regional("lambda", "function:" + name));
      case SOURCE_TARGETS ->
          sources.functions().stream()
              .flatMap(name -> Stream.of(name, name + ":*"))
              .map(name -> regional("lambda", "function:" + name))
              .toList();
      case SOURCE_MAPPINGS -> List.of(regional("lambda", "event-source-mapping:*"));
      case SOURCE_RULES -> each(sources.rules(), name -> regional("events", "rule/" + name));
      case PEER_SOURCE_FUNCTIONS ->
          each(sources.functions(), name -> in(peer, "lambda", "function:" + name));
      case PEER_SOURCE_TARGETS ->
          sources.functions().stream()
              .flatMap(name -> Stream.of(name, name + ":*"))
              .map(name -> in(peer, "lambda", "function:" + name))
              .toList();
      case PEER_SOURCE_MAPPINGS -> List.of(in(peer, "lambda", "event-source-mapping:*"));
      case PEER_SOURCE_RULES -> each(sources.rules(), name -> in(peer, "events", "rule/" + name));
    };
  }

  private static List<String> each(List<String> names, UnaryOperator<String> arn) {
    return names.stream().map(arn).toList();
  }

  private String regional(String service, String resource) {
    return in(place, service, resource);
  }

  private static String in(GivenRegion where, String service, String resource) {
    return "arn:aws:" + service + ":" + where.region + ":123456789012:" + resource;
  }

  private static String machines() {
    return GivenRegion.NAMES.regional("dr-*");
  }

  private static String networkAcl(GivenRegion where) {
    return "arn:aws:ec2:"
        + where.region
        + ":123456789012:network-acl/"
        + where.vpc.isolatedAcl.id();
  }

  private Map<String, Object> variables(RecoveryFunction function) {
    Map<String, Object> variables = new TreeMap<>();
    function.variables().forEach(variable -> variables.put(variable.name(), value(variable)));
    return variables;
  }

  private String value(Variable variable) {
    return switch (variable) {
      case PHAROS_APP -> GivenRegion.NAMES.app();
      case PHAROS_ENVIRONMENT -> GivenRegion.NAMES.environment();
      case PHAROS_POSITION -> place.position.word();
      case PHAROS_PEER_REGION -> place.peerRegion;
      case PHAROS_DOMAIN -> GivenAccount.DOMAIN;
      case PHAROS_SCHEME -> "https";
      case PHAROS_TABLE -> place.table.id();
      case PHAROS_AUTO_SCALING_GROUP, PHAROS_PEER_AUTO_SCALING_GROUP ->
          GivenRegion.NAMES.compute(platform());
      case PHAROS_TARGET_GROUP -> place.targetGroup.id();
      case PHAROS_TAKEOVER_RULE -> place.takeoverRule.id();
      case PHAROS_PEER_TAKEOVER_RULE -> peer.takeoverRule.id();
      case PHAROS_USERS_RULE -> accelerator.map(by -> by.rule(place.position)).orElse("none");
      case PHAROS_PEER_USERS_RULE -> accelerator.map(by -> by.rule(peer.position)).orElse("none");
      case PHAROS_CLOSED_TARGET_GROUP ->
          accelerator.map(by -> by.closedGroup(place.position)).orElse("none");
      case PHAROS_PEER_CLOSED_TARGET_GROUP ->
          accelerator.map(by -> by.closedGroup(peer.position)).orElse("none");
      case PHAROS_ACCOUNT -> "123456789012";
      case PHAROS_NETWORK_ACL -> place.vpc.isolatedAcl.id();
      case PHAROS_PEER_NETWORK_ACL -> peer.vpc.isolatedAcl.id();
      case PHAROS_QUARANTINE_GROUP -> place.vpc.quarantineGroup;
      case PHAROS_PEER_QUARANTINE_GROUP -> peer.vpc.quarantineGroup;
      case PHAROS_APP_CIDRS -> String.join(",", place.vpc.appCidrs);
      case PHAROS_PEER_APP_CIDRS -> String.join(",", peer.vpc.appCidrs);
      case PHAROS_ALERT_TOPIC -> place.topic.id();
      case PHAROS_MAX_REPLICA_LAG_SECONDS ->
          switch (standby) {
            case StandbyWord.BACKUPS -> "3600";
            case StandbyWord.COPIES -> "21600";
            default -> "300";
          };
      case PHAROS_CAPACITY -> "observed";
      case PHAROS_BACKUP_RETENTION_DAYS -> "7";
      case PHAROS_BACKUP_WINDOW -> "02:00-03:00";
      case PHAROS_NAT_SUBNETS ->
          StandbyWord.restores(standby) && place.position == Position.SECONDARY
              ? String.join(",", place.vpc.publicSubnets)
              : "permanent";
      case PHAROS_PRIVATE_ROUTE_TABLES -> String.join(",", place.vpc.privateTables);
      case PHAROS_STANDBY -> standby;
      case PHAROS_PEER_KEY -> peer.key.string("arn");
      case PHAROS_BACKUP_VAULT -> vault ? GivenRegion.NAMES.backupVault() : "none";
      case PHAROS_RESTORE_TEST -> restoreTest;
      case PHAROS_REGISTRY_IMAGES -> registryImages;
      case PHAROS_PROVEN_TABLES -> provenTables;
      case PHAROS_SNAPSHOT_DAYS -> "7";
      case PHAROS_IMAGES -> "2";
      case PHAROS_EVENT_SOURCES -> sources.text();
      case PHAROS_DATABASE_ENGINE -> place.vpc.engine.word;
      case PHAROS_DATABASE_PORT -> Integer.toString(place.vpc.engine.port);
      case PHAROS_DATABASE_NAME -> "shop";
    };
  }
}
