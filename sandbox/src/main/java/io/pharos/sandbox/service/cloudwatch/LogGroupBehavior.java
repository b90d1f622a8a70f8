package io.pharos.sandbox.service.cloudwatch;

import io.pharos.sandbox.core.Behavior;
import io.pharos.sandbox.core.Refusal;
import io.pharos.sandbox.core.Resource;
import io.pharos.sandbox.core.World;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/** Log groups of CloudWatch Logs: a name once per Region, and a retention that AWS offers. */
public final class LogGroupBehavior implements Behavior {
  private static final Set<Integer> RETENTIONS =
      Set.of(
          0, 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557,
          2922, 3288, 3653);

  private final World world;

  public LogGroupBehavior(World world) {
    this.world = world;
  }

  @Override
  public void create(Resource group) {
    String name = group.string("name");
    if (!name.matches("[.\\-_/#A-Za-z0-9]{1,512}")) {
      throw refusal(
          "InvalidParameterException", "Value '" + name + "' at 'logGroupName' is invalid");
    }
    if (world.account().find(group.type(), group.region(), name).isPresent()) {
      throw refusal("ResourceAlreadyExistsException", "The specified log group already exists");
    }
    check(group);
    group.id(name);
    group.set(
        "arn",
        "arn:aws:logs:" + group.region() + ":" + world.account().id() + ":log-group:" + name);
    if (!group.has("logGroupClass")) {
      group.set("logGroupClass", "STANDARD");
    }
  }

  @Override
  public void update(Resource group, Map<String, Object> before) {
    group.set("arn", before.get("arn"));
    check(group);
  }

  private void check(Resource group) {
    if (!RETENTIONS.contains(group.integer("retentionInDays"))) {
      throw refusal(
          "InvalidParameterException",
          "Value '" + group.integer("retentionInDays") + "' at 'retentionInDays' is not supported");
    }
    String key = group.string("kmsKeyId");
    boolean there =
        key.isEmpty()
            || world
                .account()
                .byArn("aws:kms/key:Key", key)
                .filter(found -> found.region().equals(group.region()))
                .isPresent();
    if (!there) {
      throw refusal(
          "InvalidParameterException", "The specified KMS Key Id could not be found: " + key);
    }
  }

  private static AwsServiceException refusal(String code, String message) {
    return Refusal.of(AwsServiceException.builder(), "CloudWatchLogs", 400, code, message);
  }
}
