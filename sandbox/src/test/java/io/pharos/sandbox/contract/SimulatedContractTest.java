package io.pharos.sandbox.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.pharos.recovery.contract.RecoveryFunction;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.ClassOrderer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestClassOrder;

/** The suites against the sandbox, and that they leave out nothing that the runtime calls. */
@TestClassOrder(ClassOrderer.OrderAnnotation.class)
class SimulatedContractTest {

  @Nested
  class DynamoDb extends DynamoDbContract {
    DynamoDb() {
      super(new SimulatedWorld());
    }
  }

  @Nested
  class ParameterStore extends ParameterStoreContract {
    ParameterStore() {
      super(new SimulatedWorld());
    }
  }

  @Nested
  class SecretsManager extends SecretsManagerContract {
    SecretsManager() {
      super(new SimulatedWorld());
    }
  }

  @Nested
  class Rds extends RdsContract {
    Rds() {
      super(new SimulatedWorld());
    }
  }

  @Nested
  class Aurora extends AuroraContract {
    Aurora() {
      super(new SimulatedWorld());
    }
  }

  @Nested
  class ReadReplica extends ReadReplicaContract {
    ReadReplica() {
      super(new SimulatedWorld());
    }
  }

  @Nested
  class Backup extends BackupContract {
    Backup() {
      super(new SimulatedWorld());
    }
  }

  @Nested
  class Quota extends QuotaContract {
    Quota() {
      super(new SimulatedWorld());
    }
  }

  @Nested
  class Vault extends VaultContract {
    Vault() {
      super(new SimulatedWorld());
    }
  }

  @Nested
  class Snapshot extends SnapshotContract {
    Snapshot() {
      super(new SimulatedWorld());
    }
  }

  @Nested
  class NatGateway extends NatGatewayContract {
    NatGateway() {
      super(new SimulatedWorld());
    }
  }

  @Nested
  class Image extends ImageContract {
    Image() {
      super(new SimulatedWorld());
    }
  }

  @Nested
  class NetworkAcl extends NetworkAclContract {
    NetworkAcl() {
      super(new SimulatedWorld());
    }
  }

  @Nested
  class AutoScaling extends AutoScalingContract {
    AutoScaling() {
      super(new SimulatedWorld());
    }
  }

  @Nested
  class SingleInstance extends SingleInstanceContract {
    SingleInstance() {
      super(new SimulatedWorld());
    }
  }

  @Nested
  class Ecr extends EcrContract {
    Ecr() {
      super(new SimulatedWorld());
    }
  }

  @Nested
  class Ecs extends EcsContract {
    Ecs() {
      super(new SimulatedWorld());
    }
  }

  @Nested
  class LoadBalancing extends LoadBalancingContract {
    LoadBalancing() {
      super(new SimulatedWorld());
    }
  }

  @Nested
  class GlobalAccelerator extends GlobalAcceleratorContract {
    GlobalAccelerator() {
      super(new SimulatedWorld());
    }
  }

  @Nested
  class CloudWatch extends CloudWatchContract {
    CloudWatch() {
      super(new SimulatedWorld());
    }
  }

  @Nested
  class Sns extends SnsContract {
    Sns() {
      super(new SimulatedWorld());
    }
  }

  @Nested
  class StepFunctions extends StepFunctionsContract {
    StepFunctions() {
      super(new SimulatedWorld());
    }
  }

  @Nested
  class EventSources extends EventSourcesContract {
    EventSources() {
      super(new SimulatedWorld());
    }
  }

  @Nested
  class ObjectVersions extends ObjectVersionsContract {
    ObjectVersions() {
      super(new SimulatedWorld());
    }
  }

  @Nested
  class RecoveryFunctions extends RecoveryFunctionsContract {
    RecoveryFunctions() {
      super(new SimulatedWorld());
    }
  }

  /**
   * Runs after the others. An action that is missing here needs a test in the suite of its service;
   * what a service does with a key or a tag on the function's behalf is no call of its own.
   */
  @Nested
  @Order(Integer.MAX_VALUE)
  class Together {

    @Test
    void suites_callEveryActionOfThePermissions() {
      List<String> permitted =
          Arrays.stream(RecoveryFunction.values())
              .flatMap(function -> function.permissions().stream())
              .flatMap(permission -> permission.actions().stream())
              .filter(
                  action -> !action.startsWith("kms:") && !action.endsWith(":AddTagsToResource"))
              // Part of making, or of deregistering, an image.
              .filter(action -> !action.matches("ec2:(CreateTags|DeleteSnapshot)"))
              // Part of putting a registry's first rule.
              .filter(action -> !action.equals("iam:CreateServiceLinkedRole"))
              .distinct()
              .toList();

      assertThat(CalledActions.all()).containsAll(permitted);
    }
  }
}
