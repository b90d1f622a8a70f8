package io.pharos.recovery.function;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.pharos.recovery.aws.Aws;
import io.pharos.recovery.aws.LiveAws;
import io.pharos.recovery.contract.Metric;
import io.pharos.recovery.contract.RecoveryFunction;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Every 30 minutes, in the Region that would be activated: looks at everything that a failover will
 * need there, and changes nothing but what it remembers and says. What it may not look at is an
 * error of its own, told after everything else was looked at.
 */
public final class JudgeReadiness implements RequestStreamHandler {
  private final Aws aws;
  private final Environment environment;

  public JudgeReadiness() {
    this(LiveAws.create());
  }

  public JudgeReadiness(Aws aws) {
    this.aws = aws;
    this.environment = new Environment(aws);
  }

  @Override
  public void handleRequest(InputStream input, OutputStream output, Context context)
      throws IOException {
    List<Failed> denied = new ArrayList<>();
    Outcome outcome = judged(denied);
    Log.of(context).say(RecoveryFunction.READY, "every 30 minutes", outcome);
    if (!denied.isEmpty()) {
      throw denied.get(0);
    }
    output.write(outcome.json());
  }

  private Outcome judged(List<Failed> denied) {
    Table table = new Table(aws, environment);
    try {
      Optional<String> operation = new Lock(table, aws.clock()).holder();
      if (operation.isPresent()) {
        return Outcome.waiting("operation " + operation.get() + " is at work");
      }
      if (new Serving(aws, environment, table).here()) {
        Readiness.storeServing(table, aws.clock().instant());
        publish(true);
        return Outcome.skipped("this Region serves");
      }
      Readiness readiness = new ReadinessChecks(aws, environment, table, denied).look();
      readiness.store(table);
      publish(readiness.ready());
      return Outcome.succeeded(
              readiness.ready() ? "this Region can take over" : "not ready: " + readiness.failing())
          .with("ready", readiness.ready());
    } catch (SdkException e) {
      throw AwsErrors.classified(e);
    }
  }

  private void publish(boolean ready) {
    new Metrics(aws, environment).publish(Metric.READY, ready);
  }
}
