package io.pharos.sandbox.service.lambda;

import io.pharos.sandbox.core.Caller;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.core.SdkRequest;

/** A function at work: its role, its Region, and the time its invocation has taken so far. */
final class FunctionCaller extends Clock implements Caller {
  private final String roleArn;
  private final String region;
  private Instant now;
  private Instant deadline;
  private List<Change> changes = List.of();

  FunctionCaller(String roleArn, String region, Instant now) {
    this.roleArn = roleArn;
    this.region = region;
    this.now = now;
    this.deadline = Instant.MAX;
  }

  void begin(Instant start, Duration timeout) {
    now = start;
    deadline = start.plus(timeout);
    changes = List.of();
  }

  /** What this invocation has changed so far. */
  List<Change> changes() {
    return changes;
  }

  /** The SDK sends the very same request again when an answer is lost: that is one change. */
  @Override
  public void carriedOut(String to, SdkRequest request) {
    if (!Change.isOne(request)
        || !changes.isEmpty() && changes.get(changes.size() - 1).request() == request) {
      return;
    }
    if (changes.isEmpty()) {
      changes = new ArrayList<>();
    }
    changes.add(new Change(to, request));
  }

  boolean late() {
    return now.isAfter(deadline);
  }

  @Override
  public String roleArn() {
    return roleArn;
  }

  @Override
  public String region() {
    return region;
  }

  @Override
  public Instant now() {
    return now;
  }

  @Override
  public void elapse(Duration duration) {
    now = now.plus(duration);
    if (late()) {
      throw new DeadlinePassed();
    }
  }

  @Override
  public Instant instant() {
    return now;
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return this;
  }
}
