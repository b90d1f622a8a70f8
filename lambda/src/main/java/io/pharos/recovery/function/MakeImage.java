package io.pharos.recovery.function;

import io.pharos.recovery.aws.Aws;
import io.pharos.recovery.aws.LiveAws;
import io.pharos.recovery.contract.RecoveryFunction;
import io.pharos.recovery.contract.Upkeep;
import io.pharos.recovery.contract.Variable;
import java.util.Optional;
import software.amazon.awssdk.protocols.jsoncore.JsonNode;
import software.amazon.awssdk.services.autoscaling.model.Instance;
import software.amazon.awssdk.services.autoscaling.model.LifecycleState;
import software.amazon.awssdk.services.ec2.model.Image;

/**
 * A machine image of an instance that serves, its copy in the peer Region, and then both in use:
 * new instances of either Region start from what is known to work. Its name says when it was begun,
 * so that asking twice makes one.
 */
public final class MakeImage extends ScheduledTask {
  public MakeImage() {
    this(LiveAws.create());
  }

  public MakeImage(Aws aws) {
    super(aws, Upkeep.IMAGE, RecoveryFunction.IMAGE);
  }

  @Override
  Outcome act(JsonNode input) {
    String name = environment.names().image(started(input));
    Images own = new Images(aws, environment, environment.region());
    Optional<Image> image = own.find(name);
    if (image.isEmpty()) {
      Optional<String> golden = golden();
      return golden.isPresent()
          ? own.make(name, golden.get())
          : Outcome.waiting("no instance is in service");
    }
    if (!Images.available(image.get())) {
      return Outcome.waiting(name + " is " + image.get().stateAsString());
    }
    Images peer = new Images(aws, environment, environment.get(Variable.PHAROS_PEER_REGION));
    Optional<Image> copy = peer.find(name);
    if (copy.isEmpty()) {
      peer.copy(image.get(), environment.region(), environment.get(Variable.PHAROS_PEER_KEY));
      return Outcome.waiting(name + " is being copied to " + peer.region());
    }
    if (!Images.available(copy.get())) {
      return Outcome.waiting(
          "the copy of " + name + " in " + peer.region() + " is " + copy.get().stateAsString());
    }
    peer.use(copy.get());
    own.use(image.get());
    int count = environment.number(Variable.PHAROS_IMAGES);
    int gone = own.deleteAllBut(count) + peer.deleteAllBut(count);
    return Outcome.succeeded(
            name + " is used in both Regions; " + gone + " older ones were deleted")
        .with("image", image.get().imageId())
        .with("copy", copy.get().imageId())
        .with("deleted", gone);
  }

  /** One that the load balancer finds healthy; of several always the same. */
  private Optional<String> golden() {
    return ScalingGroup.own(aws, environment).instances().stream()
        .filter(instance -> instance.lifecycleState() == LifecycleState.IN_SERVICE)
        .filter(instance -> "Healthy".equals(instance.healthStatus()))
        .map(Instance::instanceId)
        .sorted()
        .findFirst();
  }
}
