package io.pharos.sandbox.service.ecs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pharos.sandbox.core.Resource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One container of a task definition, as its JSON says.
 *
 * @param ports on which it listens
 * @param secrets where variables are read from, by their names
 * @param logDriver empty without one
 */
record ContainerDefinition(
    String name,
    String image,
    boolean essential,
    List<Integer> ports,
    Map<String, String> environment,
    Map<String, String> secrets,
    String logDriver,
    Map<String, String> logOptions) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Those of a task definition. */
  static List<ContainerDefinition> of(Resource definition) {
    try {
      List<ContainerDefinition> containers = new ArrayList<>();
      for (JsonNode json : JSON.readTree(definition.string("containerDefinitions"))) {
        containers.add(of(json));
      }
      return containers;
    } catch (JsonProcessingException e) {
      throw EcsRefusal.client(
          "ECS Task Definition container_definitions is invalid: " + e.getOriginalMessage());
    }
  }

  private static ContainerDefinition of(JsonNode json) {
    List<Integer> ports = new ArrayList<>();
    json.path("portMappings").forEach(port -> ports.add(port.path("containerPort").asInt()));
    Map<String, String> options = new TreeMap<>();
    JsonNode log = json.path("logConfiguration");
    log.path("options")
        .properties()
        .forEach(option -> options.put(option.getKey(), option.getValue().asText()));
    return new ContainerDefinition(
        json.path("name").asText(),
        json.path("image").asText(),
        json.path("essential").asBoolean(true),
        ports,
        pairs(json.path("environment"), "value"),
        pairs(json.path("secrets"), "valueFrom"),
        log.path("logDriver").asText(),
        options);
  }

  private static Map<String, String> pairs(JsonNode list, String value) {
    Map<String, String> pairs = new TreeMap<>();
    list.forEach(each -> pairs.put(each.path("name").asText(), each.path(value).asText()));
    return pairs;
  }
}
