package io.pharos.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.pharos.config.Settings;
import io.pharos.drill.ActiveRegion;
import io.pharos.drill.OperatorLock;
import io.pharos.engine.Deployment;
import io.pharos.engine.Reconciliation;
import io.pharos.engine.StackName;
import io.pharos.recovery.contract.Position;
import io.pharos.world.Cloud;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.function.Consumer;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;

/** Where commands run and what they act on. */
interface Surroundings {

  /** The folder with Pulumi.yaml. */
  Path root();

  /**
   * The stacks.
   *
   * @param output takes what Pulumi prints
   */
  Deployment deployment(Consumer<String> output);

  /** The settings of a stack. */
  default Settings settings(StackName stack) {
    return deployment(line -> {}).settings(stack);
  }

  /** What a stack says about itself. */
  default JsonNode outputs(StackName stack) {
    return deployment(line -> {}).outputs(stack);
  }

  Cloud cloud();

  /** The date where commands act, in UTC. */
  default LocalDate today() {
    return LocalDate.ofInstant(cloud().clock().instant(), ZoneOffset.UTC);
  }

  /** The Region that serves; where that cannot be seen, the one that the settings name. */
  default Position serving(Settings settings) {
    return ActiveRegion.of(cloud(), settings);
  }

  /**
   * Keeps operations away while a command changes what is deployed. Before there is a table in the
   * Region that serves there is nothing to keep away.
   *
   * @throws io.pharos.engine.Refused when an operation or another command is at work
   */
  default Reconciliation.Lock lock(Settings settings, String command) {
    try {
      return OperatorLock.of(cloud(), settings, command).apply(serving(settings));
    } catch (ResourceNotFoundException e) {
      return Reconciliation.Lock.NONE;
    }
  }

  /** The sandbox that PHAROS_SANDBOX names, when it runs in another process. */
  Optional<String> served();
}
