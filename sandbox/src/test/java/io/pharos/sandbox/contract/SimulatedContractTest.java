package io.pharos.sandbox.contract;

import org.junit.jupiter.api.Nested;

/** The suites against the sandbox. */
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
  class LoadBalancing extends LoadBalancingContract {
    LoadBalancing() {
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
  class RecoveryFunctions extends RecoveryFunctionsContract {
    RecoveryFunctions() {
      super(new SimulatedWorld());
    }
  }
}
