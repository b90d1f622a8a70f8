package io.pharos.recovery.function;

import io.pharos.recovery.aws.Aws;
import io.pharos.recovery.aws.LiveAws;
import io.pharos.recovery.aws.WebUnreachable;
import io.pharos.recovery.contract.RecoveryFunction;
import io.pharos.recovery.contract.TakeoverAnswer;
import io.pharos.recovery.contract.TakeoverAnswer.Says;
import java.time.Duration;

/** Asks, by the name that users know, whether they arrive in this Region. */
public final class Confirm extends Step {
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  public Confirm() {
    this(LiveAws.create());
  }

  public Confirm(Aws aws) {
    super(aws, RecoveryFunction.CONFIRM);
  }

  @Override
  Outcome act(Operation operation) {
    String url = environment.usersUrl(TakeoverAnswer.PATH);
    boolean claimed = new Traffic(aws, environment, new Table(aws, environment)).claimed();
    int ours = TakeoverAnswer.status(environment.position(), claimed ? Says.CLAIMS : Says.NOTHING);
    try {
      int status = aws.get(url, TIMEOUT);
      return status == ours
          ? Outcome.succeeded("users arrive in this Region")
          : Outcome.waiting(url + " answers " + status);
    } catch (WebUnreachable e) {
      return Outcome.waiting(url + ": " + e.getMessage());
    }
  }
}
