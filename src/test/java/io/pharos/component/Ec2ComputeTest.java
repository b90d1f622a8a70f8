package io.pharos.component;

import static org.assertj.core.api.Assertions.assertThat;

import com.pulumi.test.PulumiTest;
import io.pharos.config.ExampleConfiguration;
import io.pharos.config.Site;
import io.pharos.recovery.contract.Position;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class Ec2ComputeTest {
  private final MockAws aws = new MockAws();

  @AfterEach
  void cleanUp() {
    PulumiTest.cleanup();
  }

  @Test
  void launchTemplate_resolvesTheImageAndAsksForTokens() {
    deploy(Position.PRIMARY, new ExampleConfiguration());

    Map<String, Object> template = aws.inputs("LaunchTemplate/compute");
    assertThat(template)
        .containsEntry("imageId", "resolve:ssm:/shop/prod/local/ami")
        .containsEntry("instanceType", "t3.small")
        .containsEntry("vpcSecurityGroupIds", List.of("SecurityGroup-network-app"));
    assertThat(template.get("metadataOptions")).asString().contains("httpTokens=required");
    assertThat(template.get("blockDeviceMappings"))
        .asString()
        .contains("encrypted=true", "kmsKeyId=arn:Key-encryption");
    assertThat(template.get("userData")).asString().isNotBlank();
  }

  @Test
  void active_startsWithItsCapacityWhichIsThenTheRuntimes() {
    deploy(Position.PRIMARY, new ExampleConfiguration());

    assertThat(aws.inputs("Group/compute"))
        .containsEntry("name", "shop-prod-app")
        .containsEntry("minSize", 2.0)
        .containsEntry("maxSize", 6.0)
        .containsEntry("desiredCapacity", 3.0)
        .containsEntry("healthCheckType", "ELB")
        .containsEntry("waitForCapacityTimeout", "0")
        .containsEntry("forceDelete", false)
        .containsEntry("targetGroupArns", List.of("arn:TargetGroup-load-balancer"));
    assertThat(aws.options("Group/compute").getIgnoreChanges())
        .containsExactly("minSize", "maxSize", "desiredCapacity");
  }

  @Test
  void standby_runsNothing() {
    deploy(Position.SECONDARY, new ExampleConfiguration());

    assertThat(aws.inputs("Group/compute"))
        .containsEntry("minSize", 0.0)
        .containsEntry("maxSize", 0.0)
        .containsEntry("desiredCapacity", 0.0);
  }

  @Test
  void role_mayOnlyDoItsPart() {
    deploy(Position.PRIMARY, new ExampleConfiguration());

    String policy = (String) aws.inputs("RolePolicy/compute-instance").get("policy");
    assertThat(policy)
        .contains("arn:aws:ssm:eu-west-1:123456789012:parameter/shop/prod/*")
        .contains("\"secretsmanager:GetSecretValue\"],\"Resource\":[\"arn:Secret-")
        .contains("kms:ViaService")
        .contains("arn:aws:s3:::shop-prod-eu-west-1-123456789012-data/*")
        .doesNotContain("ecr:", "\"Resource\":[\"*\"]");
    assertThat(aws.inputs("Role/compute-instance"))
        .containsEntry("name", "shop-prod-eu-west-1-instance");
  }

  @Test
  void role_whenTheImageIsInEcr_mayPullItFromItsOwnRegion() {
    deploy(
        Position.SECONDARY,
        new ExampleConfiguration()
            .at(
                "compute/containers/0/image",
                "'123456789012.dkr.ecr.eu-west-1.amazonaws.com/shop/web:7'"));

    assertThat((String) aws.inputs("RolePolicy/compute-instance").get("policy"))
        .contains("arn:aws:ecr:eu-central-1:123456789012:repository/shop/web");
  }

  @Test
  void scaling_followsTheCpu() {
    deploy(Position.PRIMARY, new ExampleConfiguration());

    assertThat(aws.inputs("Policy/compute-cpu"))
        .containsEntry("policyType", "TargetTrackingScaling")
        .extracting("targetTrackingConfiguration")
        .asString()
        .contains("ASGAverageCPUUtilization", "targetValue=60.0");
  }

  private void deploy(Position position, ExampleConfiguration configuration) {
    Site site = new Site(configuration.read(), position);
    aws.run((context, options) -> new Region(site, options).compute());
  }
}
