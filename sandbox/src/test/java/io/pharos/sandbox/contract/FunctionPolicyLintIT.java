package io.pharos.sandbox.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pharos.recovery.contract.Permission;
import io.pharos.recovery.contract.RecoveryFunction;
import io.pharos.recovery.contract.ResourceRef;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The policies that the functions' permissions make, read by parliament: it knows every action,
 * which resources each takes, and which condition keys there are.
 */
class FunctionPolicyLintIT {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static String policy(RecoveryFunction function) {
    ObjectNode policy = JSON.createObjectNode().put("Version", "2012-10-17");
    for (Permission permission : function.permissions()) {
      ObjectNode statement = policy.withArray("Statement").addObject().put("Effect", "Allow");
      permission.actions().forEach(statement.putArray("Action")::add);
      statement.put("Resource", arn(permission.resource()));
      permission
          .stringEquals()
          .forEach(statement.withObject("/Condition").withObject("/StringEquals")::put);
    }
    return policy.toString();
  }

  /** An example of what the program puts there. */
  private static String arn(ResourceRef resource) {
    return switch (resource) {
      case OWN_TABLE -> regional("dynamodb", "table/shop-prod-dr");
      case OWN_DATABASE -> regional("rds", "db:shop-prod-secondary-*");
      case OWN_NETWORK_ACL -> regional("ec2", "network-acl/acl-0123456789abcdef0");
      case PEER_NETWORK_ACL ->
          "arn:aws:ec2:eu-west-1:123456789012:network-acl/acl-0123456789abcdef0";
      case AUTO_SCALING_GROUP ->
          regional(
              "autoscaling",
              "autoScalingGroup:01234567-89ab-cdef-0123-456789abcdef:"
                  + "autoScalingGroupName/shop-prod-app");
      case TAKEOVER_RULE ->
          regional(
              "elasticloadbalancing",
              "listener-rule/app/shop-prod-app/0123456789abcdef/0123456789abcdef/0123456789abcdef");
      case LOCAL_PARAMETERS -> regional("ssm", "parameter/shop/prod/local/*");
      case DATABASE_SECRET -> regional("secretsmanager", "secret:shop/prod/database-AbCdEf");
      case REGION_KEY -> regional("kms", "key/01234567-89ab-cdef-0123-456789abcdef");
      case ALERT_TOPIC -> regional("sns", "shop-prod-alerts");
      case ANY -> "*";
    };
  }

  private static String regional(String service, String resource) {
    return "arn:aws:" + service + ":eu-central-1:123456789012:" + resource;
  }

  /** What parliament finds, but for what {@link #wantsANetworkLoadBalancer} explains. */
  private static List<String> findings(Path directory) throws Exception {
    PythonTools.Answer answer =
        PythonTools.run("parliament", "--json", "--directory", directory.toString());
    List<String> findings = new ArrayList<>();
    for (String line : answer.output().lines().toList()) {
      if (!wantsANetworkLoadBalancer(line)) {
        findings.add(line);
      }
    }
    assertThat(answer.exitCode()).as(answer.output()).isEqualTo(answer.output().isEmpty() ? 0 : 1);
    return findings;
  }

  /**
   * Parliament takes the resource types of ModifyRule as all needed, not as alternatives, and so
   * misses a network load balancer's rule beside the application load balancer's.
   */
  private static boolean wantsANetworkLoadBalancer(String finding) throws IOException {
    JsonNode json = JSON.readTree(finding);
    if (!json.path("issue").asText().equals("RESOURCE_MISMATCH")) {
      return false;
    }
    for (JsonNode missed : json.path("detail")) {
      if (!missed.path("required_format").asText().contains(":listener-rule/net/")) {
        return false;
      }
    }
    return true;
  }

  private static Path directory(String name) throws IOException {
    return Files.createDirectories(PythonTools.directory().resolve(name));
  }

  @Test
  void everyFunctionsPolicy_isRight_toParliament() throws Exception {
    Path directory = directory("policies");
    for (RecoveryFunction function : RecoveryFunction.values()) {
      Files.writeString(directory.resolve(function.word() + ".json"), policy(function));
    }

    assertThat(findings(directory)).isEmpty();
  }

  @Test
  void parliament_seesWhatIsWrong() throws Exception {
    Path directory = directory("wrong-policies");
    Files.writeString(
        directory.resolve("unknown-action.json"),
        policy(RecoveryFunction.PROMOTE).replace("PromoteReadReplica", "PromoteReplica"));
    Files.writeString(
        directory.resolve("wrong-resource.json"),
        policy(RecoveryFunction.PROMOTE).replace(":db:", ":database:"));

    assertThat(findings(directory))
        .anySatisfy(finding -> assertThat(finding).contains("Unknown action rds:PromoteReplica"))
        .anySatisfy(
            finding ->
                assertThat(finding).contains("RESOURCE_MISMATCH").contains("wrong-resource.json"));
  }
}
