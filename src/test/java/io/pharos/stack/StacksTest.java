package io.pharos.stack;

import static org.assertj.core.api.Assertions.assertThat;

import com.pulumi.core.internal.Internal;
import com.pulumi.test.PulumiTest;
import com.pulumi.test.TestOptions;
import com.pulumi.test.TestResult;
import com.pulumi.test.internal.PulumiTestInternal;
import io.pharos.component.MockAws;
import io.pharos.config.ExampleConfiguration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StacksTest {
  private static final Map<String, Object> PRIMARY =
      Map.of(
          "databaseArn", "arn:aws:rds:eu-west-1:123456789012:db:shop-prod-primary-1",
          "databaseCredentials", "{\"username\":\"app\",\"password\":\"of-the-primary\"}",
          "networkAclId", "acl-primary",
          "quarantineGroupId", "sg-quarantine",
          "appCidrs", List.of("10.0.4.0/22"),
          "keyArn", "arn:aws:kms:eu-west-1:123456789012:key/1",
          "bucketArn", "arn:aws:s3:::primary",
          "loadBalancerDnsName", "primary.elb.amazonaws.com",
          "loadBalancerZoneId", "Z1",
          "takeoverAlarmName", "shop-prod-reclaimed");

  private final MockAws aws = new MockAws();

  @AfterEach
  void cleanUp() {
    PulumiTest.cleanup();
  }

  @Test
  void primary_beforeItsPeerExists_leavesTheLinkOutAndSaysSo() {
    TestResult result = run("primary", new ExampleConfiguration(), false);

    assertThat(result.exceptions()).isEmpty();
    assertThat(aws.named("BucketReplicationConfig")).isEmpty();
    assertThat(aws.inputs("Instance/database-1")).containsEntry("engine", "mysql");
  }

  @Test
  void primary_onceItsPeerExists_replicatesObjects() {
    aws.withStack(
        "secondary", Map.of("bucketArn", "arn:aws:s3:::b", "keyArn", "arn:key:secondary"));

    run("primary", new ExampleConfiguration(), false);

    assertThat(aws.named("BucketReplicationConfig")).hasSize(1);
    assertThat(
            aws.inputs("BucketReplicationConfig/" + aws.named("BucketReplicationConfig").get(0))
                .toString())
        .contains("arn:key:secondary");
  }

  @Test
  void secondary_replicatesThePrimarysDatabaseAndKnowsItsFence() {
    aws.withStack("primary", PRIMARY);

    TestResult result = run("secondary", new ExampleConfiguration(), false);

    assertThat(result.exceptions()).isEmpty();
    assertThat(aws.inputs("Instance/database-1"))
        .containsEntry("replicateSourceDb", PRIMARY.get("databaseArn"));
    assertThat(aws.inputs("Function/recovery-fence").toString()).contains("acl-primary");
    assertThat(aws.inputs("aws/aws")).containsEntry("region", "eu-central-1");
  }

  @Test
  void secondary_withoutThePrimary_saysWhatIsMissingAndWhatToDo() {
    TestResult result = run("secondary", new ExampleConfiguration(), false);

    assertThat(result.exitCode()).isNotZero();
    assertThat(result.exceptions().toString())
        .contains("Stack 'organization/pharos/primary' has no output", "pulumi up --stack primary");
  }

  @Test
  void secondary_withoutThePrimary_canBePreviewed() {
    TestResult result = run("secondary", new ExampleConfiguration(), true);

    assertThat(result.exceptions()).isEmpty();
    assertThat(aws.named("StateMachine")).containsExactly("recovery-failover");
  }

  @Test
  void credentials_areSecretOutputs() {
    aws.withStack("primary", PRIMARY);

    TestResult result = run("secondary", new ExampleConfiguration(), false);

    assertThat(Internal.of(result.output("databaseCredentials")).isSecret().join()).isTrue();
  }

  @Test
  void global_leadsToBothRegions() {
    aws.withStack("primary", PRIMARY)
        .withStack(
            "secondary",
            Map.of(
                "loadBalancerDnsName", "secondary.elb.amazonaws.com",
                "loadBalancerZoneId", "Z2",
                "takeoverAlarmName", "shop-prod-taken-over"));

    TestResult result = run("global", new ExampleConfiguration(), false);

    assertThat(result.exceptions()).isEmpty();
    assertThat(aws.named("Record"))
        .containsExactlyInAnyOrder(
            "routing-primary",
            "routing-secondary",
            "routing-users-primary",
            "routing-users-secondary");
    assertThat(PulumiTest.extractValue(result.output("endpoint")))
        .isEqualTo("https://shop.example.com");
  }

  @Test
  void wrongSettings_registerNothing() {
    TestResult result =
        run(
            "primary",
            new ExampleConfiguration().set("app", "Not A Name").at("network/zones", "9"),
            false);

    assertThat(result.exitCode()).isNotZero();
    assertThat(aws.keys()).isEmpty();
    assertThat(result.exceptions().toString()).contains("pharos:app", "pharos:network.zones");
  }

  @Test
  void anotherStack_isRefusedByName() {
    TestResult result = run("staging", new ExampleConfiguration(), false);

    assertThat(result.exceptions().toString())
        .contains("'staging'", "primary, secondary and global");
    assertThat(aws.keys()).isEmpty();
  }

  private TestResult run(String stack, ExampleConfiguration configuration, boolean preview) {
    return PulumiTestInternal.builder()
        .mocks(aws)
        .options(
            TestOptions.builder()
                .projectName("pharos")
                .organizationName("organization")
                .stackName(stack)
                .preview(preview)
                .build())
        .config(configuration.keys(), Set.of())
        .build()
        .runTest(App::run);
  }
}
