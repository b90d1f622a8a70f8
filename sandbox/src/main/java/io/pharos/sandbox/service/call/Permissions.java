package io.pharos.sandbox.service.call;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pharos.sandbox.core.Resource;
import io.pharos.sandbox.core.World;
import io.pharos.sandbox.service.iam.CallKeys;
import io.pharos.sandbox.service.lambda.LambdaTypes;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import software.amazon.awssdk.core.SdkRequest;

/**
 * What a call needs to be allowed: {@code permissions.json}, which gives the resources of every
 * action as the service authorization reference does. An action that changes something and is not
 * in that file is refused, because guessing would hide a missing permission.
 */
final class Permissions {
  private record Rule(String action, String when, ArnTemplate template) {}

  /** By action, in AWS's spelling, which is not always the SDK's ({@code DescribeDBInstances}). */
  private static final NavigableMap<String, List<Rule>> RULES = read();

  /** Operations whose action has another name. */
  private static final Map<String, String> NAMED_OTHERWISE =
      Map.of(
          "lambda:Invoke", "lambda:InvokeFunction",
          "s3:ListObjectVersions", "s3:ListBucketVersions");

  /** The same, for actions that are spelled as there. */
  private static final Map<String, List<Rule>> EXACT = Map.copyOf(RULES);

  private final World world;
  private final ArnTemplates templates;
  private final ItemPermissions items;

  Permissions(World world) {
    this.world = world;
    this.templates = new ArnTemplates(world);
    this.items = new ItemPermissions(world);
  }

  /**
   * @param request whose members these fields are
   */
  List<Permission> of(String action, SdkRequest request, RequestFields fields, String region) {
    CallKeys keys = CallKeys.of(region);
    if (action.startsWith("dynamodb:")) {
      return items.of(action, request, fields, region, keys);
    }
    if (action.startsWith("cloudwatch:") && fields.get("Namespace") instanceof String namespace) {
      keys = keys.with("cloudwatch:namespace", namespace);
    }
    if (action.startsWith("application-autoscaling:")
        && fields.get("ServiceNamespace") instanceof String namespace) {
      keys = keys.with("application-autoscaling:service-namespace", namespace);
    }
    if (action.equals("lambda:UpdateEventSourceMapping")) {
      Optional<Resource> mapping =
          world.account().find(LambdaTypes.MAPPING, region, String.valueOf(fields.get("UUID")));
      if (mapping.isPresent()) {
        keys = keys.with("lambda:functionarn", mapping.get().string("functionArn"));
      }
    }
    List<Permission> permissions = new ArrayList<>();
    for (Rule rule : rules(action)) {
      if (rule.when() == null || fields.get(rule.when()) != null) {
        for (String arn : templates.expand(rule.template(), fields, region)) {
          permissions.add(new Permission(rule.action(), arn, keys));
        }
      }
    }
    if (permissions.stream().noneMatch(permission -> permission.action().equals(action))) {
      permissions.add(new Permission(action, "*", keys));
    }
    return permissions;
  }

  /** The action as AWS spells it in policies and messages. */
  static String spelled(String operation) {
    String action = NAMED_OTHERWISE.getOrDefault(operation, operation);
    String known = RULES.floorKey(action);
    return action.equalsIgnoreCase(known) ? known : action;
  }

  private static List<Rule> rules(String action) {
    List<Rule> rules = EXACT.get(action);
    if (rules != null) {
      return rules;
    }
    String verb = action.substring(action.indexOf(':') + 1);
    if (verb.startsWith("Describe") || verb.startsWith("List")) {
      return List.of();
    }
    throw new UnsupportedOperationException(
        "the sandbox does not know the resources of " + action + ": add it to permissions.json");
  }

  private static NavigableMap<String, List<Rule>> read() {
    try (InputStream file =
        Permissions.class.getResourceAsStream("/io/pharos/sandbox/permissions.json")) {
      NavigableMap<String, List<Rule>> rules = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
      new ObjectMapper()
          .readTree(file)
          .properties()
          .forEach(entry -> rules.put(entry.getKey(), rules(entry.getKey(), entry.getValue())));
      return rules;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Rule> rules(String action, JsonNode entries) {
    List<Rule> rules = new ArrayList<>();
    for (JsonNode entry : entries) {
      rules.add(
          entry.isTextual()
              ? new Rule(action, null, ArnTemplate.parse(entry.asText()))
              : new Rule(
                  entry.path("action").asText(action),
                  entry.path("when").asText(null),
                  ArnTemplate.parse(entry.required("resource").asText())));
    }
    return rules;
  }
}
