package io.pharos.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The configuration of a valid stack, from which a test changes what it is about. */
public final class ExampleConfiguration {
  private final Map<String, String> values = new LinkedHashMap<>();

  public ExampleConfiguration() {
    values.put("app", "shop");
    values.put("environment", "prod");
    values.put("strategy", "pilot-light");
    values.put("active", "primary");
    values.put("protection", "on");
    json("regions", "{'primary':'eu-west-1','secondary':'eu-central-1'}");
    json(
        "network",
        "{'zones':2,'natGateways':'OnePerAz',"
            + "'cidr':{'primary':'10.0.0.0/16','secondary':'10.1.0.0/16'}}");
    json(
        "database",
        "{'engine':'mysql','engineVersion':'8.0.43','instanceClass':'db.t4g.medium',"
            + "'allocatedStorage':20,'name':'shop','multiAz':true,'backupRetentionDays':7,"
            + "'backupWindow':'02:00-03:00','maintenanceWindow':'sun:04:00-sun:05:00'}");
    json(
        "compute",
        "{'kind':'ec2','instanceType':'t3.small','containers':[{'name':'web',"
            + "'image':'ghcr.io/example/shop:1.0.0','port':8080,'containerPort':80,"
            + "'environment':{'LOG_LEVEL':'info'}}],"
            + "'active':{'minSize':2,'maxSize':6,'desiredCapacity':3},"
            + "'standby':{'minSize':0,'maxSize':0,'desiredCapacity':0},"
            + "'cpuTargetPercent':60,'healthPath':'/healthz'}");
    json(
        "routing",
        "{'hostedZone':'example.com','domain':'shop.example.com',"
            + "'certificate':'shop.example.com','follow':'takeover'}");
    json("objectives", "{'rtoSeconds':900,'rpoSeconds':300}");
    json("failover", "{'trigger':'manual','maxReplicaLagSeconds':300}");
    json("alarms", "{'email':'ops@example.com'}");
  }

  /** With a strategy that restores, and the objectives that it can meet. */
  public static ExampleConfiguration backupRestore() {
    return new ExampleConfiguration()
        .set("strategy", Strategy.BACKUP_RESTORE.word())
        .json("objectives", "{'rtoSeconds':14400,'rpoSeconds':14400}")
        .json("failover", "{'trigger':'manual','maxReplicaLagSeconds':14400}");
  }

  /** The same from copies in the vault, at most two hours apart. */
  public static ExampleConfiguration fromVault() {
    return backupRestore()
        .at("database/restoreFrom", "'vault'")
        .at("database/backupWindow", "'02:00-02:30'")
        .at("database/maintenanceWindow", "'sun:04:00-sun:04:30'")
        .json(
            "backup",
            "{'rules':[{'name':'often','at':'cron(45 0,2,4-23 * * ? *)','retentionDays':7,"
                + "'copyRetentionDays':7}]}");
  }

  /** With an Aurora Global Database, and without what does not go with one. */
  public static ExampleConfiguration aurora(Engine engine) {
    return new ExampleConfiguration()
        .at("database/engine", "'" + engine.word() + "'")
        .at("database/engineVersion", "'" + engine.exampleVersion() + "'")
        .at("database/instanceClass", "'db.r7g.large'")
        .at("database/allocatedStorage", null);
  }

  public ExampleConfiguration set(String key, String value) {
    values.put(key, value);
    return this;
  }

  /** Sets a structure; single quotes stand for double ones. */
  public ExampleConfiguration json(String key, String json) {
    return set(key, json.replace('\'', '"'));
  }

  public ExampleConfiguration remove(String key) {
    values.remove(key);
    return this;
  }

  /**
   * Sets one value within a structure.
   *
   * @param path such as {@code compute/containers/0/port}
   * @param json the value, or null to remove it; single quotes stand for double ones
   */
  public ExampleConfiguration at(String path, String json) {
    int slash = path.indexOf('/');
    String key = path.substring(0, slash);
    int last = path.lastIndexOf('/');
    try {
      JsonNode structure = Json.MAPPER.readTree(values.getOrDefault(key, "{}"));
      ObjectNode parent =
          (ObjectNode) (last == slash ? structure : structure.at(path.substring(slash, last)));
      String name = path.substring(last + 1);
      if (json == null) {
        parent.remove(name);
      } else {
        parent.set(name, Json.MAPPER.readTree(json.replace('\'', '"')));
      }
      return set(key, structure.toString());
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(path, e);
    }
  }

  /** All keys with the namespace, as Pulumi gives them to a program. */
  public Map<String, String> keys() {
    Map<String, String> keys = new LinkedHashMap<>();
    values.forEach((key, value) -> keys.put(Settings.NAMESPACE + ":" + key, value));
    return keys;
  }

  public Settings read() {
    return Settings.read(key -> Optional.ofNullable(values.get(key)));
  }
}
