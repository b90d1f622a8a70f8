package io.pharos.sandbox.service.lambda;

import io.pharos.sandbox.core.Resource;
import io.pharos.sandbox.core.World;
import io.pharos.sandbox.service.Iam;
import io.pharos.sandbox.service.Sns;
import io.pharos.sandbox.service.Sqs;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Hands events that a function could not handle to its queue or topic, with the function's role.
 */
final class FailedEvents {
  private final World world;
  private final FunctionLog log;

  FailedEvents(World world, FunctionLog log) {
    this.world = world;
    this.log = log;
  }

  /** Without permission or target the event is lost, as on Lambda; the log says so. */
  void send(Resource function, String targetArn, String body) {
    boolean queue = targetArn.split(":")[2].equals("sqs");
    String action = queue ? "sqs:SendMessage" : "sns:Publish";
    if (!world.service(Iam.class).allows(function.string("role"), action, targetArn)) {
      lost(function, targetArn, "its role may not " + action);
      return;
    }
    try {
      if (queue) {
        world.service(Sqs.class).send(function.region(), targetArn, body);
      } else {
        world.service(Sns.class).publish(function.region(), targetArn, null, body);
      }
    } catch (SdkException e) {
      lost(function, targetArn, e.getMessage());
    }
  }

  private void lost(Resource function, String targetArn, String why) {
    log.add(
        world.clock().instant(),
        function.region(),
        function.string("name"),
        "An event was lost on the way to " + targetArn + ": " + why);
  }
}
