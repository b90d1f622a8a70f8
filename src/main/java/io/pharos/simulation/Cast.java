package io.pharos.simulation;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.pharos.recovery.aws.Aws;
import io.pharos.recovery.contract.RecoveryFunction;
import io.pharos.sandbox.core.Account;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Who plays. Usually what is deployed; a test that takes a guard out puts a double in a function's
 * place, or edits the deployed account.
 */
public record Cast(
    Map<RecoveryFunction, Function<Aws, RequestStreamHandler>> doubles, Consumer<Account> edit) {

  /** Everything as it was deployed. */
  public static final Cast DEPLOYED = new Cast(Map.of(), account -> {});

  public Cast {
    doubles = Map.copyOf(doubles);
  }

  public static Cast with(RecoveryFunction function, Function<Aws, RequestStreamHandler> handler) {
    return new Cast(Map.of(function, handler), account -> {});
  }

  public static Cast edited(Consumer<Account> edit) {
    return new Cast(Map.of(), edit);
  }
}
