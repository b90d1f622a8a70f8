package io.pharos.sandbox.service.app;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pharos.sandbox.core.Ids;
import io.pharos.sandbox.service.Clients;
import io.pharos.sandbox.service.Iam;
import io.pharos.sandbox.service.iam.ConditionContext;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.Parameter;

/**
 * The {@code aws} command of a machine: the AWS CLI for what user data asks, with the permissions
 * of the instance's role and over the network of its subnet. Exit statuses are the CLI's own.
 */
final class AwsCommand {
  private static final int USAGE = 252;
  private static final int NO_CREDENTIALS = 253;
  private static final int SERVICE_ERROR = 254;
  private static final int OTHER_ERROR = 255;
  private static final List<String> FLAGS =
      List.of("--with-decryption", "--recursive", "--no-cli-pager", "--no-paginate", "--debug");
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Machine machine;

  AwsCommand(Machine machine) {
    this.machine = machine;
  }

  /** A parsed command line. */
  private record Line(String command, Map<String, List<String>> options) {
    String option(String name) {
      List<String> values = options.getOrDefault(name, List.of());
      return values.isEmpty() ? "" : values.get(0);
    }

    boolean has(String name) {
      return options.containsKey(name);
    }
  }

  ToolReply run(ToolCall call) {
    Line line = parse(call.arguments());
    String region =
        line.has("--region")
            ? line.option("--region")
            : call.region().isEmpty() ? machine.region() : call.region();
    if (!machine.hasCredentials()) {
      return ToolReply.fail(
          NO_CREDENTIALS,
          "Unable to locate credentials. You can configure credentials by running \"aws"
              + " configure\".");
    }
    String service = line.command().replaceFirst(" .*", "");
    Optional<String> blocked =
        region.equals(machine.region())
            ? machine.blocked(service.equals("ecr") ? "ecr.api" : service)
            : machine.internetBlocked(443);
    String url = "https://" + service + "." + region + ".amazonaws.com/";
    if (blocked.isPresent()) {
      return ToolReply.fail(
          OTHER_ERROR, "Connect timeout on endpoint URL: \"" + url + "\" (" + blocked.get() + ")");
    }
    try {
      return print(line, answer(line, region));
    } catch (AwsServiceException e) {
      return ToolReply.fail(
          SERVICE_ERROR,
          "An error occurred ("
              + e.awsErrorDetails().errorCode()
              + ") when calling the "
              + operation(line)
              + " operation: "
              + e.awsErrorDetails().errorMessage());
    } catch (SdkClientException e) {
      return ToolReply.fail(OTHER_ERROR, "Connect timeout on endpoint URL: \"" + url + "\"");
    } catch (UnsupportedOperationException e) {
      return ToolReply.fail(USAGE, e.getMessage());
    }
  }

  private JsonNode answer(Line line, String region) {
    return switch (line.command()) {
      case "ssm get-parameter" ->
          JSON.createObjectNode()
              .set(
                  "Parameter",
                  node(
                      ssm(region)
                          .getParameter(
                              get ->
                                  get.name(line.option("--name"))
                                      .withDecryption(line.has("--with-decryption")))
                          .parameter()));
      case "ssm get-parameters" ->
          parameters(
              ssm(region)
                  .getParameters(
                      get ->
                          get.names(line.options().getOrDefault("--names", List.of()))
                              .withDecryption(line.has("--with-decryption")))
                  .parameters());
      case "ssm get-parameters-by-path" -> parameters(byPath(line, region));
      case "secretsmanager get-secret-value" -> secret(line, region);
      case "ecr get-login-password" -> loginPassword(region);
      case "sts get-caller-identity" ->
          JSON.createObjectNode()
              .put("Account", machine.world().account().id())
              .put("Arn", machine.world().service(Iam.class).sessionArn(machine.roleArn()));
      default ->
          throw new UnsupportedOperationException(
              "the sandbox does not simulate: aws " + line.command());
    };
  }

  private List<Parameter> byPath(Line line, String region) {
    List<Parameter> found = new ArrayList<>();
    String token = null;
    do {
      String page = token;
      var answer =
          ssm(region)
              .getParametersByPath(
                  get ->
                      get.path(line.option("--path"))
                          .recursive(line.has("--recursive"))
                          .withDecryption(line.has("--with-decryption"))
                          .nextToken(page));
      found.addAll(answer.parameters());
      token = answer.nextToken();
    } while (token != null);
    return found;
  }

  private JsonNode secret(Line line, String region) {
    var answer =
        Clients.of(machine.world(), SecretsManagerClient.class, region, machine)
            .getSecretValue(get -> get.secretId(line.option("--secret-id")));
    return JSON.createObjectNode()
        .put("ARN", answer.arn())
        .put("Name", answer.name())
        .put("SecretString", answer.secretString());
  }

  private JsonNode loginPassword(String region) {
    if (!machine.world().faults().reaches(machine.region(), region)
        || machine.world().faults().severed(machine.region(), region)) {
      throw SdkClientException.create("Unable to execute HTTP request: connect timed out");
    }
    machine
        .world()
        .service(Iam.class)
        .denial(machine.roleArn(), "ecr:GetAuthorizationToken", "*", ConditionContext.of(Map.of()))
        .ifPresent(
            why -> {
              throw io.pharos.sandbox.core.Refusal.of(
                  AwsServiceException.builder(), "Ecr", 400, "AccessDeniedException", why);
            });
    return JsonNodeFactory.instance.textNode(Ids.hex("", 40, "ecr", region));
  }

  private SsmClient ssm(String region) {
    return Clients.of(machine.world(), SsmClient.class, region, machine);
  }

  private static JsonNode parameters(List<Parameter> parameters) {
    ObjectNode answer = JSON.createObjectNode();
    ArrayNode list = answer.putArray("Parameters");
    parameters.forEach(parameter -> list.add(node(parameter)));
    return answer;
  }

  private static ObjectNode node(Parameter parameter) {
    return JSON.createObjectNode()
        .put("Name", parameter.name())
        .put("Type", parameter.typeAsString())
        .put("Value", parameter.value());
  }

  private static ToolReply print(Line line, JsonNode answer) {
    JsonNode selected =
        line.has("--query") ? CliQuery.select(answer, line.option("--query")) : answer;
    if (line.option("--output").equals("text") || selected.isTextual() && answer.isTextual()) {
      return ToolReply.out(CliQuery.text(selected));
    }
    try {
      return ToolReply.out(JSON.writerWithDefaultPrettyPrinter().writeValueAsString(selected));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** {@code GetParameter} of {@code ssm get-parameter}. */
  private static String operation(Line line) {
    StringBuilder name = new StringBuilder();
    for (String word : line.command().replaceFirst("^\\S+ ", "").split("-")) {
      name.append(Character.toUpperCase(word.charAt(0))).append(word.substring(1));
    }
    return name.toString();
  }

  private static Line parse(List<String> arguments) {
    List<String> words = new ArrayList<>();
    Map<String, List<String>> options = new LinkedHashMap<>();
    List<String> values = null;
    for (String argument : arguments) {
      if (argument.startsWith("--")) {
        int equals = argument.indexOf('=');
        String name = equals < 0 ? argument : argument.substring(0, equals);
        List<String> own = options.computeIfAbsent(name, key -> new ArrayList<>());
        if (equals >= 0) {
          own.add(argument.substring(equals + 1));
        }
        values = equals >= 0 || FLAGS.contains(name) ? null : own;
      } else if (values == null || words.size() < 2 && !values.isEmpty()) {
        words.add(argument);
      } else {
        values.add(argument);
      }
    }
    return new Line(String.join(" ", words), options);
  }
}
