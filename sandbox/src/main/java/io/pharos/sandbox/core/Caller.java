package io.pharos.sandbox.core;

import java.time.Duration;
import java.time.Instant;
import software.amazon.awssdk.core.SdkRequest;

/** On whose behalf a service is called. Time that a call takes passes for its caller. */
public interface Caller {
  /** Where users and operators are. */
  String INTERNET = "internet";

  /** ARN of the IAM role whose policies decide; null for the operator, who may do everything. */
  String roleArn();

  /** Where the call comes from: a Region, or {@link #INTERNET}. */
  String region();

  /** The caller's own time: the clock's, plus what this caller's calls have taken so far. */
  Instant now();

  void elapse(Duration duration);

  /**
   * Is told of each call that a service has carried out, also when its answer gets lost.
   *
   * @param to the Region that was called
   */
  default void carriedOut(String to, SdkRequest request) {}

  /** A person with every permission, whose calls take no time. */
  static Caller operator(VirtualClock clock) {
    return new Caller() {
      @Override
      public String roleArn() {
        return null;
      }

      @Override
      public String region() {
        return INTERNET;
      }

      @Override
      public Instant now() {
        return clock.instant();
      }

      @Override
      public void elapse(Duration duration) {}
    };
  }
}
