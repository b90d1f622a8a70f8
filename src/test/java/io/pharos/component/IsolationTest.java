package io.pharos.component;

import static org.assertj.core.api.Assertions.assertThat;

import com.pulumi.test.PulumiTest;
import io.pharos.config.ExampleConfiguration;
import io.pharos.config.Site;
import io.pharos.recovery.contract.Position;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class IsolationTest {
  private final MockAws aws = new MockAws();

  @AfterEach
  void cleanUp() {
    PulumiTest.cleanup();
  }

  @BeforeEach
  void deploy() {
    Site site =
        new Site(
            new ExampleConfiguration().json("drills", "{'isolation':true}").read(),
            Position.PRIMARY);
    aws.run(
        (context, options) -> {
          Region region = new Region(site, options);
          Network network = region.network();
          Encryption encryption = region.encryption();
          LoadBalancer loadBalancer = region.loadBalancer(network);
          Database database =
              region.database(network, encryption, region.configuration(encryption));
          new Isolation(
              "isolation",
              new IsolationArgs(
                  site,
                  network,
                  new ObjectStore(
                      "object-store",
                      new ObjectStoreArgs(site, encryption, Optional.empty()),
                      options),
                  new Monitoring(
                      "monitoring",
                      new MonitoringArgs(site, encryption, loadBalancer, database),
                      options)),
              options);
        });
  }

  @Test
  void experiment_cutsSubnetsAndBucketOffForSomeMinutes_andStopsWhenUsersGetErrors() {
    var template = aws.inputs("ExperimentTemplate/isolation");

    assertThat(template.get("actions").toString())
        .contains("aws:network:route-table-disrupt-cross-region-connectivity")
        .contains("aws:s3:bucket-pause-replication", "PT10M", "eu-central-1");
    assertThat(template.get("targets").toString())
        .contains("arn:aws:ec2:eu-west-1:123456789012:subnet/", "aws:s3:bucket");
    assertThat(template.get("stopConditions").toString())
        .contains("aws:cloudwatch:alarm", "monitoring-server-errors");
    assertThat(template.get("logConfiguration").toString()).contains(":*");
  }

  @Test
  void role_changesOnlyWhatFisHasMade_andTheReplicationOfThisBucketToPauseIt() {
    String policy = aws.inputs("RolePolicy/isolation-policy").get("policy").toString();

    assertThat(policy)
        .contains("aws:ResourceTag/managedByFIS", "s3:DestinationRegion\":\"eu-central-1")
        .contains("s3:isReplicationPauseRequest");
    assertThat(aws.inputs("Role/isolation-role").get("assumeRolePolicy").toString())
        .contains("fis.amazonaws.com", "aws:SourceAccount\":\"123456789012");
  }
}
