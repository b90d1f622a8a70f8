package io.pharos.sandbox.service;

import io.pharos.sandbox.core.Account;
import io.pharos.sandbox.core.Behavior;
import io.pharos.sandbox.core.Refusal;
import io.pharos.sandbox.core.Resource;
import io.pharos.sandbox.core.VirtualClock;
import io.pharos.sandbox.service.iam.IamTypes;
import io.pharos.sandbox.service.iam.MalformedPolicy;
import io.pharos.sandbox.service.iam.PolicyDocument;
import io.pharos.sandbox.service.iam.PolicyRequest;
import java.time.Duration;
import java.util.Map;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/**
 * {@code aws:kms/key:Key}: its id is the key id. Deleting a key schedules its deletion, which the
 * account keeps for the window.
 */
final class KeyBehavior implements Behavior {
  private static final int MOST_DAYS = 30;
  private static final int FEWEST_DAYS = 7;
  private static final int POLICY_CHARACTERS = 32_768;
  private static final int ROTATION_DAYS = 365;

  private final Account account;
  private final VirtualClock clock;

  KeyBehavior(Account account, VirtualClock clock) {
    this.account = account;
    this.clock = clock;
  }

  @Override
  public void create(Resource key) {
    if (!key.has("policy")) {
      key.set("policy", defaultPolicy());
    }
    check(key);
    String uuid = UniqueId.of(account.id(), key.region(), key.name(), clock.instant());
    String id = key.flag("multiRegion") ? "mrk-" + uuid.replace("-", "") : uuid;
    key.id(id);
    key.set("keyId", id)
        .set("arn", "arn:aws:kms:" + key.region() + ":" + account.id() + ":key/" + id);
    Map<String, Object> attributes = key.attributes();
    attributes.putIfAbsent("isEnabled", true);
    attributes.putIfAbsent("enableKeyRotation", false);
    attributes.putIfAbsent("keyUsage", "ENCRYPT_DECRYPT");
    attributes.putIfAbsent("customerMasterKeySpec", "SYMMETRIC_DEFAULT");
    attributes.putIfAbsent("multiRegion", false);
    attributes.putIfAbsent("description", "");
    if (key.flag("enableKeyRotation")) {
      attributes.putIfAbsent("rotationPeriodInDays", ROTATION_DAYS);
    }
  }

  @Override
  public void update(Resource key, Map<String, Object> before) {
    check(key);
  }

  @Override
  public void delete(Resource key) {
    int days = key.has("deletionWindowInDays") ? key.integer("deletionWindowInDays") : MOST_DAYS;
    Resource pending =
        new Resource(
            Kms.PENDING_DELETION,
            key.region(),
            key.id(),
            Map.of(
                "arn", key.string("arn"),
                "deletionDate", clock.instant().plus(Duration.ofDays(days)).toString()));
    pending.id(key.id());
    account.add(pending);
  }

  private void check(Resource key) {
    if (key.has("deletionWindowInDays")) {
      int days = key.integer("deletionWindowInDays");
      if (days < FEWEST_DAYS || days > MOST_DAYS) {
        throw refuse(
            "ValidationException",
            "PendingWindowInDays must be between %d and %d".formatted(FEWEST_DAYS, MOST_DAYS));
      }
    }
    String text = key.string("policy");
    if (text.length() > POLICY_CHARACTERS) {
      throw refuse("LimitExceededException", "The key policy is longer than 32 KB");
    }
    PolicyDocument policy;
    try {
      policy = PolicyDocument.parse(text, PolicyDocument.Kind.RESOURCE);
    } catch (MalformedPolicy e) {
      throw malformed(e.getMessage());
    }
    for (String role : policy.principalRoles()) {
      // Service-linked roles are there before a program is: AWS makes them.
      if (!role.contains(":role/aws-service-role/")
          && account.byArn(IamTypes.ROLE, role).isEmpty()) {
        throw malformed("Policy contains a statement with one or more invalid principals.");
      }
    }
    PolicyRequest change = new PolicyRequest(null, "kms:PutKeyPolicy", "*", ignored -> null);
    if (!key.flag("bypassPolicyLockoutSafetyCheck") && !policy.delegates(change, account.id())) {
      throw malformed(
          "The new key policy will not allow you to update the key policy in the future.");
    }
  }

  private String defaultPolicy() {
    return """
        {"Id":"key-default-1","Statement":[{"Action":"kms:*","Effect":"Allow",\
        "Principal":{"AWS":"arn:aws:iam::%s:root"},"Resource":"*",\
        "Sid":"Enable IAM User Permissions"}],"Version":"2012-10-17"}"""
        .formatted(account.id());
  }

  private static AwsServiceException malformed(String message) {
    return refuse("MalformedPolicyDocumentException", message);
  }

  private static AwsServiceException refuse(String code, String message) {
    return Refusal.of(AwsServiceException.builder(), "Kms", 400, code, message);
  }
}
