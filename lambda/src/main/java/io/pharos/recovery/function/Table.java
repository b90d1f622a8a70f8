package io.pharos.recovery.function;

import io.pharos.recovery.aws.Aws;
import io.pharos.recovery.contract.Upkeep;
import io.pharos.recovery.contract.Variable;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;

/**
 * This Region's table: lock, journal, samples and traffic state. What recovery must know lies here,
 * so that nothing of the other Region is needed to read it; every read is consistent.
 */
final class Table {
  /** The items of the table that are not about one operation. */
  static final Key LOCK = new Key("lock", "lock");

  static final Key SAMPLE = new Key("sample", "latest");

  /** Which database the peer writes to, and to when it can be restored here. */
  static final Key BACKUP = new Key("backup", "latest");

  static final Key PROBE = new Key("peer", "probe");
  static final Key TRAFFIC = new Key("traffic", "state");
  static final Key MARKER = new Key("marker", "latest");

  /** Up to where the promoted database has what the old writer had. */
  static final Key INHERITED = new Key("marker", "inherited");

  /** What the gate let pass, until the traffic has been taken over. */
  static final Key JUDGEMENT = new Key("gate", "passed");

  /** For which database the application's instances of a standby were made anew. */
  static final Key SETTLED = new Key("posture", "settled");

  /** Up to which generation this position's databases have been numbered. */
  static final Key GENERATION = new Key("database", "generation");

  /** The most that the peer has run lately. */
  static final Key CAPACITY = new Key("capacity", "observed");

  /** The posture that was applied last. */
  static final Key POSTURE = new Key("posture", "applied");

  /** Since which operation the accelerator's dials are as they should be. */
  static final Key DIALS = new Key("traffic", "dials");

  /** Whether this Region could take over, as it was found last. */
  static final Key READINESS = new Key("readiness", "latest");

  /** Whether the account may have what a takeover adds, as it was found last. */
  static final Key QUOTAS = new Key("readiness", "quotas");

  /** How writes are held in the peer Region: which entries, of which operation, since when. */
  static final Key HOLD = new Key("fence", "hold");

  /** That an old writer was closed only after the promotion had begun; gone once people know. */
  static final Key LATE_FENCE = new Key("fence", "late");

  /** Which operation waits for a person's approval. */
  static final Key APPROVAL = new Key("approval", "pending");

  /** What keeps this Region's own application from its database, and since when. */
  static final Key OWN_FENCE = new Key("fence", "self");

  /** Which replica this Region's application was let to again, when it became a standby. */
  static final Key REOPENED = new Key("fence", "reopened");

  /** What of the application's event sources is left to the beacon. */
  static final Key SOURCES = new Key("sources", "switch");

  /** What a function of the application had reserved before it was switched off. */
  static Key source(String function) {
    return new Key("sources", "function#" + function);
  }

  /** When a scheduled task succeeded here, and since when it is this Region's to do. */
  static Key upkeep(Upkeep task) {
    return new Key("upkeep", task.word());
  }

  /** What the newest restore test of a backup has shown, and when one succeeded last. */
  static final Key RESTORE_TEST = new Key("backup", "restore-test");

  /** Since when restore tests are due here. */
  static final Key RESTORE_TESTS = new Key("upkeep", "restore-test");

  /** Since when copies of the peer's backups are due here. */
  static final Key COPIES = new Key("upkeep", "copies");

  /** Which of the application's images are in this Region's registry, as it was found last. */
  static final Key REGISTRY_IMAGES = new Key("registry", "images");

  /** The primary key of an item. */
  record Key(String pk, String sk) {
    Map<String, AttributeValue> attributes() {
      return Map.of("pk", AttributeValue.fromS(pk), "sk", AttributeValue.fromS(sk));
    }
  }

  private final DynamoDbClient dynamoDb;
  private final String name;

  Table(Aws aws, Environment environment) {
    this(aws, environment, environment.region());
  }

  private Table(Aws aws, Environment environment, String region) {
    this.dynamoDb = aws.client(DynamoDbClient.class, region);
    this.name = environment.get(Variable.PHAROS_TABLE);
  }

  /** The peer Region's table: it has the same name. */
  static Table ofPeer(Aws aws, Environment environment) {
    return new Table(aws, environment, environment.get(Variable.PHAROS_PEER_REGION));
  }

  /** The item, or an empty map. */
  Map<String, AttributeValue> get(Key key) {
    return dynamoDb
        .getItem(get -> get.tableName(name).key(key.attributes()).consistentRead(true))
        .item();
  }

  ItemUpdate update(Key key) {
    return new ItemUpdate(dynamoDb, name, key);
  }

  void delete(Key key) {
    dynamoDb.deleteItem(delete -> delete.tableName(name).key(key.attributes()));
  }

  /** Deletes the item if this attribute has this value; else nothing changes. */
  void deleteWhere(Key key, String attribute, String value) {
    try {
      dynamoDb.deleteItem(
          delete ->
              delete
                  .tableName(name)
                  .key(key.attributes())
                  .conditionExpression("#a = :v")
                  .expressionAttributeNames(Map.of("#a", attribute))
                  .expressionAttributeValues(Map.of(":v", AttributeValue.fromS(value))));
    } catch (ConditionalCheckFailedException e) {
      // It is another's, or nobody's: either way it is not the caller's to take away.
    }
  }

  /** All items of a partition whose sort key starts so, in its order. */
  List<Map<String, AttributeValue>> query(String pk, String skPrefix) {
    QueryRequest query =
        QueryRequest.builder()
            .tableName(name)
            .keyConditionExpression("#pk = :pk AND begins_with(#sk, :sk)")
            .expressionAttributeNames(Map.of("#pk", "pk", "#sk", "sk"))
            .expressionAttributeValues(
                Map.of(":pk", AttributeValue.fromS(pk), ":sk", AttributeValue.fromS(skPrefix)))
            .consistentRead(true)
            .build();
    return dynamoDb.query(query).items();
  }

  /** The last items of a partition, the last one first. */
  List<Map<String, AttributeValue>> last(String pk, int count) {
    QueryRequest query =
        QueryRequest.builder()
            .tableName(name)
            .keyConditionExpression("#pk = :pk")
            .expressionAttributeNames(Map.of("#pk", "pk"))
            .expressionAttributeValues(Map.of(":pk", AttributeValue.fromS(pk)))
            .scanIndexForward(false)
            .limit(count)
            .consistentRead(true)
            .build();
    return dynamoDb.query(query).items();
  }

  static Optional<String> text(Map<String, AttributeValue> item, String attribute) {
    return Optional.ofNullable(item.get(attribute)).map(AttributeValue::s);
  }

  static Optional<Instant> instant(Map<String, AttributeValue> item, String attribute) {
    return text(item, attribute).map(Instant::parse);
  }

  static Optional<Double> number(Map<String, AttributeValue> item, String attribute) {
    return Optional.ofNullable(item.get(attribute)).map(AttributeValue::n).map(Double::valueOf);
  }

  static boolean yes(Map<String, AttributeValue> item, String attribute) {
    return item.containsKey(attribute) && Boolean.TRUE.equals(item.get(attribute).bool());
  }
}
