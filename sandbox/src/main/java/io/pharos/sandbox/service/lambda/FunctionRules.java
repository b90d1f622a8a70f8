package io.pharos.sandbox.service.lambda;

import io.pharos.sandbox.core.Resource;
import io.pharos.sandbox.core.World;
import io.pharos.sandbox.service.Iam;
import io.pharos.sandbox.states.Json;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** What Lambda checks when a function is created or changed. */
final class FunctionRules {
  private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9-_]{1,64}");
  private static final Pattern VARIABLE = Pattern.compile("[a-zA-Z][a-zA-Z0-9_]+");
  private static final Pattern HANDLER = Pattern.compile("\\S{1,128}");
  private static final Set<String> RUNTIMES = Set.of("java17", "java21", "java25");
  private static final int ENVIRONMENT_BYTES = 4096;
  private static final Set<String> RESERVED =
      Set.of(
          "_HANDLER",
          "_X_AMZN_TRACE_ID",
          "AWS_DEFAULT_REGION",
          "AWS_REGION",
          "AWS_EXECUTION_ENV",
          "AWS_LAMBDA_FUNCTION_NAME",
          "AWS_LAMBDA_FUNCTION_MEMORY_SIZE",
          "AWS_LAMBDA_FUNCTION_VERSION",
          "AWS_LAMBDA_INITIALIZATION_TYPE",
          "AWS_LAMBDA_LOG_GROUP_NAME",
          "AWS_LAMBDA_LOG_STREAM_NAME",
          "AWS_ACCESS_KEY",
          "AWS_ACCESS_KEY_ID",
          "AWS_SECRET_ACCESS_KEY",
          "AWS_SESSION_TOKEN",
          "AWS_LAMBDA_RUNTIME_API",
          "LAMBDA_TASK_ROOT",
          "LAMBDA_RUNTIME_DIR");

  private final World world;

  FunctionRules(World world) {
    this.world = world;
  }

  void check(Resource function) {
    matches("functionName", function.string("name"), NAME);
    if (!function.string("packageType").equals("Zip")) {
      throw new UnsupportedOperationException("the sandbox runs functions of package type Zip");
    }
    matches("handler", function.string("handler"), HANDLER);
    if (!RUNTIMES.contains(function.string("runtime"))) {
      throw LambdaRefusal.invalid(
          "Value "
              + function.string("runtime")
              + " at 'runtime' failed to satisfy constraint: Member must satisfy enum value set: "
              + RUNTIMES.stream().sorted().toList());
    }
    range("timeout", function.integer("timeout"), 1, 900);
    range("memorySize", function.integer("memorySize"), 128, 10_240);
    environment(function);
    role(function);
    network(function);
    deadLetters(function);
  }

  private static void matches(String field, String value, Pattern pattern) {
    if (!pattern.matcher(value).matches()) {
      throw LambdaRefusal.of(
          400,
          "ValidationException",
          "1 validation error detected: Value '%s' at '%s' failed to satisfy constraint: Member must"
                  .formatted(value, field)
              + " satisfy regular expression pattern: "
              + pattern);
    }
  }

  private static void range(String field, int value, int least, int most) {
    if (value < least || value > most) {
      throw LambdaRefusal.invalid(
          "'"
              + field
              + "' value failed to satisfy constraint: Member must have value between "
              + least
              + " and "
              + most
              + ", and is "
              + value);
    }
  }

  private static void environment(Resource function) {
    Map<String, Object> variables = variables(function);
    List<String> reserved =
        variables.keySet().stream().filter(RESERVED::contains).sorted().toList();
    if (!reserved.isEmpty()) {
      throw LambdaRefusal.invalid(
          "Lambda was unable to configure your environment variables because the environment"
              + " variables you have provided contains reserved keys that are currently not supported"
              + " for modification. Reserved keys used in this request: "
              + String.join(", ", reserved));
    }
    variables.keySet().forEach(name -> matches("environment.variables", name, VARIABLE));
    String measured = Json.write(variables);
    if (measured.getBytes(StandardCharsets.UTF_8).length > ENVIRONMENT_BYTES) {
      throw LambdaRefusal.invalid(
          "Lambda was unable to configure your environment variables because the environment"
              + " variables you have provided exceeded the 4KB limit. String measured: "
              + measured);
    }
  }

  @SuppressWarnings("unchecked")
  static Map<String, Object> variables(Resource function) {
    return (Map<String, Object>) function.map("environment").getOrDefault("variables", Map.of());
  }

  private void role(Resource function) {
    if (!world.service(Iam.class).canAssume(function.string("role"), "lambda.amazonaws.com")) {
      throw LambdaRefusal.invalid("The role defined for the function cannot be assumed by Lambda.");
    }
  }

  private void network(Resource function) {
    Map<String, Object> vpc = function.map("vpcConfig");
    if (ids(vpc, "subnetIds").isEmpty()) {
      return;
    }
    if (ids(vpc, "securityGroupIds").isEmpty()) {
      throw LambdaRefusal.invalid("SecurityGroupIds must be given together with SubnetIds.");
    }
    String network = null;
    for (String id : ids(vpc, "subnetIds")) {
      String in = exists(function, "aws:ec2/subnet:Subnet", id, "subnet ID").string("vpcId");
      if (network != null && !network.equals(in)) {
        throw LambdaRefusal.invalid("Subnets must all be in the same VPC.");
      }
      network = in;
    }
    for (String id : ids(vpc, "securityGroupIds")) {
      exists(function, "aws:ec2/securityGroup:SecurityGroup", id, "security group ID");
    }
    for (String call :
        List.of("CreateNetworkInterface", "DescribeNetworkInterfaces", "DeleteNetworkInterface")) {
      if (!world.service(Iam.class).allows(function.string("role"), "ec2:" + call, "*")) {
        throw LambdaRefusal.invalid(
            "The provided execution role does not have permissions to call " + call + " on EC2");
      }
    }
    function.set("vpcConfig", with(vpc, "vpcId", network));
  }

  private static Map<String, Object> with(Map<String, Object> map, String key, Object value) {
    Map<String, Object> copy = new LinkedHashMap<>(map);
    copy.put(key, value);
    return copy;
  }

  private Resource exists(Resource function, String type, String id, String what) {
    return world
        .account()
        .find(type, function.region(), id)
        .orElseThrow(() -> LambdaRefusal.invalid("The " + what + " '" + id + "' does not exist"));
  }

  @SuppressWarnings("unchecked")
  static List<String> ids(Map<String, Object> vpc, String key) {
    return (List<String>) vpc.getOrDefault(key, List.of());
  }

  private void deadLetters(Resource function) {
    Object target = function.map("deadLetterConfig").get("targetArn");
    if (target == null) {
      return;
    }
    boolean queue = target.toString().contains(":sqs:");
    String action = queue ? "sqs:SendMessage" : "sns:Publish";
    if (!world.service(Iam.class).allows(function.string("role"), action, target.toString())) {
      throw LambdaRefusal.invalid(
          "The provided execution role does not have permissions to call "
              + (queue ? "SendMessage on SQS" : "Publish on SNS"));
    }
  }
}
