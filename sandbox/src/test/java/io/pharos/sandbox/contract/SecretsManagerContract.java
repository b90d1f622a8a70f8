package io.pharos.sandbox.contract;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.model.GetSecretValueResponse;
import software.amazon.awssdk.services.secretsmanager.model.InvalidRequestException;
import software.amazon.awssdk.services.secretsmanager.model.ResourceNotFoundException;

/** The marker and the application read the database's credentials. */
abstract class SecretsManagerContract {
  private static final String NAME = "shop/prod/database";
  private final SecretsManagerClient secrets;
  private final ContractWorld world;

  SecretsManagerContract(ContractWorld world) {
    this.world = world;
    this.secrets = world.client(SecretsManagerClient.class);
  }

  private Refused notFound() {
    return new Refused(
        ResourceNotFoundException.class,
        world.expected(KnownDifference.MISSING_SECRET_HAS_STATUS_404, 400, 404),
        "ResourceNotFoundException");
  }

  private GetSecretValueResponse get(String id) {
    return secrets.getSecretValue(get -> get.secretId(id));
  }

  @Test
  void getSecretValue_byNameArnAndPartOfTheArn() {
    String arn = world.secret(NAME, "{\"username\":\"shop\"}");

    assertThat(arn)
        .matches("arn:aws:secretsmanager:eu-west-1:123456789012:secret:shop/prod/database-\\w{6}");
    for (String id : new String[] {NAME, arn, arn.substring(0, arn.length() - 7)}) {
      GetSecretValueResponse value = get(id);
      assertThat(value.secretString()).isEqualTo("{\"username\":\"shop\"}");
      assertThat(value.arn()).isEqualTo(arn);
      assertThat(value.name()).isEqualTo(NAME);
      assertThat(value.versionStages()).containsExactly("AWSCURRENT");
    }
  }

  @Test
  void getSecretValue_ofAnUnknownSecret_isNotFound() {
    assertThat(Refused.by(() -> get(NAME))).isEqualTo(notFound());
  }

  @Test
  void getSecretValue_ofASecretWithoutValue_isNotFound() {
    world.secret(NAME, null);

    assertThat(Refused.by(() -> get(NAME))).isEqualTo(notFound());
  }

  @Test
  void getSecretValue_ofAStageThatNothingHas_isNotFound() {
    world.secret(NAME, "x");

    assertThat(
            Refused.by(
                () ->
                    secrets.getSecretValue(get -> get.secretId(NAME).versionStage("AWSPREVIOUS"))))
        .isEqualTo(notFound());
  }

  @Test
  void getSecretValue_afterAChange_isTheNewOne_andThePreviousOneStays() {
    world.secret(NAME, "old");
    secrets.putSecretValue(put -> put.secretId(NAME).secretString("new"));

    assertThat(get(NAME).secretString()).isEqualTo("new");
    assertThat(
            secrets
                .getSecretValue(get -> get.secretId(NAME).versionStage("AWSPREVIOUS"))
                .secretString())
        .isEqualTo("old");
  }

  @Test
  void getSecretValue_whenMarkedForDeletion_isAnInvalidRequest() {
    world.secret(NAME, "x");
    world.deleteSecret(NAME);

    assertThat(Refused.by(() -> get(NAME)))
        .isEqualTo(new Refused(InvalidRequestException.class, 400, "InvalidRequestException"));
  }
}
