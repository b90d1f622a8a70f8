package io.pharos.sandbox.service.call;

import io.pharos.sandbox.core.Refusal;
import io.pharos.sandbox.core.Resource;
import io.pharos.sandbox.core.World;
import io.pharos.sandbox.service.KeyRefusal;
import io.pharos.sandbox.service.Kms;
import io.pharos.sandbox.service.ec2.Ec2Types;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.rds.model.KmsKeyNotAccessibleException;
import software.amazon.awssdk.services.secretsmanager.model.DecryptionFailureException;
import software.amazon.awssdk.services.sns.model.KmsAccessDeniedException;
import software.amazon.awssdk.services.sns.model.KmsInvalidStateException;
import software.amazon.awssdk.services.ssm.model.InvalidKeyIdException;

/**
 * The keys behind encrypted secrets, parameters, tables and topics. Who reads or writes these needs
 * the key as well, unless AWS manages it.
 */
final class KeyUses {
  private static final String PARAMETER = "aws:ssm/parameter:Parameter";
  private static final String SECRET = "aws:secretsmanager/secret:Secret";
  private static final String TABLE = "aws:dynamodb/table:Table";
  private static final String SNAPSHOT = "aws:rds/snapshot:Snapshot";
  private static final String BACKUP = "aws:rds/automatedBackup:AutomatedBackup";
  private static final String TOPIC = "aws:sns/topic:Topic";
  private static final Set<String> ITEM_OPERATIONS =
      Set.of(
          "dynamodb:GetItem",
          "dynamodb:PutItem",
          "dynamodb:UpdateItem",
          "dynamodb:DeleteItem",
          "dynamodb:Query",
          "dynamodb:Scan");

  private static final Set<String> OTHERS =
      Set.of(
          "ssm:GetParameter",
          "ssm:GetParameters",
          "ssm:GetParametersByPath",
          "ssm:PutParameter",
          "secretsmanager:GetSecretValue",
          "secretsmanager:PutSecretValue",
          "rds:CreateDBInstanceReadReplica",
          "rds:CopyDBSnapshot",
          "rds:RestoreDBInstanceToPointInTime",
          "rds:RestoreDBInstanceFromDBSnapshot",
          "ec2:CopyImage",
          "sns:Publish");

  private final World world;

  KeyUses(World world) {
    this.world = world;
  }

  /**
   * @throws AwsServiceException as the service says it, when a key cannot be used
   */
  void check(ServiceApi api, String roleArn, String action, RequestFields fields, String region) {
    Kms kms = world.service(Kms.class);
    for (KeyUse use : of(action, fields, region)) {
      Optional<KeyRefusal> refusal =
          kms.refusal(
              roleArn,
              use.action(),
              use.region() == null ? region : use.region(),
              use.key(),
              api.prefix());
      if (refusal.isPresent()) {
        throw refused(api, refusal.get());
      }
    }
  }

  private List<KeyUse> of(String action, RequestFields fields, String region) {
    if (!ITEM_OPERATIONS.contains(action) && !OTHERS.contains(action)) {
      return List.of();
    }
    if (ITEM_OPERATIONS.contains(action)) {
      return uses(tableKey(fields.get("TableName"), region), "kms:Decrypt");
    }
    return switch (action) {
      case "ssm:GetParameter", "ssm:GetParameters", "ssm:GetParametersByPath" ->
          Boolean.TRUE.equals(fields.get("WithDecryption"))
              ? parameters(fields, region)
              : List.of();
      case "ssm:PutParameter" ->
          "SecureString".equals(String.valueOf(fields.get("Type")))
              ? uses(text(fields.get("KeyId")), "kms:Encrypt")
              : List.of();
      case "secretsmanager:GetSecretValue" ->
          uses(secretKey(fields.get("SecretId"), region), "kms:Decrypt");
      case "secretsmanager:PutSecretValue" ->
          uses(secretKey(fields.get("SecretId"), region), "kms:GenerateDataKey", "kms:Decrypt");
      // RDS keeps a grant on the key, made in its caller's name.
      case "rds:CreateDBInstanceReadReplica" ->
          uses(text(fields.get("KmsKeyId")), "kms:DescribeKey", "kms:CreateGrant");
      // From a backup of its own Region, with that backup's key.
      case "rds:RestoreDBInstanceToPointInTime" ->
          uses(
              attribute(BACKUP, fields.get("SourceDBInstanceAutomatedBackupsArn"), "kmsKeyId"),
              "kms:DescribeKey",
              "kms:CreateGrant");
      case "rds:RestoreDBInstanceFromDBSnapshot" ->
          uses(
              attribute(SNAPSHOT, snapshot(fields.get("DBSnapshotIdentifier"), region), "kmsKeyId"),
              "kms:DescribeKey",
              "kms:CreateGrant");
      case "rds:CopyDBSnapshot" -> copied(fields);
      case "ec2:CopyImage" -> encryptedAnew(fields);
      case "sns:Publish" ->
          uses(
              attribute(TOPIC, fields.get("TopicArn"), "kmsMasterKeyId"),
              "kms:GenerateDataKey",
              "kms:Decrypt");
      default -> List.of();
    };
  }

  private String snapshot(Object name, String region) {
    String text = text(name);
    return text.startsWith("arn:")
        ? text
        : "arn:aws:rds:" + region + ":" + world.account().id() + ":snapshot:" + text;
  }

  /** The key of the copy, and that of the original, which may be in another Region. */
  private List<KeyUse> copied(RequestFields fields) {
    String[] actions = {"kms:DescribeKey", "kms:CreateGrant"};
    List<KeyUse> uses = new ArrayList<>(uses(text(fields.get("KmsKeyId")), actions));
    String source = text(fields.get("SourceDBSnapshotIdentifier"));
    for (KeyUse use : uses(attribute(SNAPSHOT, source, "kmsKeyId"), actions)) {
      uses.add(new KeyUse(use.action(), use.key(), source.split(":")[3]));
    }
    return uses;
  }

  /**
   * The key of the copy, and that with which the volumes of the original's Region are encrypted.
   * EC2 would let the copy fail later, without a word to its caller; here it is refused at once.
   */
  private List<KeyUse> encryptedAnew(RequestFields fields) {
    List<KeyUse> uses =
        new ArrayList<>(
            uses(
                text(fields.get("KmsKeyId")),
                "kms:DescribeKey",
                "kms:CreateGrant",
                "kms:GenerateDataKeyWithoutPlaintext",
                "kms:ReEncryptTo"));
    String from = text(fields.get("SourceRegion"));
    String original =
        world
            .account()
            .find(Ec2Types.AMI, from, text(fields.get("SourceImageId")))
            .map(image -> image.string("kmsKeyId"))
            .orElse("");
    for (KeyUse use :
        uses(original, "kms:DescribeKey", "kms:CreateGrant", "kms:Decrypt", "kms:ReEncryptFrom")) {
      uses.add(new KeyUse(use.action(), use.key(), from));
    }
    return uses;
  }

  private static List<KeyUse> uses(String key, String... actions) {
    List<KeyUse> uses = new ArrayList<>();
    if (!Kms.awsManaged(key)) {
      for (String action : actions) {
        uses.add(new KeyUse(action, key, null));
      }
    }
    return uses;
  }

  private List<KeyUse> parameters(RequestFields fields, String region) {
    List<KeyUse> uses = new ArrayList<>();
    for (Resource parameter : world.account().list(PARAMETER, region)) {
      String name = parameter.id();
      boolean asked =
          name.equals(fields.get("Name"))
              || fields.get("Names") instanceof Collection<?> names && names.contains(name)
              || fields.get("Path") instanceof String path && name.startsWith(path);
      if (asked && parameter.string("type").equals("SecureString")) {
        uses.addAll(uses(parameter.string("keyId"), "kms:Decrypt"));
      }
    }
    return uses;
  }

  private String secretKey(Object id, String region) {
    return world
        .account()
        .first(SECRET, region, secret -> secret.id().equals(id) || secret.string("name").equals(id))
        .map(secret -> secret.string("kmsKeyId"))
        .orElse("");
  }

  private String tableKey(Object table, String region) {
    String name = text(table).substring(text(table).lastIndexOf('/') + 1);
    return world
        .account()
        .find(TABLE, region, name)
        .map(found -> found.map("serverSideEncryption"))
        .filter(encryption -> Boolean.TRUE.equals(encryption.get("enabled")))
        .map(encryption -> text(encryption.get("kmsKeyArn")))
        .orElse("");
  }

  private String attribute(String type, Object arn, String attribute) {
    return world.account().byArn(type, text(arn)).map(found -> found.string(attribute)).orElse("");
  }

  private static String text(Object value) {
    return value == null ? "" : value.toString();
  }

  private static AwsServiceException refused(ServiceApi api, KeyRefusal refusal) {
    boolean denied = refusal.denied();
    return switch (api.prefix()) {
      case "secretsmanager" ->
          denied
              ? api.denial("Access to KMS is not allowed")
              : Refusal.of(
                  DecryptionFailureException.builder(),
                  api.name(),
                  400,
                  "DecryptionFailure",
                  "Secrets Manager can't decrypt the protected secret text using the provided KMS"
                      + " key. "
                      + refusal.message());
      case "ssm" ->
          denied
              ? api.denial(refusal.message())
              : Refusal.of(
                  InvalidKeyIdException.builder(),
                  api.name(),
                  400,
                  "InvalidKeyId",
                  refusal.message());
      case "sns" ->
          Refusal.of(
              denied ? KmsAccessDeniedException.builder() : KmsInvalidStateException.builder(),
              api.name(),
              400,
              denied ? "KMSAccessDenied" : "KMSInvalidState",
              refusal.message());
      case "rds" ->
          Refusal.of(
              KmsKeyNotAccessibleException.builder(),
              api.name(),
              400,
              "KMSKeyNotAccessibleFault",
              refusal.message());
      default -> api.denial(refusal.message());
    };
  }
}
