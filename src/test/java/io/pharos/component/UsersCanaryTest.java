package io.pharos.component;

import static org.assertj.core.api.Assertions.assertThat;

import com.pulumi.test.PulumiTest;
import io.pharos.config.ExampleConfiguration;
import io.pharos.config.Settings;
import io.pharos.recovery.contract.Names;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class UsersCanaryTest {
  private final MockAws aws = new MockAws();

  @AfterEach
  void cleanUp() {
    PulumiTest.cleanup();
  }

  private void deploy(String json) {
    Settings settings = new ExampleConfiguration().json("canary", json).read();
    aws.run(
        (context, options) ->
            new UsersCanary("canary", settings, settings.canary().orElseThrow(), options));
  }

  @Test
  void canary_callsTheUsersEndpoint_andGoesWithAllThatItMakes() {
    deploy("{}");

    assertThat(aws.inputs("Canary/canary"))
        .containsEntry("name", "shop-prod-users")
        .containsEntry("schedule", Map.of("expression", "rate(5 minutes)"))
        .containsEntry("handler", "canary.handler")
        .containsEntry("startCanary", true)
        .containsEntry("deleteLambda", true)
        .containsEntry("successRetentionPeriod", 14.0)
        .containsEntry("failureRetentionPeriod", 14.0);
    assertThat(aws.inputs("Canary/canary").get("runConfig").toString())
        .contains("[\"https://shop.example.com/healthz\"]");
    assertThat(aws.inputs("LogGroup/canary"))
        .containsEntry("name", "/aws/lambda/cwsyn-shop-prod-users-1");
  }

  @Test
  void canary_callsWhatIsNamed_asOftenAsSaid() {
    deploy("{'minutes':1,'paths':['/','/cart'],'retentionDays':3}");

    assertThat(aws.inputs("Canary/canary"))
        .containsEntry("schedule", Map.of("expression", "rate(1 minute)"))
        .containsEntry("failureRetentionPeriod", 3.0);
    assertThat(aws.inputs("Canary/canary").get("runConfig").toString())
        .contains("[\"https://shop.example.com/\",\"https://shop.example.com/cart\"]");
  }

  @Test
  void alarm_tellsThoseOfTheSecondaryRegion_alsoWhenNobodyCallsAnyMore() {
    deploy("{'minutes':10}");

    assertThat(aws.inputs("MetricAlarm/canary"))
        .containsEntry("name", "shop-prod-users-not-served")
        .containsEntry("namespace", "CloudWatchSynthetics")
        .containsEntry("metricName", "SuccessPercent")
        .containsEntry("dimensions", Map.of("CanaryName", "shop-prod-users"))
        .containsEntry("period", 600.0)
        .containsEntry("evaluationPeriods", 2.0)
        .containsEntry("threshold", 100.0)
        .containsEntry("comparisonOperator", "LessThanThreshold")
        .containsEntry("treatMissingData", "missing");
    List<String> topic =
        List.of("arn:aws:sns:eu-central-1:" + MockAws.ACCOUNT + ":shop-prod-alerts");
    for (String actions : List.of("alarmActions", "insufficientDataActions", "okActions")) {
      assertThat(aws.inputs("MetricAlarm/canary")).containsEntry(actions, topic);
    }
    assertThat(new Names("shop", "prod").alertTopic()).isEqualTo("shop-prod-alerts");
  }

  @Test
  void bucket_takesTlsOnly_isEncrypted_andEmptiesItself() {
    deploy("{}");

    assertThat(aws.inputs("BucketV2/canary"))
        .containsEntry("bucket", "shop-prod-eu-central-1-" + MockAws.ACCOUNT + "-canary")
        .containsEntry("forceDestroy", true);
    assertThat(aws.inputs("BucketPolicy/canary").get("policy").toString())
        .contains("aws:SecureTransport");
    assertThat(aws.inputs("BucketServerSideEncryptionConfigurationV2/canary").toString())
        .contains("AES256");
    assertThat(aws.inputs("BucketLifecycleConfigurationV2/canary").toString())
        .contains("prefix=runs/", "days=14.0");
    assertThat(aws.inputs("BucketPublicAccessBlock/canary"))
        .containsEntry("restrictPublicBuckets", true);
  }

  @Test
  void role_makesNoLogGroup_andPublishesNoOtherMetrics() {
    deploy("{}");

    assertThat(aws.inputs("RolePolicy/canary").get("policy").toString())
        .contains(
            "s3:PutObject",
            "arn:BucketV2-canary/runs/*",
            "\"cloudwatch:namespace\":\"CloudWatchSynthetics\"",
            "log-group:/aws/lambda/cwsyn-*")
        .doesNotContain("CreateLogGroup");
  }

  @Test
  void script_isPackedAsSyntheticsWantsIt_underAnotherNameWithOtherContent() throws IOException {
    byte[] archive = Base64.getDecoder().decode(CanaryScript.base64());

    try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(archive))) {
      assertThat(zip.getNextEntry().getName()).isEqualTo("nodejs/node_modules/canary.js");
      assertThat(new String(zip.readAllBytes(), StandardCharsets.UTF_8))
          .contains("exports.handler", "process.env." + CanaryScript.TARGETS);
      assertThat(zip.getNextEntry()).isNull();
    }
    assertThat(CanaryScript.key()).matches("script/[0-9a-f]{16}\\.zip");
    assertThat(CanaryScript.base64()).isEqualTo(CanaryScript.base64());
  }
}
