package io.pharos.sandbox.service;

import static io.pharos.sandbox.service.GivenRoles.ROLE;
import static io.pharos.sandbox.service.GivenRoles.allow;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pharos.sandbox.core.Account;
import io.pharos.sandbox.core.Resource;
import io.pharos.sandbox.service.iam.IamTypes;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

class IamTest {
  private static final String DATABASE = "arn:aws:rds:eu-central-1:123456789012:db:shop-2";

  private final GivenAccount account = new GivenAccount();
  private final GivenRoles roles = new GivenRoles(account);
  private final Iam iam = account.world.service(Iam.class);

  @Test
  void what_nobody_allows_is_denied() {
    roles.role("recovery");

    assertThat(iam.allows(ROLE, "rds:PromoteReadReplica", DATABASE)).isFalse();
    assertThat(iam.allows(null, "rds:PromoteReadReplica", DATABASE)).isTrue();
    assertThat(iam.allows(ROLE.replace("recovery", "gone"), "rds:StopDBInstance", DATABASE))
        .isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "rds:PromoteReadReplica, arn:aws:rds:eu-central-1:123456789012:db:shop-*, true",
    "RDS:promotereadreplica, arn:aws:rds:*:123456789012:db:shop-?, true",
    "rds:Promote*, *, true",
    "rds:Delete*, *, false",
    "rds:PromoteReadReplica, arn:aws:rds:eu-west-1:123456789012:db:shop-*, false",
    "rds:PromoteReadReplica, arn:aws:rds:*:db:shop-2, false",
    "*, arn:aws:rds:eu-central-1:${aws:PrincipalAccount}:db:*, true",
    "*, arn:aws:rds:eu-central-1:${aws:username}:db:*, false",
  })
  void actions_and_resources_match_by_wildcards(String action, String resource, boolean allowed) {
    roles.role("recovery", allow(action, resource));

    assertThat(iam.allows(ROLE, "rds:PromoteReadReplica", DATABASE)).isEqualTo(allowed);
  }

  @Test
  void a_deny_wins_over_every_allow() {
    roles.role(
        "recovery",
        allow("*", "*"),
        "{\"Effect\":\"Deny\",\"NotAction\":\"rds:Describe*\",\"Resource\":\"*\"}");

    assertThat(iam.allows(ROLE, "rds:DescribeDBInstances", DATABASE)).isTrue();
    assertThat(iam.allows(ROLE, "rds:DeleteDBInstance", DATABASE)).isFalse();
    assertThatThrownBy(() -> iam.authorize(ROLE, "rds:DeleteDBInstance", DATABASE, Map.of()))
        .hasMessageContaining(
            "User: arn:aws:sts::123456789012:assumed-role/recovery/pharos is not authorized to"
                + " perform: rds:DeleteDBInstance on resource: "
                + DATABASE
                + " with an explicit deny in an identity-based policy");
  }

  @ParameterizedTest
  @CsvSource({
    "StringEquals, Pharos, true",
    "StringNotEquals, Pharos, false",
    "StringLike, Ph*, true",
    "ForAnyValue:StringLike, AWS/*, false",
    "StringEqualsIfExists, Other, false",
    "ForAllValues:StringEquals, Pharos, true",
  })
  void conditions_are_evaluated(String operator, String value, boolean allowed) {
    roles.role("recovery", conditional(operator, "cloudwatch:namespace", value));

    assertThat(
            iam.allows(
                ROLE, "cloudwatch:PutMetricData", "*", Map.of("cloudwatch:namespace", "Pharos")))
        .isEqualTo(allowed);
  }

  @ParameterizedTest
  @CsvSource({
    "StringEquals, x, false",
    "StringNotEquals, x, true",
    "StringEqualsIfExists, x, true",
    "Null, true, true",
    "Null, false, false",
    "Bool, false, false",
  })
  void a_missing_key_matches_only_what_aws_says(String operator, String value, boolean allowed) {
    roles.role("recovery", conditional(operator, "cloudwatch:namespace", value));

    assertThat(iam.allows(ROLE, "cloudwatch:PutMetricData", "*")).isEqualTo(allowed);
  }

  private static String conditional(String operator, String key, String value) {
    return """
        {"Effect":"Allow","Action":"cloudwatch:PutMetricData","Resource":"*",
         "Condition":{"%s":{"%s":"%s"}}}"""
        .formatted(operator, key, value);
  }

  @Test
  void tags_of_the_resource_are_a_condition() {
    roles.role(
        "recovery",
        """
        {"Effect":"Allow","Action":"sqs:SendMessage","Resource":"*",
         "Condition":{"StringEquals":{"aws:ResourceTag/pharos:app":"shop"}}}""");
    Resource queue =
        account.create(
            "aws:sqs/queue:Queue", "q", "name", "q", "tags", Map.of("pharos:app", "shop"));

    assertThat(iam.allows(ROLE, "sqs:SendMessage", queue.string("arn"))).isTrue();
    assertThat(iam.allows(ROLE, "sqs:SendMessage", queue.string("arn") + "2")).isFalse();
  }

  @Test
  void aws_managed_policies_count_and_unknown_ones_do_not_exist() {
    roles.role("recovery");
    attach("service-role/AWSLambdaBasicExecutionRole");

    assertThat(iam.allows(ROLE, "logs:PutLogEvents", "*")).isTrue();
    assertThatThrownBy(() -> attach("AdministratorAcess"))
        .isInstanceOfSatisfying(
            AwsServiceException.class,
            e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo("NoSuchEntity"));
  }

  private Resource attach(String policy) {
    return account.createIn(
        Account.GLOBAL,
        IamTypes.ATTACHMENT,
        policy,
        "role",
        "recovery",
        "policyArn",
        "arn:aws:iam::aws:policy/" + policy);
  }

  @Test
  void only_the_trusted_service_assumes_a_role() {
    roles.role("recovery");

    assertThat(iam.canAssume(ROLE, "lambda.amazonaws.com")).isTrue();
    assertThat(iam.canAssume(ROLE, "states.amazonaws.com")).isFalse();
    assertThat(iam.canAssume(ROLE + "-2", "lambda.amazonaws.com")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{",
        "{\"Version\":\"2012-10-17\"}",
        "{\"Version\":\"2013-01-01\",\"Statement\":[]}",
        "{\"Statement\":[{\"Effect\":\"allow\",\"Action\":\"*\",\"Resource\":\"*\"}]}",
        "{\"Statement\":[{\"Effect\":\"Allow\",\"Resource\":\"*\"}]}",
        "{\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"Describe\",\"Resource\":\"*\"}]}",
        "{\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"table/x\"}]}",
        "{\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\",\"Resources\":[]}]}",
        "{\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\",\"Principal\":\"*\"}]}",
        "{\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\","
            + "\"Condition\":{\"StringMatches\":{\"aws:x\":\"y\"}}}]}"
      })
  void a_malformed_policy_is_refused(String policy) {
    roles.role("recovery");

    assertThatThrownBy(
            () ->
                account.createIn(
                    Account.GLOBAL,
                    IamTypes.ROLE_POLICY,
                    "p",
                    "name",
                    "p",
                    "role",
                    "recovery",
                    "policy",
                    policy))
        .isInstanceOfSatisfying(
            AwsServiceException.class,
            e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo("MalformedPolicyDocument"));
  }

  @Test
  void an_operator_that_the_sandbox_does_not_evaluate_is_refused_loudly() {
    assertThatThrownBy(() -> roles.role("recovery", conditional("IpAddress", "aws:SourceIp", "::")))
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessageContaining("IpAddress");
  }

  @Test
  void a_role_with_policies_cannot_be_deleted() {
    Resource role = roles.role("recovery");
    Resource policy = roles.policy("recovery", allow("sns:Publish", "*"));

    assertThatThrownBy(() -> account.delete(role))
        .hasMessageContaining("Cannot delete entity, must delete policies first.");
    account.delete(policy);
    account.delete(role);

    assertThat(iam.role(ROLE)).isEmpty();
  }

  @Test
  void names_are_checked_and_unique() {
    roles.role("recovery");

    assertThatThrownBy(() -> roles.role("Recovery")).hasMessageContaining("already exists");
    assertThatThrownBy(() -> roles.role("r".repeat(65)))
        .hasMessageContaining("Member must have length less than or equal to 64");
    assertThatThrownBy(() -> roles.policy("nobody", allow("sns:Publish", "*")))
        .hasMessageContaining("The role with name nobody cannot be found.");
  }
}
