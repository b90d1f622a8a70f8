package io.pharos.recovery.function;

import io.pharos.recovery.aws.Aws;
import io.pharos.recovery.aws.LiveAws;
import io.pharos.recovery.aws.WebUnreachable;
import io.pharos.recovery.contract.RecoveryFunction;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Says whether users may come: the database took the marker's row, enough targets are healthy, and
 * the application answers through this Region's own endpoint, with and without its database.
 */
public final class Verify extends Step {
  private static final Duration TIMEOUT = Duration.ofSeconds(5);
  private static final int OK = 200;

  public Verify() {
    this(LiveAws.create());
  }

  public Verify(Aws aws) {
    super(aws, RecoveryFunction.VERIFY);
  }

  @Override
  Outcome act(Operation operation) {
    boolean writable =
        Operation.field(operation.input(), "marker")
            .map(marker -> Operation.yes(marker, "writable"))
            .orElse(false);
    if (!writable) {
      return Outcome.waiting("the database does not take the marker's row yet");
    }
    int needed = Posture.active(new LocalParameters(aws, environment)).minimumHealthy();
    long healthy = new Targets(aws, environment).healthy();
    if (healthy < needed) {
      return Outcome.waiting(healthy + " of " + needed + " targets are healthy");
    }
    return List.of("/healthz", "/dbcheck").stream()
        .map(this::missing)
        .flatMap(Optional::stream)
        .findFirst()
        .map(Outcome::waiting)
        .orElseGet(() -> Outcome.succeeded("database, targets and application answer"))
        .with("healthyTargets", healthy);
  }

  private Optional<String> missing(String path) {
    String url = environment.url(environment.position(), path);
    try {
      int status = aws.get(url, TIMEOUT);
      return status == OK ? Optional.empty() : Optional.of(url + " answers " + status);
    } catch (WebUnreachable e) {
      return Optional.of(url + ": " + e.getMessage());
    }
  }
}
