package io.pharos.sandbox.service.lambda;

import com.amazonaws.services.lambda.runtime.LambdaLogger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What functions wrote to their logs, in the order in which they ran. */
public final class FunctionLog {
  /** One line. */
  public record Line(Instant time, String region, String function, String text) {}

  private final List<Line> lines = new ArrayList<>();

  public List<Line> lines() {
    return List.copyOf(lines);
  }

  void add(Instant time, String region, String function, String text) {
    lines.add(new Line(time, region, function, text.stripTrailing()));
  }

  LambdaLogger of(FunctionCaller caller, String function) {
    return new LambdaLogger() {
      @Override
      public void log(String message) {
        add(caller.now(), caller.region(), function, message);
      }

      @Override
      public void log(byte[] message) {
        log(new String(message, StandardCharsets.UTF_8));
      }
    };
  }
}
