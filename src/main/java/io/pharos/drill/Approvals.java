package io.pharos.drill;

import io.pharos.config.Json;
import io.pharos.recovery.contract.Names;
import io.pharos.world.Cloud;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.InvalidTokenException;
import software.amazon.awssdk.services.sfn.model.TaskDoesNotExistException;
import software.amazon.awssdk.services.sfn.model.TaskTimedOutException;

/** The operation of one Region that waits for a person, and the person's answer to it. */
public final class Approvals {
  private final Cloud cloud;
  private final Names names;
  private final String region;

  /**
   * @param region the one that the operation activates, and where it waits
   */
  public Approvals(Cloud cloud, Names names, String region) {
    this.cloud = cloud;
    this.names = names;
    this.region = region;
  }

  /**
   * An operation that waits.
   *
   * @param token what Step Functions knows it by; a secret, as good as a permission to answer
   */
  public record Pending(
      String operation, String reason, Instant until, String region, String token) {
    @Override
    public String toString() {
      return operation + " (" + reason + ") in " + region + " until " + until;
    }
  }

  /** What waits now; empty when nothing does, or the Region's table is not deployed. */
  public Optional<Pending> pending() {
    try {
      Map<String, AttributeValue> item =
          cloud
              .client(DynamoDbClient.class, region)
              .getItem(
                  get ->
                      get.tableName(names.table())
                          .key(
                              Map.of(
                                  "pk", AttributeValue.fromS("approval"),
                                  "sk", AttributeValue.fromS("pending")))
                          .consistentRead(true))
              .item();
      return item.containsKey("token") ? Optional.of(pending(item)) : Optional.empty();
    } catch (ResourceNotFoundException e) {
      return Optional.empty();
    }
  }

  private Pending pending(Map<String, AttributeValue> item) {
    return new Pending(
        item.get("operation").s(),
        item.get("reason").s(),
        Instant.ofEpochSecond(Long.parseLong(item.get("expires").n())),
        region,
        item.get("token").s());
  }

  /**
   * Lets the operation go on.
   *
   * @param acceptDataLoss whether it may go on although data may be lost
   * @return whether it still waited
   */
  public boolean approve(Pending pending, String by, boolean acceptDataLoss) {
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("approvedBy", by);
    answer.put("acceptDataLoss", acceptDataLoss);
    return answered(
        () ->
            states()
                .sendTaskSuccess(
                    send -> send.taskToken(pending.token()).output(Json.write(answer))));
  }

  /**
   * Ends the operation before it has begun.
   *
   * @return whether it still waited
   */
  public boolean reject(Pending pending, String by, String why) {
    return answered(
        () ->
            states()
                .sendTaskFailure(
                    send ->
                        send.taskToken(pending.token())
                            .error("Rejected")
                            .cause("rejected by " + by + " (" + why + ")")));
  }

  private static boolean answered(Runnable answer) {
    try {
      answer.run();
      return true;
    } catch (TaskTimedOutException | TaskDoesNotExistException | InvalidTokenException e) {
      return false;
    }
  }

  private SfnClient states() {
    return cloud.client(SfnClient.class, region);
  }
}
