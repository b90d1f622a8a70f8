package io.pharos.component;

import static org.assertj.core.api.Assertions.assertThat;

import com.pulumi.test.PulumiTest;
import io.pharos.config.ExampleConfiguration;
import io.pharos.config.Site;
import io.pharos.recovery.contract.Position;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AuditTest {
  private final MockAws aws = new MockAws();

  @AfterEach
  void cleanUp() {
    PulumiTest.cleanup();
  }

  @Test
  void trail_coversAllRegionsAndShowsChangedLogs() {
    deploy(Position.PRIMARY);

    assertThat(aws.inputs("Trail/audit"))
        .containsEntry("name", "shop-prod-audit")
        .containsEntry("isMultiRegionTrail", true)
        .containsEntry("enableLogFileValidation", true)
        .containsEntry("kmsKeyId", "arn:Key-encryption");
  }

  @Test
  void bucket_takesThisTrailsLogsAndNoOthers() {
    deploy(Position.PRIMARY);

    assertThat(aws.inputs("BucketV2/audit"))
        .containsEntry("bucket", "shop-prod-eu-west-1-123456789012-audit");
    assertThat(aws.options("BucketV2/audit").isProtect()).isTrue();
    assertThat((String) aws.inputs("BucketPolicy/audit").get("policy"))
        .contains("/AWSLogs/123456789012/*", "bucket-owner-full-control")
        .contains("arn:aws:cloudtrail:eu-west-1:123456789012:trail/shop-prod-audit");
    assertThat(aws.inputs("BucketLifecycleConfigurationV2/audit").get("rules"))
        .asString()
        .contains("days=30");
  }

  @Test
  void key_letsTheTrailEncrypt_whereItIs() {
    deploy(Position.PRIMARY);

    assertThat((String) aws.inputs("Key/encryption").get("policy"))
        .contains("cloudtrail.amazonaws.com", "kms:EncryptionContext:aws:cloudtrail:arn");
  }

  @Test
  void theOtherRegion_hasNone() {
    Site site = new Site(configuration().read(), Position.SECONDARY);
    aws.run((context, options) -> new Region(site, options).encryption());

    assertThat(site.hasTrail()).isFalse();
    assertThat((String) aws.inputs("Key/encryption").get("policy")).doesNotContain("cloudtrail");
  }

  private static ExampleConfiguration configuration() {
    return new ExampleConfiguration().set("audit", "{\"trail\":true,\"retentionDays\":30}");
  }

  private void deploy(Position position) {
    Site site = new Site(configuration().read(), position);
    aws.run(
        (context, options) ->
            new Audit(
                "audit", new AuditArgs(site, new Region(site, options).encryption()), options));
  }
}
