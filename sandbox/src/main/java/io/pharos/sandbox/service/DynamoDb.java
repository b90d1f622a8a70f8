package io.pharos.sandbox.service;

import io.pharos.sandbox.core.Behavior;
import io.pharos.sandbox.core.Service;
import io.pharos.sandbox.core.World;
import io.pharos.sandbox.service.dynamodb.DynamoDbApi;
import io.pharos.sandbox.service.dynamodb.TableBehavior;
import io.pharos.sandbox.service.dynamodb.Tables;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.awscore.AwsClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** DynamoDB: tables, and their items, which are running state of the world. */
public final class DynamoDb implements Service {
  private final World world;
  private final Tables tables;

  public DynamoDb(World world) {
    this.world = world;
    this.tables = new Tables(world.account());
  }

  @Override
  public Map<String, Behavior> behaviors() {
    return Map.of(TableBehavior.TYPE, new TableBehavior(world, tables));
  }

  @Override
  public Map<Class<? extends AwsClient>, ClientFactory> clients() {
    return Map.of(DynamoDbClient.class, (region, caller) -> new DynamoDbApi(world, region, tables));
  }

  /** Every item of a table in the order of keys, whoever asks; empty without such a table. */
  public List<Map<String, AttributeValue>> items(String region, String table) {
    return world
        .account()
        .find(TableBehavior.TYPE, region, table)
        .map(tables::all)
        .orElse(List.of());
  }
}
