package io.pharos.sandbox.service;

import static io.pharos.sandbox.service.GivenAccount.REGION;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pharos.sandbox.core.Caller;
import io.pharos.sandbox.core.Resource;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.model.InvalidRequestException;
import software.amazon.awssdk.services.secretsmanager.model.ResourceExistsException;
import software.amazon.awssdk.services.secretsmanager.model.ResourceNotFoundException;

class SecretsManagerTest {
  private static final String SECRET = "aws:secretsmanager/secret:Secret";
  private static final String VERSION = "aws:secretsmanager/secretVersion:SecretVersion";

  private final GivenAccount account = new GivenAccount();
  private final SecretsManagerClient secrets =
      Clients.of(
          account.world,
          SecretsManagerClient.class,
          REGION,
          Caller.operator(account.world.clock()));

  private Resource secret() {
    return account.create(SECRET, "secret", "name", "shop/prod/database");
  }

  @Test
  void a_value_is_read_by_name_arn_and_arn_without_suffix() {
    Resource secret = secret();
    account.create(VERSION, "v", "secretId", secret.id(), "secretString", "one");

    assertThat(secret.id())
        .matches(
            "arn:aws:secretsmanager:eu-west-1:123456789012:secret:shop/prod/database-[A-Z0-9]{6}");
    for (String id :
        List.of(
            "shop/prod/database",
            secret.id(),
            secret.id().substring(0, secret.id().length() - 7))) {
      assertThat(secrets.getSecretValue(request -> request.secretId(id)).secretString())
          .isEqualTo("one");
    }
  }

  @Test
  void a_new_value_becomes_current_and_the_old_one_previous() {
    Resource secret = secret();
    Resource first = account.create(VERSION, "v", "secretId", secret.id(), "secretString", "one");

    secrets.putSecretValue(request -> request.secretId(secret.id()).secretString("two"));

    assertThat(secrets.getSecretValue(request -> request.secretId(secret.id())).secretString())
        .isEqualTo("two");
    assertThat(
            secrets
                .getSecretValue(
                    request -> request.secretId(secret.id()).versionStage("AWSPREVIOUS"))
                .secretString())
        .isEqualTo("one");
    assertThat(first.strings("versionStages")).containsExactly("AWSPREVIOUS");
  }

  @Test
  void the_same_token_is_the_same_version() {
    Resource secret = secret();
    secrets.putSecretValue(
        request -> request.secretId(secret.id()).clientRequestToken("t").secretString("one"));
    secrets.putSecretValue(
        request -> request.secretId(secret.id()).clientRequestToken("t").secretString("one"));

    assertThat(
            secrets.describeSecret(request -> request.secretId(secret.id())).versionIdsToStages())
        .hasSize(1);
    assertThatThrownBy(
            () ->
                secrets.putSecretValue(
                    request ->
                        request.secretId(secret.id()).clientRequestToken("t").secretString("two")))
        .isInstanceOf(ResourceExistsException.class);
  }

  @Test
  void what_is_missing_is_said() {
    assertThatThrownBy(() -> secrets.getSecretValue(request -> request.secretId("none")))
        .isInstanceOf(ResourceNotFoundException.class)
        .hasMessageContaining("can't find the specified secret.");
    secret();
    assertThatThrownBy(
            () -> secrets.getSecretValue(request -> request.secretId("shop/prod/database")))
        .hasMessageContaining("staging label: AWSCURRENT");
    assertThat(account.world.service(SecretsManager.class).value(REGION, "none")).isEmpty();
  }

  @Test
  void a_deleted_secret_blocks_its_name_until_the_window_has_passed() {
    account.delete(secret());

    assertThatThrownBy(this::secret)
        .isInstanceOf(InvalidRequestException.class)
        .hasMessageContaining("already scheduled for deletion");
    assertThatThrownBy(
            () -> secrets.getSecretValue(request -> request.secretId("shop/prod/database")))
        .hasMessageContaining("marked for deletion");

    account.world.clock().advanceBy(Duration.ofDays(30));
    assertThat(secret().id()).isNotEmpty();
  }

  @Test
  void a_window_of_zero_days_deletes_at_once() {
    account.delete(account.create(SECRET, "secret", "name", "s", "recoveryWindowInDays", 0));

    account.create(SECRET, "secret", "name", "s", "recoveryWindowInDays", 0);
  }
}
