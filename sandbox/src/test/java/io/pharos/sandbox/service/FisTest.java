package io.pharos.sandbox.service;

import static io.pharos.sandbox.service.GivenAccount.PEER_REGION;
import static io.pharos.sandbox.service.GivenAccount.REGION;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pharos.sandbox.core.Account;
import io.pharos.sandbox.core.Resource;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.fis.FisClient;
import software.amazon.awssdk.services.fis.model.ExperimentStatus;
import software.amazon.awssdk.services.fis.model.ResourceNotFoundException;
import software.amazon.awssdk.services.fis.model.ValidationException;

/** Experiments: what they need, what they do, and what ends them. */
class FisTest {
  private static final String TEMPLATE = "aws:fis/experimentTemplate:ExperimentTemplate";

  private final GivenAccount aws = new GivenAccount();
  private final FisClient fis = aws.client(FisClient.class);
  private Resource policy;

  @BeforeEach
  void aRole() {
    aws.createIn(
        Account.GLOBAL,
        "aws:iam/role:Role",
        "fis",
        "name",
        "fis",
        "assumeRolePolicy",
        """
        {"Version":"2012-10-17","Statement":[{"Effect":"Allow",
         "Principal":{"Service":"fis.amazonaws.com"},"Action":"sts:AssumeRole"}]}""");
    policy = policy("[\"s3:*\",\"tag:GetResources\"]");
  }

  private Resource policy(String actions) {
    return aws.createIn(
        Account.GLOBAL,
        "aws:iam/rolePolicy:RolePolicy",
        "fis" + actions.length(),
        "name",
        "fis" + actions.length(),
        "role",
        "fis",
        "policy",
        "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":"
            + actions
            + ",\"Resource\":\"*\"}]}");
  }

  private String template(Map<String, Object> stop, String resourceType) {
    return aws.create(
            TEMPLATE,
            "cut",
            "description",
            "cut",
            "roleArn",
            "arn:aws:iam::123456789012:role/fis",
            "targets",
            List.of(
                Map.of(
                    "name",
                    "bucket",
                    "resourceType",
                    resourceType,
                    "selectionMode",
                    "ALL",
                    "resourceArns",
                    List.of("arn:aws:s3:::data"))),
            "actions",
            List.of(
                Map.of(
                    "name",
                    "pause",
                    "actionId",
                    "aws:s3:bucket-pause-replication",
                    "target",
                    Map.of("key", "Buckets", "value", "bucket"),
                    "parameters",
                    List.of(
                        Map.of("key", "duration", "value", "PT5M"),
                        Map.of("key", "region", "value", PEER_REGION)))),
            "stopConditions",
            List.of(stop))
        .id();
  }

  private String start(String template) {
    return fis.startExperiment(start -> start.experimentTemplateId(template).clientToken("one"))
        .experiment()
        .id();
  }

  private ExperimentStatus status(String id) {
    return fis.getExperiment(get -> get.id(id)).experiment().state().status();
  }

  private boolean severed() {
    return aws.world.faults().severed(REGION, PEER_REGION);
  }

  @Test
  void an_experiment_runs_for_its_time_and_undoes_everything() {
    String template = template(Map.of("source", "none"), "aws:s3:bucket");
    String id = start(template);

    assertThat(template).matches("EXT[A-Z2-7]{15}");
    assertThat(start(template)).as("the same token").isEqualTo(id);
    assertThat(status(id)).isEqualTo(ExperimentStatus.INITIATING);
    aws.pass(Duration.ofMinutes(1));
    assertThat(status(id)).isEqualTo(ExperimentStatus.RUNNING);
    assertThat(severed()).isTrue();
    assertThat(aws.world.faults().severed(PEER_REGION, REGION)).isFalse();
    aws.pass(Duration.ofMinutes(5));
    assertThat(status(id)).isEqualTo(ExperimentStatus.COMPLETED);
    assertThat(severed()).isFalse();
  }

  @Test
  void stopping_undoes_everything_at_once() {
    String id = start(template(Map.of("source", "none"), "aws:s3:bucket"));
    aws.pass(Duration.ofMinutes(1));

    fis.stopExperiment(stop -> stop.id(id));

    assertThat(status(id)).isEqualTo(ExperimentStatus.STOPPED);
    assertThat(severed()).isFalse();
  }

  @Test
  void a_role_that_may_not_fails_the_experiment_and_nothing_is_done() {
    String template = template(Map.of("source", "none"), "aws:s3:bucket");
    aws.delete(policy);
    policy("[\"s3:GetReplicationConfiguration\"]");
    String id = start(template);
    aws.pass(Duration.ofMinutes(1));

    assertThat(status(id)).isEqualTo(ExperimentStatus.FAILED);
    assertThat(fis.getExperiment(get -> get.id(id)).experiment().state().reason())
        .contains("s3:PauseReplication");
    assertThat(severed()).isFalse();
  }

  @Test
  void what_cannot_be_meant_is_refused() {
    assertThatThrownBy(() -> template(Map.of("source", "none"), "aws:ec2:subnet"))
        .isInstanceOf(ValidationException.class)
        .hasMessageContaining("acts on aws:s3:bucket");
    assertThatThrownBy(
            () ->
                template(
                    Map.of(
                        "source", "aws:cloudwatch:alarm",
                        "value", "arn:aws:cloudwatch:eu-west-1:123456789012:alarm:none"),
                    "aws:s3:bucket"))
        .isInstanceOf(ValidationException.class)
        .hasMessageContaining("alarm is not there");
    assertThatThrownBy(() -> start("EXTNONE")).isInstanceOf(ResourceNotFoundException.class);
  }
}
