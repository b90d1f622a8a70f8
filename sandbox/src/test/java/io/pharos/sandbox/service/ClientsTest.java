package io.pharos.sandbox.service;

import static io.pharos.sandbox.service.GivenAccount.REGION;
import static io.pharos.sandbox.service.GivenRoles.ROLE;
import static io.pharos.sandbox.service.GivenRoles.allow;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.pharos.sandbox.core.Caller;
import io.pharos.sandbox.core.Faults;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.awscore.AwsClient;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.CloudWatchException;
import software.amazon.awssdk.services.cloudwatch.model.MetricDatum;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;
import software.amazon.awssdk.services.rds.RdsClient;
import software.amazon.awssdk.services.rds.model.DbInstanceNotFoundException;
import software.amazon.awssdk.services.rds.model.ModifyDbInstanceRequest;
import software.amazon.awssdk.services.rds.model.RdsException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.model.SecretsManagerException;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.GetParametersByPathResponse;
import software.amazon.awssdk.services.ssm.model.Parameter;
import software.amazon.awssdk.services.ssm.model.SsmException;

class ClientsTest {
  private static final String PARAMETER = "aws:ssm/parameter:Parameter";

  private final GivenAccount account = new GivenAccount();
  private final GivenRoles roles = new GivenRoles(account);
  private final GivenCaller caller = new GivenCaller(account.world, ROLE, REGION);

  @Test
  void a_call_that_the_role_may_not_make_names_user_action_and_resource() {
    roles.role("recovery");
    RdsClient rds = Clients.of(account.world, RdsClient.class, REGION, caller);

    RdsException denial =
        catchThrowableOfType(
            RdsException.class,
            () -> rds.promoteReadReplica(request -> request.dbInstanceIdentifier("shop-2")));

    assertThat(denial.statusCode()).isEqualTo(403);
    assertThat(denial.awsErrorDetails().errorCode()).isEqualTo("AccessDenied");
    assertThat(denial.awsErrorDetails().errorMessage())
        .isEqualTo(
            "User: arn:aws:sts::123456789012:assumed-role/recovery/pharos is not authorized to"
                + " perform: rds:PromoteReadReplica on resource:"
                + " arn:aws:rds:eu-west-1:123456789012:db:shop-2 because no identity-based policy"
                + " allows the rds:PromoteReadReplica action");
  }

  @Test
  void a_call_that_the_role_may_make_reaches_the_service() {
    roles.role(
        "recovery",
        allow("rds:PromoteReadReplica", "arn:aws:rds:eu-west-1:123456789012:db:shop-*"));
    RdsClient rds = Clients.of(account.world, RdsClient.class, REGION, caller);

    assertThatThrownBy(
            () -> rds.promoteReadReplica(request -> request.dbInstanceIdentifier("shop-2")))
        .isInstanceOf(DbInstanceNotFoundException.class);
    assertThat(caller.elapsed()).isPositive();
  }

  private RdsException modify(ModifyDbInstanceRequest change, String... allowed) {
    roles.role(
        "recovery",
        """
        {"Effect":"Allow","Action":"rds:ModifyDBInstance","Resource":["%s"]}"""
            .formatted(String.join("\",\"", allowed)));
    RdsClient rds = Clients.of(account.world, RdsClient.class, REGION, caller);
    return catchThrowableOfType(RdsException.class, () -> rds.modifyDBInstance(change));
  }

  private static ModifyDbInstanceRequest everyGroup() {
    return ModifyDbInstanceRequest.builder()
        .dbInstanceIdentifier("shop-2")
        .dbParameterGroupName("a")
        .optionGroupName("b")
        .dbSubnetGroupName("c")
        .dbSecurityGroups("d")
        .build();
  }

  @ParameterizedTest
  @CsvSource({"db:shop-2", "pg:a", "og:b", "subgrp:c", "secgrp:d"})
  void a_changed_instance_needs_all_that_the_change_names(String missing) {
    String prefix = "arn:aws:rds:eu-west-1:123456789012:";
    String[] others =
        Stream.of("db:shop-2", "pg:a", "og:b", "subgrp:c", "secgrp:d")
            .filter(resource -> !resource.equals(missing))
            .map(prefix::concat)
            .toArray(String[]::new);

    assertThat(modify(everyGroup(), others))
        .hasMessageContaining("rds:ModifyDBInstance on resource: " + prefix + missing);
  }

  @Test
  void a_changed_instance_needs_no_group_that_the_change_does_not_name() {
    ModifyDbInstanceRequest change =
        ModifyDbInstanceRequest.builder()
            .dbInstanceIdentifier("shop-2")
            .dbParameterGroupName("a")
            .build();

    assertThat(
            modify(
                change,
                "arn:aws:rds:eu-west-1:123456789012:db:shop-*",
                "arn:aws:rds:eu-west-1:123456789012:pg:a"))
        .isInstanceOf(DbInstanceNotFoundException.class);
  }

  @Test
  void ec2_says_unauthorized_operation() {
    roles.role("recovery", allow("ec2:CreateNetworkAclEntry", "arn:aws:ec2:*:*:network-acl/acl-1"));
    Ec2Client ec2 = Clients.of(account.world, Ec2Client.class, REGION, caller);

    Ec2Exception denial =
        catchThrowableOfType(
            Ec2Exception.class,
            () -> ec2.createNetworkAclEntry(request -> request.networkAclId("acl-2")));

    assertThat(denial.awsErrorDetails().errorCode()).isEqualTo("UnauthorizedOperation");
    assertThat(denial.awsErrorDetails().errorMessage())
        .startsWith("You are not authorized to perform this operation.")
        .contains("arn:aws:ec2:eu-west-1:123456789012:network-acl/acl-2");
  }

  @Test
  void metrics_are_bound_to_their_namespace() {
    roles.role(
        "recovery",
        """
        {"Effect":"Allow","Action":"cloudwatch:PutMetricData","Resource":"*",
         "Condition":{"StringEquals":{"cloudwatch:namespace":"Pharos"}}}""");
    CloudWatchClient metrics = Clients.of(account.world, CloudWatchClient.class, REGION, caller);
    MetricDatum one = MetricDatum.builder().metricName("TakenOver").value(1.0).build();

    metrics.putMetricData(request -> request.namespace("Pharos").metricData(one));

    assertThatThrownBy(
            () -> metrics.putMetricData(request -> request.namespace("Other").metricData(one)))
        .isInstanceOf(CloudWatchException.class)
        .hasMessageContaining("cloudwatch:PutMetricData");
  }

  @Test
  void a_region_that_cannot_be_reached_times_out() {
    roles.role("recovery", allow("*", "*"));
    account.world.faults().fail("eu-central-1", Faults.Kind.ISOLATED);
    SsmClient peer = Clients.of(account.world, SsmClient.class, "eu-central-1", caller);

    assertThatThrownBy(() -> peer.getParameter(request -> request.name("/a")))
        .isInstanceOf(SdkClientException.class)
        .hasMessage("Unable to execute HTTP request: connect timed out");
    assertThat(caller.elapsed())
        .as("two attempts, of which each waits for a connection")
        .isBetween(Duration.ofSeconds(3), Duration.ofSeconds(4));
  }

  @Test
  void paginators_and_the_operator_need_no_permission_of_their_own() {
    for (int i = 0; i < 25; i++) {
      account.create(PARAMETER, "p" + i, "name", "/shop/p" + i, "type", "String", "value", "v");
    }
    SsmClient ssm =
        Clients.of(account.world, SsmClient.class, REGION, Caller.operator(account.world.clock()));

    assertThat(ssm.getParametersByPathPaginator(request -> request.path("/shop")))
        .flatExtracting(GetParametersByPathResponse::parameters)
        .extracting(Parameter::name)
        .hasSize(25)
        .doesNotHaveDuplicates();
  }

  @Test
  void what_is_not_simulated_says_so() {
    SsmClient ssm =
        Clients.of(account.world, SsmClient.class, REGION, Caller.operator(account.world.clock()));

    assertThatThrownBy(() -> ssm.sendCommand(request -> request.documentName("x")))
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessage("the sandbox does not simulate ssm:SendCommand of SsmClient");
  }

  private static String signature(Method method) {
    return method.getName() + List.of(method.getParameterTypes());
  }

  private static boolean sends(Method method) {
    return !method.getName().endsWith("Paginator")
        && Stream.of(method.getParameterTypes()).anyMatch(SdkRequest.class::isAssignableFrom)
        && Stream.of(method.getParameterTypes()).noneMatch(Path.class::equals);
  }

  /** What is written to a file, or read from one, comes back as a stream. */
  @ParameterizedTest
  @ValueSource(classes = {S3Client.class, RdsClient.class, DynamoDbClient.class})
  void whatever_sends_a_request_is_a_call(Class<? extends AwsClient> type) {
    AwsClient client = Clients.of(account.world, type, REGION, caller);

    assertThat(Stream.of(client.getClass().getDeclaredMethods()).map(ClientsTest::signature))
        .containsExactlyInAnyOrderElementsOf(
            Stream.concat(
                    Stream.of("serviceName[]", "toString[]", "close[]"),
                    Stream.of(type.getMethods())
                        .filter(ClientsTest::sends)
                        .map(ClientsTest::signature))
                .toList());
    assertThat(client).hasToString(type.getSimpleName() + " in " + REGION);
  }

  @Test
  void an_encrypted_secret_needs_its_key_as_well() {
    String key = account.create(Kms.KEY, "key").string("arn");
    account.create(
        "aws:secretsmanager/secret:Secret", "s", "name", "shop/database", "kmsKeyId", key);
    account.create(
        "aws:secretsmanager/secretVersion:SecretVersion",
        "v",
        "secretId",
        "shop/database",
        "secretString",
        "{}");
    roles.role("recovery", allow("secretsmanager:GetSecretValue", "*"));
    SecretsManagerClient secrets =
        Clients.of(account.world, SecretsManagerClient.class, REGION, caller);

    assertThatThrownBy(() -> secrets.getSecretValue(request -> request.secretId("shop/database")))
        .isInstanceOfSatisfying(
            SecretsManagerException.class,
            e -> {
              assertThat(e.awsErrorDetails().errorCode()).isEqualTo("AccessDeniedException");
              assertThat(e.awsErrorDetails().errorMessage())
                  .isEqualTo("Access to KMS is not allowed");
            });

    account.createIn(
        "global",
        "aws:iam/rolePolicy:RolePolicy",
        "key",
        "name",
        "key",
        "role",
        "recovery",
        "policy",
        GivenRoles.document(allow("kms:Decrypt", key)));
    assertThat(secrets.getSecretValue(request -> request.secretId("shop/database")).secretString())
        .isEqualTo("{}");
  }

  @Test
  void a_secure_parameter_with_a_key_needs_the_key() {
    String key = account.create(Kms.KEY, "key").string("arn");
    account.create(
        PARAMETER, "p", "name", "/a", "type", "SecureString", "value", "v", "keyId", key);
    roles.role(
        "recovery", allow("ssm:GetParameter", "arn:aws:ssm:eu-west-1:123456789012:parameter/a"));
    SsmClient ssm = Clients.of(account.world, SsmClient.class, REGION, caller);

    assertThat(ssm.getParameter(request -> request.name("/a")).parameter().value())
        .startsWith("AQICAH");
    assertThatThrownBy(() -> ssm.getParameter(request -> request.name("/a").withDecryption(true)))
        .isInstanceOf(SsmException.class)
        .hasMessageContaining("kms:Decrypt on resource: " + key);
  }
}
