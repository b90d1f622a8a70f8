package io.pharos.simulation;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.pharos.recovery.aws.Aws;
import io.pharos.recovery.contract.RecoveryFunction;
import io.pharos.recovery.contract.WakeUpCall;
import io.pharos.sandbox.core.Account;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Who plays. Usually what is deployed; a test that takes a guard out puts a double in a function's
 * place, or edits the deployed account.
 */
public record Cast(
    Map<RecoveryFunction, Function<Aws, RequestStreamHandler>> doubles, Consumer<Account> edit) {

  /** Everything as it was deployed. */
  public static final Cast DEPLOYED = new Cast(Map.of(), account -> {});

  public Cast {
    doubles =
        doubles.entrySet().stream()
            .collect(
                Collectors.toUnmodifiableMap(Map.Entry::getKey, each -> woken(each.getValue())));
  }

  /** Called awake, a double does as little as the function that it stands for. */
  private static Function<Aws, RequestStreamHandler> woken(
      Function<Aws, RequestStreamHandler> handler) {
    return aws -> {
      RequestStreamHandler stepping = handler.apply(aws);
      return (input, output, context) -> {
        byte[] payload = input.readAllBytes();
        if (!new String(payload, StandardCharsets.UTF_8).equals(WakeUpCall.INPUT)) {
          stepping.handleRequest(new ByteArrayInputStream(payload), output, context);
        }
      };
    };
  }

  public static Cast with(RecoveryFunction function, Function<Aws, RequestStreamHandler> handler) {
    return new Cast(Map.of(function, handler), account -> {});
  }

  public static Cast edited(Consumer<Account> edit) {
    return new Cast(Map.of(), edit);
  }
}
