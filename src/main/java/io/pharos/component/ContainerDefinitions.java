package io.pharos.component;

import io.pharos.config.ContainerSettings;
import io.pharos.config.Json;
import io.pharos.config.Site;
import io.pharos.recovery.contract.LocalParameter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The containers of a task as ECS takes them. Settings and credentials are references, which ECS
 * resolves when it starts a task: what is synced to a Region is what its next task knows.
 */
final class ContainerDefinitions {
  private final Site site;
  private final String account;
  private final String secretArn;

  ContainerDefinitions(Site site, String account, String secretArn) {
    this.site = site;
    this.account = account;
    this.secretArn = secretArn;
  }

  String json() {
    return Json.write(
        site.settings().compute().containers().stream().map(this::definition).toList());
  }

  private Map<String, Object> definition(ContainerSettings container) {
    Map<String, Object> definition = new TreeMap<>();
    definition.put("name", container.name());
    definition.put("image", ImageAccess.here(container, site));
    definition.put("essential", true);
    definition.put(
        "environment",
        List.of(
            pair("AWS_REGION", "value", site.region()),
            pair("DATA_BUCKET", "value", ObjectStore.dataBucket(site, account))));
    definition.put("secrets", secrets(container));
    container
        .port()
        .ifPresent(
            port ->
                definition.put(
                    "portMappings",
                    List.of(
                        new TreeMap<>(
                            Map.of("containerPort", port, "hostPort", port, "protocol", "tcp")))));
    definition.put(
        "logConfiguration",
        new TreeMap<>(
            Map.of(
                "logDriver",
                "awslogs",
                "options",
                new TreeMap<>(
                    Map.of(
                        "awslogs-group", Ec2Compute.logGroup(site),
                        "awslogs-region", site.region(),
                        "awslogs-stream-prefix", "task")))));
    return definition;
  }

  private List<Map<String, String>> secrets(ContainerSettings container) {
    List<Map<String, String>> secrets = new ArrayList<>();
    secrets.add(
        parameter(
            "DATABASE_ENDPOINT", site.names().localParameter(LocalParameter.DATABASE_ENDPOINT)));
    secrets.add(parameter("DATABASE_NAME", site.names().sharedParameter("database-name")));
    secrets.add(pair("DATABASE_CREDENTIALS", "valueFrom", secretArn));
    container
        .environment()
        .keySet()
        .forEach(
            name ->
                secrets.add(
                    parameter(
                        name,
                        site.names()
                            .sharedParameter(
                                Configuration.environmentKey(container) + "/" + name))));
    return secrets;
  }

  private Map<String, String> parameter(String name, String parameter) {
    return pair(
        name,
        "valueFrom",
        "arn:aws:ssm:" + site.region() + ":" + account + ":parameter" + parameter);
  }

  private static Map<String, String> pair(String name, String key, String value) {
    return new TreeMap<>(Map.of("name", name, key, value));
  }
}
