package io.pharos.sandbox.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pharos.sandbox.core.Account;
import io.pharos.sandbox.core.Resource;
import io.pharos.sandbox.service.iam.IamTypes;
import io.pharos.sandbox.service.lambda.LambdaTypes;
import io.pharos.sandbox.service.synthetics.Canaries;
import io.pharos.sandbox.states.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/** Canaries: what making, running and deleting one does to the account. */
class SyntheticsTest {
  private static final String BUCKET = "shop-canary";
  private static final String LOGS = "aws:cloudwatch/logGroup:LogGroup";
  private static final String ALARM = "users-not-served";

  private final GivenAccount given = new GivenAccount();
  private Resource role;

  @BeforeEach
  void aBucketWithAScript_andARole() throws IOException {
    given.create("aws:s3/bucketV2:BucketV2", BUCKET, "bucket", BUCKET);
    script("canary.zip", "nodejs/node_modules/canary.js");
    role =
        given.createIn(
            Account.GLOBAL,
            IamTypes.ROLE,
            "canary",
            "name",
            "canary",
            "assumeRolePolicy",
            policy("sts:AssumeRole", "Principal", Map.of("Service", "lambda.amazonaws.com")));
    allow("s3:PutObject", "cloudwatch:PutMetricData");
  }

  private void script(String key, String entry) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.putNextEntry(new ZipEntry(entry));
      zip.closeEntry();
    }
    given.create(
        "aws:s3/bucketObjectv2:BucketObjectv2",
        key,
        "bucket",
        BUCKET,
        "key",
        key,
        "contentBase64",
        Base64.getEncoder().encodeToString(bytes.toByteArray()));
  }

  private static String policy(Object action, String about, Object whom) {
    return Json.write(
        Map.of(
            "Version",
            "2012-10-17",
            "Statement",
            List.of(Map.of("Effect", "Allow", "Action", action, about, whom))));
  }

  private void allow(String... actions) {
    String policy = policy(List.of(actions), "Resource", "*");
    given
        .world
        .account()
        .first(IamTypes.ROLE_POLICY, Account.GLOBAL, any -> true)
        .ifPresentOrElse(
            known -> given.update(known, "policy", policy),
            () ->
                given.createIn(
                    Account.GLOBAL,
                    IamTypes.ROLE_POLICY,
                    "canary",
                    "name",
                    "canary",
                    "role",
                    role.id(),
                    "policy",
                    policy));
  }

  private Resource canary(Object... more) {
    Map<String, Object> attributes =
        GivenAccount.attributes(
            "name",
            "shop-prod-users",
            "executionRoleArn",
            role.string("arn"),
            "artifactS3Location",
            "s3://" + BUCKET + "/runs",
            "s3Bucket",
            BUCKET,
            "s3Key",
            "canary.zip",
            "handler",
            "canary.handler",
            "runtimeVersion",
            "syn-nodejs-3.1",
            "startCanary",
            true,
            "deleteLambda",
            true,
            "schedule",
            Map.of("expression", "rate(5 minutes)"),
            "runConfig",
            Map.of(
                "timeoutInSeconds",
                60,
                "environmentVariables",
                Map.of("TARGETS", "[\"https://shop.example.com/healthz\"]")));
    attributes.putAll(GivenAccount.attributes(more));
    List<Object> flat = new ArrayList<>();
    attributes.forEach(
        (name, value) -> {
          flat.add(name);
          flat.add(value);
        });
    return given.create(Canaries.TYPE, "canary", flat.toArray());
  }

  private void alarm() {
    given.create(
        "aws:cloudwatch/metricAlarm:MetricAlarm",
        ALARM,
        "name",
        ALARM,
        "namespace",
        "CloudWatchSynthetics",
        "metricName",
        "SuccessPercent",
        "dimensions",
        Map.of("CanaryName", "shop-prod-users"),
        "statistic",
        "Average",
        "period",
        300,
        "evaluationPeriods",
        2,
        "threshold",
        100,
        "comparisonOperator",
        "LessThanThreshold",
        "treatMissingData",
        "missing");
  }

  private String state() {
    return given.world.service(CloudWatch.class).state(GivenAccount.REGION, ALARM).orElseThrow();
  }

  private List<Resource> left(String type) {
    return given.world.account().list(type, GivenAccount.REGION);
  }

  @Test
  void users_that_are_not_served_raise_the_alarm() {
    canary();
    alarm();

    given.pass(Duration.ofMinutes(20));

    assertThat(state()).isEqualTo("ALARM");
    assertThat(given.world.service(S3.class).keys(BUCKET))
        .filteredOn(key -> key.startsWith("runs/"))
        .hasSize(4);
  }

  @Test
  void a_canary_without_targets_succeeds_and_one_that_stops_says_nothing_any_more() {
    Resource canary = canary("runConfig", Map.of());
    alarm();
    given.pass(Duration.ofMinutes(20));
    assertThat(state()).isEqualTo("OK");

    given.update(canary, "startCanary", false);

    assertThat(canary.string("status")).isEqualTo("STOPPED");
    given.pass(Duration.ofMinutes(30));
    assertThat(state()).isEqualTo("INSUFFICIENT_DATA");
  }

  @Test
  void a_role_that_may_not_publish_leaves_the_alarm_without_data() {
    allow("s3:PutObject");
    canary();
    alarm();

    given.pass(Duration.ofMinutes(20));

    assertThat(state()).isEqualTo("INSUFFICIENT_DATA");
  }

  @Test
  void a_canary_whose_artifacts_cannot_be_written_fails() {
    allow("cloudwatch:PutMetricData");
    canary("runConfig", Map.of());
    alarm();

    given.pass(Duration.ofMinutes(20));

    assertThat(state()).isEqualTo("ALARM");
  }

  @Test
  void its_function_and_layer_go_only_when_they_are_told_to() {
    given.delete(canary());
    assertThat(left(LambdaTypes.FUNCTION)).isEmpty();
    assertThat(left(Canaries.LAYER)).isEmpty();

    given.delete(canary("deleteLambda", false));

    assertThat(left(LambdaTypes.FUNCTION)).hasSize(1);
    assertThat(left(Canaries.LAYER)).hasSize(1);
  }

  @Test
  void a_role_that_may_make_log_groups_leaves_one_behind() {
    Resource canary = canary();
    given.pass(Duration.ofMinutes(10));
    assertThat(left(LOGS)).isEmpty();

    allow("s3:PutObject", "cloudwatch:PutMetricData", "logs:CreateLogGroup");
    given.pass(Duration.ofMinutes(10));
    given.delete(canary);

    assertThat(left(LOGS))
        .singleElement()
        .satisfies(
            group -> assertThat(group.id()).startsWith("/aws/lambda/cwsyn-shop-prod-users-"));
  }

  @Test
  void what_synthetics_does_not_take_is_refused() throws IOException {
    refused("Deprecated or unknown runtime", "runtimeVersion", "syn-nodejs-puppeteer-6.2");
    refused("Deprecated or unknown runtime", "runtimeVersion", "nodejs20.x");
    refused("between 1 and 60 minutes", "schedule", Map.of("expression", "rate(90 minutes)"));
    refused("S3 object not found", "s3Key", "none.zip");
    refused("does not exist", "artifactS3Location", "s3://none/runs");
    refused("cannot be assumed by Lambda", "executionRoleArn", "arn:aws:iam::123456789012:role/x");
    script("flat.zip", "canary.js");
    refused("Cannot find module '/opt/nodejs/node_modules/canary'", "s3Key", "flat.zip");
  }

  private void refused(String why, String attribute, Object value) {
    assertThatThrownBy(() -> canary(attribute, value))
        .isInstanceOf(AwsServiceException.class)
        .hasMessageContaining(why);
  }
}
