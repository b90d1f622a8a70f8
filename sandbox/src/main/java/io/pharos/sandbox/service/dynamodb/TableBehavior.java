package io.pharos.sandbox.service.dynamodb;

import io.pharos.sandbox.core.Behavior;
import io.pharos.sandbox.core.Resource;
import io.pharos.sandbox.core.World;
import io.pharos.sandbox.service.Kms;
import io.pharos.sandbox.service.ResourceName;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** {@code aws:dynamodb/table:Table}: its id is its name. */
public final class TableBehavior implements Behavior {
  public static final String TYPE = "aws:dynamodb/table:Table";

  private final World world;
  private final Tables tables;

  public TableBehavior(World world, Tables tables) {
    this.world = world;
    this.tables = tables;
  }

  @Override
  public void create(Resource table) {
    String name = ResourceName.of(table);
    if (!name.matches("[a-zA-Z0-9_.-]{3,255}")) {
      throw DynamoRefusal.invalid(
          "Invalid table/index name.  Table/index names must be between 3 and 255 characters long,"
              + " and may contain only the characters a-z, A-Z, 0-9, '_', '-', and '.'");
    }
    check(table);
    if (world.account().find(TYPE, table.region(), name).isPresent()) {
      throw DynamoRefusal.tableExists(name);
    }
    String arn =
        "arn:aws:dynamodb:%s:%s:table/%s".formatted(table.region(), world.account().id(), name);
    table.id(name);
    table.set("arn", arn);
    Map<String, Object> attributes = table.attributes();
    attributes.putIfAbsent("billingMode", "PROVISIONED");
    attributes.putIfAbsent("tableClass", "STANDARD");
    if (!table.string("billingMode").equals("PROVISIONED")) {
      attributes.putIfAbsent("readCapacity", 0);
      attributes.putIfAbsent("writeCapacity", 0);
    }
    if (table.flag("streamEnabled")) {
      String label = world.clock().instant().toString();
      table.set("streamLabel", label).set("streamArn", arn + "/stream/" + label);
    }
    encryption(table);
  }

  @Override
  public void update(Resource table, Map<String, Object> before) {
    check(table);
    encryption(table);
  }

  @Override
  public void delete(Resource table) {
    if (table.flag("deletionProtectionEnabled")) {
      throw DynamoRefusal.invalid(
          "Resource cannot be deleted as it is currently protected against deletion. Disable"
              + " deletion protection first.");
    }
    tables.drop(table);
  }

  private void encryption(Resource table) {
    Map<String, Object> encryption = table.map("serverSideEncryption");
    if (Boolean.TRUE.equals(encryption.get("enabled")) && encryption.get("kmsKeyArn") == null) {
      Map<String, Object> completed = new LinkedHashMap<>(encryption);
      completed.put(
          "kmsKeyArn", world.service(Kms.class).awsManagedKeyArn(table.region(), "dynamodb"));
      table.set("serverSideEncryption", completed);
    }
  }

  private void check(Resource table) {
    Set<String> defined = new TreeSet<>();
    table.maps("attributes").forEach(attribute -> defined.add((String) attribute.get("name")));
    Set<String> keys = new TreeSet<>();
    key(keys, table.attributes());
    for (String indexes : List.of("globalSecondaryIndexes", "localSecondaryIndexes")) {
      table.maps(indexes).forEach(index -> key(keys, index));
    }
    if (!table.has("hashKey")) {
      throw DynamoRefusal.invalid("No Hash Key specified in schema.");
    }
    if (!defined.containsAll(keys)) {
      throw DynamoRefusal.invalid(
          "One or more parameter values were invalid: Some index key attributes are not defined in"
              + " AttributeDefinitions. Keys: %s, AttributeDefinitions: %s"
                  .formatted(keys, defined));
    }
    if (!keys.containsAll(defined)) {
      defined.removeAll(keys);
      throw DynamoRefusal.invalid("all attributes must be indexed. Unused attributes: " + defined);
    }
    if (!table.string("billingMode").equals("PAY_PER_REQUEST")
        && (table.integer("readCapacity") < 1 || table.integer("writeCapacity") < 1)) {
      throw DynamoRefusal.invalid(
          "One or more parameter values were invalid: ReadCapacityUnits and WriteCapacityUnits must"
              + " both be specified when BillingMode is PROVISIONED");
    }
    Object key = table.map("serverSideEncryption").get("kmsKeyArn");
    Kms kms = world.service(Kms.class);
    if (key instanceof String arn
        && !kms.managedByAws(table.region(), arn)
        && kms.key(table.region(), arn).isEmpty()) {
      throw DynamoRefusal.invalid(
          "One or more parameter values were invalid: KMS key %s does not exist".formatted(arn));
    }
  }

  private static void key(Set<String> keys, Map<String, Object> schema) {
    for (String attribute : List.of("hashKey", "rangeKey")) {
      if (schema.get(attribute) instanceof String name && !name.isEmpty()) {
        keys.add(name);
      }
    }
  }
}
