package io.pharos.drill;

import io.pharos.config.Settings;
import io.pharos.recovery.contract.Position;
import io.pharos.world.Cloud;
import java.util.Map;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Which Region serves now, as the Regions' own tables say: the configuration follows later, when
 * somebody reconciles.
 */
public final class ActiveRegion {
  private ActiveRegion() {}

  /** The secondary while it claims the traffic and the primary has not reclaimed it. */
  public static Position of(Cloud cloud, Settings settings) {
    boolean taken = claims(cloud, settings, Position.SECONDARY, "takenOver");
    return taken && !claims(cloud, settings, Position.PRIMARY, "reclaimed")
        ? Position.SECONDARY
        : Position.PRIMARY;
  }

  /** A Region that does not answer claims nothing. */
  private static boolean claims(
      Cloud cloud, Settings settings, Position position, String attribute) {
    try {
      Map<String, AttributeValue> item =
          cloud
              .client(DynamoDbClient.class, settings.regions().of(position))
              .getItem(
                  get ->
                      get.tableName(settings.names().table())
                          .consistentRead(true)
                          .key(
                              Map.of(
                                  "pk", AttributeValue.fromS("traffic"),
                                  "sk", AttributeValue.fromS("state"))))
              .item();
      return item.containsKey(attribute) && Boolean.TRUE.equals(item.get(attribute).bool());
    } catch (SdkException e) {
      return false;
    }
  }
}
