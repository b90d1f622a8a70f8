package io.pharos.component;

import static org.assertj.core.api.Assertions.assertThat;

import com.pulumi.test.PulumiTest;
import io.pharos.config.ExampleConfiguration;
import io.pharos.config.Site;
import io.pharos.recovery.contract.Position;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EncryptionTest {
  private final MockAws aws = new MockAws();

  @AfterEach
  void cleanUp() {
    PulumiTest.cleanup();
  }

  @Test
  void key_rotatesAndAdmitsWhatWorksWithoutPharosRoles() {
    deploy(new ExampleConfiguration());

    assertThat(aws.inputs("Key/encryption"))
        .containsEntry("enableKeyRotation", true)
        .containsEntry("deletionWindowInDays", 30.0);
    assertThat((String) aws.inputs("Key/encryption").get("policy"))
        .contains("arn:aws:iam::123456789012:root")
        .contains("autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling")
        .contains("kms:CreateGrant")
        .contains("logs.eu-west-1.amazonaws.com")
        .contains("cloudwatch.amazonaws.com", "events.amazonaws.com");
    assertThat(aws.options("Key/encryption").isProtect()).isTrue();
  }

  @Test
  void alias_isFoundByName() {
    deploy(new ExampleConfiguration());

    assertThat(aws.inputs("Alias/encryption"))
        .containsEntry("name", "alias/shop-prod")
        .containsEntry("targetKeyId", "key-1");
  }

  @Test
  void withoutProtection_theKeyGoesAsSoonAsAwsAllows() {
    deploy(new ExampleConfiguration().set("protection", "off"));

    assertThat(aws.inputs("Key/encryption")).containsEntry("deletionWindowInDays", 7.0);
    assertThat(aws.options("Key/encryption").isProtect()).isFalse();
  }

  private void deploy(ExampleConfiguration configuration) {
    Site site = new Site(configuration.read(), Position.PRIMARY);
    aws.run((context, options) -> new Region(site, options).encryption());
  }
}
