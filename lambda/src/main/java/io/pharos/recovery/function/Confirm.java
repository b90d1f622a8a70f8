package io.pharos.recovery.function;

import io.pharos.recovery.aws.Aws;
import io.pharos.recovery.aws.LiveAws;
import io.pharos.recovery.aws.WebUnreachable;
import io.pharos.recovery.contract.RecoveryFunction;
import java.time.Duration;

/** Asks, by the name that users know, whether they arrive in this Region. */
public final class Confirm extends Step {
  private static final Duration TIMEOUT = Duration.ofSeconds(5);
  private static final int OK = 200;

  public Confirm() {
    this(LiveAws.create());
  }

  public Confirm(Aws aws) {
    super(aws, RecoveryFunction.CONFIRM);
  }

  @Override
  Outcome act(Operation operation) {
    String url = environment.usersUrl(Traffic.PATH);
    try {
      int status = aws.get(url, TIMEOUT);
      return status == OK
          ? Outcome.succeeded("users arrive in this Region")
          : Outcome.waiting(url + " answers " + status);
    } catch (WebUnreachable e) {
      return Outcome.waiting(url + ": " + e.getMessage());
    }
  }
}
