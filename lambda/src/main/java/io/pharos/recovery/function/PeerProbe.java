package io.pharos.recovery.function;

import io.pharos.recovery.aws.Aws;
import io.pharos.recovery.aws.WebUnreachable;
import io.pharos.recovery.contract.TakeoverAnswer;
import io.pharos.recovery.contract.TakeoverAnswer.Says;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.IntStream;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Looks at the peer Region through its own endpoint, as a user would. One lost answer is no
 * failure: it asks twice.
 */
final class PeerProbe {
  private static final Duration TIMEOUT = Duration.ofSeconds(4);
  private static final int OK = 200;
  private static final String CLAIMED = "claimed";
  private static final int STEADY = 3;

  private final Aws aws;
  private final Environment environment;
  private final Table table;

  PeerProbe(Aws aws, Environment environment, Table table) {
    this.aws = aws;
    this.environment = environment;
    this.table = table;
  }

  /**
   * What the peer answered.
   *
   * @param asked when it was asked first
   * @param reached whether anybody answered
   * @param healthy whether the answer was the one that was expected
   */
  record Answer(Instant asked, boolean reached, boolean healthy, String detail) {}

  /**
   * Asks for the peer's health.
   *
   * @param mustServe whether only 200 will do; else any answer shows that the Region lives
   */
  Answer ask(boolean mustServe) {
    Instant asked = aws.clock().instant();
    Answer first = once(asked, mustServe);
    return first.healthy() ? first : once(asked, mustServe);
  }

  /** Whether it is well every time it is asked, so that one lucky answer does not count. */
  boolean steadilyWell() {
    Instant asked = aws.clock().instant();
    return IntStream.range(0, STEADY).allMatch(time -> once(asked, true).healthy());
  }

  /** What the peer says about itself; nothing when it does not answer. */
  Says says() {
    try {
      return Says.of(
          aws.get(environment.url(environment.position().peer(), TakeoverAnswer.PATH), TIMEOUT));
    } catch (WebUnreachable e) {
      return Says.NOTHING;
    }
  }

  /** What {@link #says} tells, from the peer's table: its load balancer may not have heard yet. */
  boolean peerPromotes() {
    try {
      return Table.yes(Table.ofPeer(aws, environment).get(Table.JUDGEMENT), "announced");
    } catch (SdkException e) {
      RecoveryException classified = AwsErrors.classified(e);
      if (classified instanceof Unavailable) {
        // What cannot be asked now is asked in a minute.
        return false;
      }
      throw classified;
    }
  }

  /** For how long it has failed, as far as is known; zero when it is well. */
  Duration failing(Answer answer) {
    if (answer.healthy()) {
      return Duration.ZERO;
    }
    Instant first = Table.instant(table.get(Table.PROBE), "firstFailed").orElse(answer.asked());
    return Duration.between(first, aws.clock().instant());
  }

  /**
   * Keeps the first failure until the peer is well again: it is when the fault is judged to be.
   *
   * @param claims whether the peer says that it has the traffic
   */
  void store(Answer answer, boolean claims) {
    ItemUpdate update = table.update(Table.PROBE);
    if (answer.reached()) {
      update.set(CLAIMED, claims);
    }
    if (answer.healthy()) {
      update.set("lastOk", answer.asked()).remove("firstFailed").run();
    } else {
      update.setIfAbsent("firstFailed", answer.asked()).run();
    }
  }

  /** Whether the peer said that it has the traffic when it answered for the last time. */
  boolean claimedBefore() {
    return Table.yes(table.get(Table.PROBE), CLAIMED);
  }

  private Answer once(Instant asked, boolean mustServe) {
    String url = environment.url(environment.position().peer(), "/healthz");
    try {
      int status = aws.get(url, TIMEOUT);
      return new Answer(asked, true, !mustServe || status == OK, url + " answers " + status);
    } catch (WebUnreachable e) {
      return new Answer(asked, false, false, url + ": " + e.getMessage());
    }
  }
}
