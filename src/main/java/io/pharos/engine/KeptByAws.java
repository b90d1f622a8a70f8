package io.pharos.engine;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What AWS keeps, and may charge for, after a stack is destroyed, read from the stack's state: what
 * waits before it is deleted, what a deletion leaves behind, and what was never Pulumi's to delete.
 *
 * @param kind {@code key}, {@code final snapshot}, ...
 * @param name how AWS knows it
 * @param why why it stays and until when
 * @param command what takes it away, or gets it back while that is possible
 */
public record KeptByAws(String kind, String name, String why, String command) {
  /** <a href="https://docs.aws.amazon.com/kms/latest/developerguide/deleting-keys.html">KMS</a>. */
  private static final int KEY_WINDOW_DAYS = 30;

  /**
   * <a
   * href="https://docs.aws.amazon.com/secretsmanager/latest/userguide/manage_delete-secret.html">Secrets
   * Manager</a>.
   */
  private static final int SECRET_WINDOW_DAYS = 30;

  /**
   * <a
   * href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/PointInTimeRecovery_Howitworks.html">DynamoDB</a>
   * makes a backup of a table with point-in-time recovery when it is deleted.
   */
  private static final int TABLE_BACKUP_DAYS = 35;

  /** The state of one stack, and what of it stays. */
  private record Stack(List<JsonNode> resources, LocalDate today, List<KeptByAws> kept) {
    void keep(String kind, String name, String why, String command) {
      kept.add(new KeptByAws(kind, name, why, command));
    }

    boolean has(String type) {
      return resources.stream().anyMatch(resource -> type(resource).equals(type));
    }
  }

  /**
   * Reads it.
   *
   * @param state as {@link Deployment#state} gives it
   * @param today when the stack is destroyed
   */
  public static List<KeptByAws> of(JsonNode state, LocalDate today) {
    List<JsonNode> resources = new ArrayList<>();
    state.path("deployment").path("resources").forEach(resources::add);
    Stack stack = new Stack(resources, today, new ArrayList<>());
    for (JsonNode resource : resources) {
      if (resource.path("external").asBoolean()) {
        continue;
      }
      if (resource.path("retainOnDelete").asBoolean()) {
        forgotten(stack, resource);
      } else {
        deleted(stack, resource);
      }
    }
    unmanagedLogs(stack);
    ofTheRuntime(stack);
    return List.copyOf(stack.kept());
  }

  /** What refuses to be deleted as the state has it: Pulumi or AWS would stop halfway. */
  public static List<String> guarded(JsonNode state) {
    List<String> guarded = new ArrayList<>();
    for (JsonNode resource : state.path("deployment").path("resources")) {
      boolean deletionProtection =
          !resource.path("retainOnDelete").asBoolean()
              && (flag(resource, "deletionProtection")
                  || flag(resource, "deletionProtectionEnabled"));
      if (resource.path("protect").asBoolean() || deletionProtection) {
        guarded.add(logicalName(resource));
      }
    }
    return guarded;
  }

  private static void forgotten(Stack stack, JsonNode resource) {
    String kind = type(resource).replaceFirst(".*:", "").toLowerCase(Locale.ROOT);
    stack.keep(
        kind,
        text(resource, "identifier").orElse(resource.path("id").asText()),
        "Pulumi forgets it and leaves it as it is (retainOnDelete)",
        "see 'pharos retire --help', before the stack is gone");
  }

  private static void deleted(Stack stack, JsonNode resource) {
    switch (type(resource)) {
      case "aws:kms/key:Key", "aws:kms/replicaKey:ReplicaKey" -> key(stack, resource);
      case "aws:secretsmanager/secret:Secret" -> secret(stack, resource);
      case "aws:rds/instance:Instance" -> database(stack, resource);
      case "aws:rds/cluster:Cluster" -> cluster(stack, resource);
      case "aws:s3/bucketV2:BucketV2", "aws:s3/bucket:Bucket" -> bucket(stack, resource);
      case "aws:dynamodb/table:Table" -> table(stack, resource);
      case "aws:cloudwatch/logGroup:LogGroup" -> {
        if (flag(resource, "skipDestroy")) {
          logs(stack, text(resource, "name").orElse(""), resource, "it has skipDestroy");
        }
      }
      // Everything else goes at once.
      default -> {}
    }
  }

  private static void key(Stack stack, JsonNode resource) {
    int days = number(resource, "deletionWindowInDays").orElse(KEY_WINDOW_DAYS);
    String id = resource.path("id").asText();
    stack.keep(
        "key",
        id,
        "pending deletion for " + days + " days, until " + stack.today().plusDays(days),
        "aws kms cancel-key-deletion --key-id " + id + region(resource));
  }

  private static void secret(Stack stack, JsonNode resource) {
    int days = number(resource, "recoveryWindowInDays").orElse(SECRET_WINDOW_DAYS);
    if (days == 0) {
      return;
    }
    String name = text(resource, "name").orElse(resource.path("id").asText());
    stack.keep(
        "secret",
        name,
        "in its recovery window of "
            + days
            + " days, until "
            + stack.today().plusDays(days)
            + "; its name is taken until then",
        "aws secretsmanager restore-secret --secret-id " + name + region(resource));
  }

  private static void database(Stack stack, JsonNode resource) {
    String name = text(resource, "identifier").orElse(resource.path("id").asText());
    if (!flag(resource, "skipFinalSnapshot")) {
      String snapshot = text(resource, "finalSnapshotIdentifier").orElse("of " + name);
      stack.keep(
          "final snapshot",
          snapshot,
          "made of " + name + " when it is deleted; no end",
          "aws rds delete-db-snapshot --db-snapshot-identifier " + snapshot + region(resource));
    }
    int days = number(resource, "backupRetentionPeriod").orElse(0);
    boolean retained =
        !resource.path("inputs").path("deleteAutomatedBackups").asBoolean(true) && days > 0;
    databaseLogs(stack, resource, "/aws/rds/instance/" + name + "/");
    if (retained) {
      stack.keep(
          "automated backups",
          name,
          "retained for " + days + " days, until " + stack.today().plusDays(days),
          "aws rds describe-db-instance-automated-backups --db-instance-identifier "
              + name
              + region(resource));
    }
  }

  private static void cluster(Stack stack, JsonNode resource) {
    String name = resource.path("id").asText();
    if (!flag(resource, "skipFinalSnapshot")) {
      String snapshot = text(resource, "finalSnapshotIdentifier").orElse("of " + name);
      stack.keep(
          "final snapshot",
          snapshot,
          "made of cluster " + name + " when it is deleted; no end",
          "aws rds delete-db-cluster-snapshot --db-cluster-snapshot-identifier "
              + snapshot
              + region(resource));
    }
    databaseLogs(stack, resource, "/aws/rds/cluster/" + name + "/");
  }

  /** RDS makes a group for each log that a database exports, and never deletes it. */
  private static void databaseLogs(Stack stack, JsonNode database, String path) {
    value(database, "enabledCloudwatchLogsExports")
        .forEach(
            log ->
                logs(
                    stack,
                    path + log.asText(),
                    database,
                    "it is not the stack's: RDS made it, without an end"));
  }

  private static void bucket(Stack stack, JsonNode resource) {
    if (flag(resource, "forceDestroy")) {
      return;
    }
    String name = text(resource, "bucket").orElse(resource.path("id").asText());
    stack.keep(
        "bucket",
        name,
        "deleted only when it is empty, old versions and delete markers included: else it stays, and"
            + " the command ends with BucketNotEmpty",
        "aws s3api list-object-versions --bucket " + name);
  }

  private static void table(Stack stack, JsonNode resource) {
    boolean recoverable =
        resource.path("inputs").path("pointInTimeRecovery").path("enabled").asBoolean();
    if (recoverable) {
      String name = text(resource, "name").orElse(resource.path("id").asText());
      stack.keep(
          "table backup",
          name,
          "a system backup is made when it is deleted, for "
              + TABLE_BACKUP_DAYS
              + " days, until "
              + stack.today().plusDays(TABLE_BACKUP_DAYS),
          "aws dynamodb list-backups --backup-type SYSTEM --table-name " + name + region(resource));
    }
  }

  /** Lambda writes into a group of its own name unless it was given another one. */
  private static void unmanagedLogs(Stack stack) {
    Set<String> managed = new HashSet<>();
    stack.resources().stream()
        .filter(resource -> type(resource).equals("aws:cloudwatch/logGroup:LogGroup"))
        .forEach(resource -> text(resource, "name").ifPresent(managed::add));
    for (JsonNode function : stack.resources()) {
      if (!type(function).equals("aws:lambda/function:Function")) {
        continue;
      }
      String own = "/aws/lambda/" + text(function, "name").orElse(function.path("id").asText());
      String group = function.path("inputs").path("loggingConfig").path("logGroup").asText(own);
      if (!managed.contains(group)) {
        logs(stack, group, function, "it is not the stack's, and Lambda made it without an end");
      }
    }
  }

  private static void logs(Stack stack, String name, JsonNode of, String why) {
    stack.keep(
        "log group", name, why, "aws logs delete-log-group --log-group-name " + name + region(of));
  }

  /** The schedules' snapshots and images were made by recovery, not by Pulumi. */
  private static void ofTheRuntime(Stack stack) {
    for (JsonNode machine : stack.resources()) {
      String name = text(machine, "name").orElse("");
      if (!type(machine).equals("aws:sfn/stateMachine:StateMachine")) {
        continue;
      }
      String prefix = name.replaceFirst("-dr-[a-z]+$", "");
      if (name.endsWith("-dr-snapshot")) {
        stack.keep(
            "snapshots",
            prefix + "-*",
            "made by " + name + ", and their copies in the other Region; no end",
            "aws rds describe-db-snapshots --snapshot-type manual" + region(machine));
      } else if (name.endsWith("-dr-image")) {
        stack.keep(
            "images",
            prefix + "-*",
            "made by "
                + name
                + ", with their snapshots, and their copies in the other Region; no end",
            "aws ec2 describe-images --owners self" + region(machine));
      }
    }
    role(stack, "aws:autoscaling/group:Group", "Auto Scaling", "AWSServiceRoleForAutoScaling");
    role(stack, "aws:ecs/service:Service", "ECS", "AWSServiceRoleForECS");
    role(
        stack,
        "aws:ecs/service:Service",
        "ECS",
        "AWSServiceRoleForApplicationAutoScaling_ECSService");
    role(stack, "aws:backup/selection:Selection", "AWS Backup", "AWSServiceRoleForBackup");
  }

  /** What a service acts as in the account, from the first resource of this type on. */
  private static void role(Stack stack, String type, String service, String role) {
    if (stack.has(type)) {
      stack.keep(
          "role",
          role,
          service + " made it for the account; it costs nothing, and others of it may use it",
          "aws iam delete-service-linked-role --role-name " + role);
    }
  }

  private static String type(JsonNode resource) {
    return resource.path("type").asText();
  }

  private static String logicalName(JsonNode resource) {
    return resource.path("urn").asText().replaceFirst(".*::", "");
  }

  /** What was asked for; where nothing was, what AWS made of it. */
  private static JsonNode value(JsonNode resource, String property) {
    JsonNode asked = resource.path("inputs").path(property);
    return asked.isMissingNode() || asked.isNull()
        ? resource.path("outputs").path(property)
        : asked;
  }

  private static boolean flag(JsonNode resource, String property) {
    return value(resource, property).asBoolean();
  }

  private static Optional<String> text(JsonNode resource, String property) {
    return Optional.of(value(resource, property).asText()).filter(text -> !text.isEmpty());
  }

  private static Optional<Integer> number(JsonNode resource, String property) {
    JsonNode value = value(resource, property);
    return value.isNumber() ? Optional.of(value.intValue()) : Optional.empty();
  }

  /** The option of a command that names the Region; the ARN has it in its fourth part. */
  private static String region(JsonNode resource) {
    String[] arn = resource.path("outputs").path("arn").asText().split(":");
    return arn.length > 3 && !arn[3].isEmpty() ? " --region " + arn[3] : "";
  }
}
