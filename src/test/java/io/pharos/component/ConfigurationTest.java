package io.pharos.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.pulumi.aws.secretsmanager.SecretVersionArgs;
import com.pulumi.core.internal.Internal;
import com.pulumi.test.PulumiTest;
import com.pulumi.test.TestResult;
import io.pharos.config.ExampleConfiguration;
import io.pharos.config.Site;
import io.pharos.recovery.contract.Position;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ConfigurationTest {
  private final MockAws aws = new MockAws();

  @AfterEach
  void cleanUp() {
    PulumiTest.cleanup();
  }

  @Test
  void sharedParameters_carryImagesAndEnvironment() {
    deploy(Position.PRIMARY, new ExampleConfiguration());

    assertThat(aws.inputs("Parameter/configuration-shared-containers-web-image"))
        .containsEntry("name", "/shop/prod/shared/containers/web/image")
        .containsEntry("value", "ghcr.io/example/shop:1.0.0");
    assertThat(aws.inputs("Parameter/configuration-shared-containers-web-environment-LOG_LEVEL"))
        .containsEntry("name", "/shop/prod/shared/containers/web/environment/LOG_LEVEL")
        .containsEntry("value", "info");
    assertThat(aws.inputs("Parameter/configuration-shared-database-name"))
        .containsEntry("value", "shop");
  }

  @Test
  void localAmi_startsWithTheBaseImageAndIsThenTheRuntimes() {
    deploy(Position.PRIMARY, new ExampleConfiguration());

    assertThat(aws.inputs("Parameter/configuration-local-ami"))
        .containsEntry("name", "/shop/prod/local/ami")
        .containsEntry("value", "ami-1")
        .containsEntry("dataType", "aws:ec2:image");
    assertThat(aws.options("Parameter/configuration-local-ami").getIgnoreChanges())
        .containsExactly("value");
  }

  @Test
  void posture_saysWhatRunsInEachRole() {
    deploy(Position.SECONDARY, new ExampleConfiguration());

    assertThat(aws.inputs("Parameter/configuration-local-posture"))
        .containsEntry("name", "/shop/prod/local/posture")
        .containsEntry(
            "value",
            "{\"active\":{\"minSize\":2,\"maxSize\":6,\"desiredCapacity\":3},"
                + "\"standby\":{\"minSize\":0,\"maxSize\":0,\"desiredCapacity\":0}}");
    assertThat(aws.options("Parameter/configuration-local-posture").getIgnoreChanges()).isEmpty();
  }

  @Test
  void credentials_areMadeOnceInThePrimaryAndAreSecret() {
    TestResult result = deploy(Position.PRIMARY, new ExampleConfiguration());

    assertThat(aws.options("SecretVersion/configuration-database").getIgnoreChanges())
        .containsExactly("secretString");
    assertThat(PulumiTest.extractValue(result.output("credentials", String.class)))
        .isEqualTo("{\"username\":\"app\",\"password\":\"correcthorse\"}");
    assertThat(Internal.of(result.output("credentials")).isSecret().join()).isTrue();
    var version = aws.arguments("SecretVersion/configuration-database", SecretVersionArgs.class);
    assertThat(Internal.of(version.secretString().orElseThrow()).isSecret().join()).isTrue();
  }

  @Test
  void credentials_ofTheSecondaryAreThePrimarys() {
    TestResult result = deploy(Position.SECONDARY, new ExampleConfiguration());

    assertThat(aws.calls()).noneMatch(call -> call.token.endsWith(":getRandomPassword"));
    assertThat(PulumiTest.extractValue(result.output("credentials", String.class)))
        .isEqualTo(Region.CREDENTIALS);
    assertThat(Internal.of(result.output("credentials")).isSecret().join()).isTrue();
  }

  @Test
  void secret_hasOneNameInBothRegionsAndTheRegionsKey() {
    deploy(Position.SECONDARY, new ExampleConfiguration());

    assertThat(aws.inputs("Secret/configuration-database"))
        .containsEntry("name", "shop/prod/database")
        .containsEntry("kmsKeyId", "arn:Key-encryption")
        .containsEntry("recoveryWindowInDays", 30.0);
  }

  @Test
  void secret_withoutProtectionCanBeMadeAgainAtOnce() {
    deploy(Position.PRIMARY, new ExampleConfiguration().set("protection", "off"));

    assertThat(aws.inputs("Secret/configuration-database"))
        .containsEntry("recoveryWindowInDays", 0.0);
  }

  @Test
  void args_whenTheSecondaryHasNoCredentials_refuses() {
    Site secondary = new Site(new ExampleConfiguration().read(), Position.SECONDARY);

    assertThatThrownBy(() -> new ConfigurationArgs(secondary, null, Optional.empty()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("given them");
  }

  private TestResult deploy(Position position, ExampleConfiguration configuration) {
    return aws.run(
        (context, options) -> {
          Region region = new Region(new Site(configuration.read(), position), options);
          context.export(
              "credentials", region.configuration(region.encryption()).databaseCredentials());
        });
  }
}
