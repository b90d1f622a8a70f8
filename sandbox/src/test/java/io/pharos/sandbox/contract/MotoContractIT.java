package io.pharos.sandbox.contract;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.extension.ExtendWith;

/** The suites against moto over HTTP: somebody else's reading of AWS's documentation. */
@ExtendWith(MotoServer.class)
class MotoContractIT {

  @Nested
  class DynamoDb extends DynamoDbContract {
    DynamoDb(ContractWorld world) {
      super(world);
    }
  }

  @Nested
  class ParameterStore extends ParameterStoreContract {
    ParameterStore(ContractWorld world) {
      super(world);
    }
  }

  @Nested
  class SecretsManager extends SecretsManagerContract {
    SecretsManager(ContractWorld world) {
      super(world);
    }
  }

  @Nested
  class Rds extends RdsContract {
    Rds(ContractWorld world) {
      super(world);
    }
  }

  @Nested
  class Aurora extends AuroraContract {
    Aurora(ContractWorld world) {
      super(world);
    }
  }

  @Nested
  class ReadReplica extends ReadReplicaContract {
    ReadReplica(ContractWorld world) {
      super(world);
    }
  }

  @Nested
  class Backup extends BackupContract {
    Backup(ContractWorld world) {
      super(world);
    }
  }

  @Nested
  class Quota extends QuotaContract {
    Quota(ContractWorld world) {
      super(world);
    }
  }

  @Nested
  class Vault extends VaultContract {
    Vault(ContractWorld world) {
      super(world);
    }
  }

  @Nested
  class Snapshot extends SnapshotContract {
    Snapshot(ContractWorld world) {
      super(world);
    }
  }

  @Nested
  class NatGateway extends NatGatewayContract {
    NatGateway(ContractWorld world) {
      super(world);
    }
  }

  @Nested
  class Image extends ImageContract {
    Image(ContractWorld world) {
      super(world);
    }
  }

  @Nested
  class NetworkAcl extends NetworkAclContract {
    NetworkAcl(ContractWorld world) {
      super(world);
    }
  }

  @Nested
  class AutoScaling extends AutoScalingContract {
    AutoScaling(ContractWorld world) {
      super(world);
    }
  }

  @Nested
  class SingleInstance extends SingleInstanceContract {
    SingleInstance(ContractWorld world) {
      super(world);
    }
  }

  @Nested
  class Ecr extends EcrContract {
    Ecr(ContractWorld world) {
      super(world);
    }
  }

  @Nested
  class Ecs extends EcsContract {
    Ecs(ContractWorld world) {
      super(world);
    }
  }

  @Nested
  class LoadBalancing extends LoadBalancingContract {
    LoadBalancing(ContractWorld world) {
      super(world);
    }
  }

  @Nested
  class CloudWatch extends CloudWatchContract {
    CloudWatch(ContractWorld world) {
      super(world);
    }
  }

  @Nested
  class Sns extends SnsContract {
    Sns(ContractWorld world) {
      super(world);
    }
  }

  @Nested
  class StepFunctions extends StepFunctionsContract {
    StepFunctions(ContractWorld world) {
      super(world);
    }
  }

  @Nested
  class EventSources extends EventSourcesContract {
    EventSources(ContractWorld world) {
      super(world);
    }
  }

  @Nested
  class ObjectVersions extends ObjectVersionsContract {
    ObjectVersions(ContractWorld world) {
      super(world);
    }
  }

  @Nested
  class RecoveryFunctions extends RecoveryFunctionsContract {
    RecoveryFunctions(ContractWorld world) {
      super(world);
    }
  }
}
