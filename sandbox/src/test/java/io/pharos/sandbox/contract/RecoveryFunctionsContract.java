package io.pharos.sandbox.contract;

/** stub */
abstract class RecoveryFunctionsContract {
  RecoveryFunctionsContract(ContractWorld world) {}
}
