package io.pharos.recovery.function;

import com.amazonaws.services.lambda.runtime.Context;
import io.pharos.recovery.contract.RecoveryFunction;

/** One line per invocation, through Lambda's own logger (it makes the JSON). */
record Log(Context context) {

  static Log of(Context context) {
    return new Log(context);
  }

  void say(RecoveryFunction function, String operation, Outcome outcome) {
    say(operation + " " + function.word() + " " + outcome.kind().word() + ": " + outcome.detail());
  }

  void say(String line) {
    if (context != null && context.getLogger() != null) {
      context.getLogger().log(line);
    }
  }
}
