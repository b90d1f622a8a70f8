package io.pharos.sandbox.service;

import static io.pharos.sandbox.service.GivenAccount.REGION;
import static io.pharos.sandbox.service.GivenRoles.ROLE;
import static io.pharos.sandbox.service.GivenRoles.allow;
import static io.pharos.sandbox.service.GivenRoles.document;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pharos.sandbox.Sandbox;
import io.pharos.sandbox.core.Resource;
import io.pharos.sandbox.core.World;
import java.util.List;
import org.junit.jupiter.api.Test;

class KmsTest {
  private static final String TO_ACCOUNT =
      """
      {"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::123456789012:root"},
       "Action":"kms:*","Resource":"*"}""";

  private final GivenAccount account = new GivenAccount();
  private final GivenRoles roles = new GivenRoles(account);
  private final Kms kms = account.world.service(Kms.class);

  @Test
  void the_default_policy_leaves_the_decision_to_iam() {
    String key = account.create(Kms.KEY, "key").string("arn");
    roles.role("recovery");

    assertThat(kms.usable(ROLE, key, REGION)).isFalse();
    roles.policy("recovery", allow("kms:Decrypt", key));

    assertThat(kms.usable(ROLE, key, REGION)).isTrue();
    assertThat(kms.usable(ROLE, key, "eu-central-1")).isFalse();
  }

  @Test
  void iam_alone_is_not_enough_when_the_key_does_not_hand_over() {
    roles.role("recovery", allow("kms:*", "*"));
    String key =
        account
            .create(
                Kms.KEY, "key", "policy", document(TO_ACCOUNT.replace("\"kms:*\"", "\"kms:Put*\"")))
            .string("arn");

    assertThat(kms.usable(ROLE, key, REGION)).isFalse();
  }

  @Test
  void a_key_that_names_a_role_needs_no_iam_policy() {
    roles.role("recovery");
    String key =
        account
            .create(
                Kms.KEY,
                "key",
                "policy",
                document(
                    TO_ACCOUNT,
                    """
                    {"Effect":"Allow","Principal":{"AWS":"%s"},"Action":"kms:Decrypt",
                     "Resource":"*"}"""
                        .formatted(ROLE)))
            .string("arn");

    assertThat(kms.usable(ROLE, key, REGION)).isTrue();
  }

  @Test
  void every_copy_of_an_account_notes_who_asked_for_a_key() {
    roles.role("recovery");
    String key = account.create(Kms.KEY, "key").string("arn");
    account.world.account().all().forEach(Resource::freeze);

    World first = Sandbox.restore(1, account.world.account().copy());
    World second = Sandbox.restore(2, account.world.account().copy());

    for (World each : List.of(first, second)) {
      Kms keys = each.service(Kms.class);
      assertThat(keys.refusal(ROLE, "kms:Decrypt", REGION, "alias/aws/ssm", "ssm")).isEmpty();
      assertThat(each.service(Iam.class).asked()).isEmpty();
      assertThat(keys.refusal(ROLE, "kms:Decrypt", REGION, key, "ssm").orElseThrow().code())
          .isEqualTo("AccessDeniedException");
      assertThat(each.service(Iam.class).asked()).containsExactly("recovery kms:Decrypt");
    }
  }

  @Test
  void a_policy_that_locks_its_owner_out_or_names_nobody_is_refused() {
    assertThatThrownBy(
            () ->
                account.create(
                    Kms.KEY,
                    "key",
                    "policy",
                    document(TO_ACCOUNT.replace("\"kms:*\"", "\"kms:Decrypt\""))))
        .hasMessageContaining("will not allow you to update the key policy in the future");
    assertThatThrownBy(
            () ->
                account.create(
                    Kms.KEY,
                    "key",
                    "policy",
                    document(TO_ACCOUNT, TO_ACCOUNT.replace(":root", ":role/nobody"))))
        .hasMessageContaining("invalid principals");
  }

  @Test
  void a_deleted_key_stays_pending_and_cannot_be_used() {
    Resource key = account.create(Kms.KEY, "key", "deletionWindowInDays", 7);
    account.delete(key);

    assertThat(kms.usable(null, key.string("arn"), REGION)).isFalse();
    assertThat(account.world.account().list(Kms.PENDING_DELETION, REGION))
        .singleElement()
        .extracting(pending -> pending.string("deletionDate"))
        .isEqualTo("2026-01-08T00:00:00Z");
    assertThatThrownBy(() -> account.create(Kms.KEY, "other", "deletionWindowInDays", 3))
        .hasMessageContaining("between 7 and 30");
  }

  @Test
  void an_alias_names_a_key_of_its_region() {
    Resource key = account.create(Kms.KEY, "key");
    account.create(Kms.ALIAS, "alias", "name", "alias/shop", "targetKeyId", key.id());

    assertThat(kms.arn(REGION, "alias/shop")).isEqualTo(key.string("arn"));
    assertThatThrownBy(
            () -> account.create(Kms.ALIAS, "a", "name", "alias/aws/x", "targetKeyId", key.id()))
        .hasMessageContaining("reserved");
  }
}
