package io.pharos.recovery.function;

import io.pharos.recovery.aws.Aws;
import io.pharos.recovery.contract.RecoveryFunction;
import io.pharos.recovery.contract.WakeUpCall;
import java.time.Duration;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.InvocationType;
import software.amazon.awssdk.services.lambda.model.ResourceNotFoundException;

/**
 * Calls the steps of an unplanned operation awake, before an alarm can have started one: what
 * starts cold holds up the recovery. Nobody waits for their answers.
 */
record WakeUp(Aws aws, Environment environment) {
  /** Lambda keeps an environment that is not used for about twice as long. */
  private static final int EVERY_MINUTES = 5;

  /** Whether it is time, once the peer has been missing for so long. */
  static boolean due(Duration missing) {
    return missing.toMinutes() % EVERY_MINUTES == 0;
  }

  void call() {
    for (RecoveryFunction step :
        environment.restores() ? RecoveryFunction.restoringSteps() : RecoveryFunction.steps()) {
      call(step);
    }
  }

  private void call(RecoveryFunction step) {
    try {
      aws.client(LambdaClient.class, environment.region())
          .invoke(
              invoke ->
                  invoke
                      .functionName(environment.names().function(step))
                      .qualifier(RecoveryFunction.ALIAS)
                      .invocationType(InvocationType.EVENT)
                      .payload(SdkBytes.fromUtf8String(WakeUpCall.INPUT)));
    } catch (ResourceNotFoundException e) {
      // The `up` that makes it is still at work.
    }
  }
}
