package io.pharos.recovery.function;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.pharos.recovery.aws.Aws;
import io.pharos.recovery.aws.LiveAws;
import io.pharos.recovery.contract.Metric;
import io.pharos.recovery.contract.Position;
import io.pharos.recovery.contract.RecoveryFunction;
import io.pharos.recovery.contract.TakeoverAnswer.Says;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Every minute, in each Region: says who has the traffic, looks at the peer, keeps the newest lag
 * while the source answers, closes its own database when the peer has taken over, and calls the
 * functions of a recovery awake while the peer is missing. What makes a Region that returns
 * harmless. One part that fails does not keep the others from their work.
 */
public final class Beacon implements RequestStreamHandler {
  private final Aws aws;
  private final Environment environment;

  public Beacon() {
    this(LiveAws.create());
  }

  public Beacon(Aws aws) {
    this.aws = aws;
    this.environment = new Environment(aws);
  }

  @Override
  public void handleRequest(InputStream input, OutputStream output, Context context)
      throws IOException {
    Table table = new Table(aws, environment);
    boolean claimed = claimed(table);
    PeerProbe probe = new PeerProbe(aws, environment, table);
    boolean secondary = environment.position() == Position.SECONDARY;
    // Only the Region that should serve must be healthy: a pilot light has nobody to answer.
    PeerProbe.Answer peer = probe.ask(secondary && !claimed);
    Says peerSays = peer.reached() ? probe.says() : Says.NOTHING;
    boolean peerClaims = peerSays == Says.CLAIMS;
    if (!secondary && peerClaims && !claimed) {
      peer = probe.ask(true);
    }
    boolean serves = secondary == claimed;

    List<RuntimeException> failures = new ArrayList<>();
    // First what makes a returning Region harmless.
    boolean reached = peer.reached();
    if (serves) {
      attempt(
          failures,
          () -> {
            if (peerSays != Says.NOTHING || reached && probe.peerPromotes()) {
              new SelfFence(aws, environment, table).close();
            }
          });
    }
    Outcome outcome = report(table, probe, peer, claimed, peerClaims, failures);
    Log.of(context).say(RecoveryFunction.BEACON, "every minute", outcome);
    if (!failures.isEmpty()) {
      throw failures.get(0);
    }
    output.write(outcome.json());
  }

  private Outcome report(
      Table table,
      PeerProbe probe,
      PeerProbe.Answer peer,
      boolean claimedBefore,
      boolean peerClaims,
      List<RuntimeException> failures) {
    boolean secondary = environment.position() == Position.SECONDARY;
    Traffic traffic = new Traffic(aws, environment, table);
    boolean claimed = claimedBefore;
    // Without its claim a Region does not look again whether it has to close its database.
    boolean closed = failures.isEmpty();
    if (claimedBefore && peer.reached() && closed) {
      Claim claim = new Claim(table, traffic, aws.clock().instant());
      attempt(failures, () -> claim.giveUpWhenDone(peerClaims));
      claimed = !claim.givenUp();
    }
    boolean claims = claimed;
    attempt(failures, () -> traffic.publish(claims));
    attempt(failures, () -> traffic.answer(traffic.says(claims)));
    attempt(failures, () -> probe.store(peer, peerClaims));
    attempt(
        failures,
        () -> {
          double seconds = probe.failing(peer).toMillis() / 1000.0;
          new Metrics(aws, environment).publish(Metric.PEER_UNREACHABLE, seconds);
        });
    if (!secondary) {
      boolean ready = peerClaims && !claimed && peer.healthy();
      attempt(failures, () -> publishReturn(table, ready));
    }
    boolean standby = secondary ? !claimed || peerClaims : peerClaims && !claimed;
    if (standby && peer.healthy()) {
      attempt(failures, () -> new LagSample(aws, environment, table).store());
      if (environment.restores()) {
        attempt(failures, () -> new RecoveryPoints(aws, environment, table).store());
      }
    }
    if (standby && peer.healthy() && ObservedCapacity.wanted(environment)) {
      attempt(failures, () -> new ObservedCapacity(aws, environment, table).store());
    }
    // Whether this Region serves is known for sure only while the peer says what it claims.
    if (peer.reached() && AppliedPosture.due(aws.clock().instant())) {
      attempt(failures, () -> new AppliedPosture(aws, environment, table).look(!standby));
    }
    attempt(failures, () -> eventSources(table, peer.reached(), standby, claims));
    UsersEntrance.own(aws, environment)
        .ifPresent(
            entrance ->
                attempt(failures, () -> users(table, entrance, peer.reached(), standby, claims)));
    // Last: the functions that it calls may not answer in time.
    if (!peer.healthy()) {
      attempt(failures, () -> wakeUp(probe, peer, claims));
    }
    return outcome(claimed, peer, failures);
  }

  /** Where the peer's traffic would come. */
  private void wakeUp(PeerProbe probe, PeerProbe.Answer peer, boolean claims) {
    boolean secondary = environment.position() == Position.SECONDARY;
    if (WakeUp.due(probe.failing(peer)) && (secondary ? !claims : probe.claimedBefore())) {
      new WakeUp(aws, environment).call();
    }
  }

  /** Nothing while it is not known for sure which Region serves. */
  private void eventSources(Table table, boolean peerReached, boolean standby, boolean claims) {
    OwnSources sources = new OwnSources(aws, environment, table);
    if (standby) {
      if (peerReached && AppliedPosture.due(aws.clock().instant())) {
        sources.rest();
      }
    } else if (claims || peerReached) {
      sources.finish();
    }
  }

  /**
   * Where an accelerator leads users. A standby keeps them out, whoever let them in. Only a Region
   * that claims them lets them in again: a fence may have shut them out, and this must not undo it.
   * While an operation is at work, it is that one's to do: what was seen before is out of date.
   */
  private void users(
      Table table, UsersEntrance entrance, boolean peerReached, boolean standby, boolean claims) {
    if (new Lock(table, aws.clock()).holder().isPresent()) {
      return;
    }
    if (standby && peerReached) {
      entrance.close();
    } else if (claims) {
      entrance.letIn();
    }
    if (!standby && (claims || peerReached)) {
      new Dials(aws, environment, table).followTraffic();
    }
  }

  /** Only a Region that had to fence itself was lost; one that handed over has not returned. */
  private void publishReturn(Table table, boolean well) {
    boolean ready = well && table.get(Table.OWN_FENCE).containsKey("fenced");
    new Metrics(aws, environment).publish(Metric.RETURN_READY, ready);
  }

  private boolean claimed(Table table) {
    try {
      return new Traffic(aws, environment, table).claimed();
    } catch (SdkException e) {
      throw AwsErrors.classified(e);
    }
  }

  private static void attempt(List<RuntimeException> failures, Runnable part) {
    try {
      part.run();
    } catch (SdkException e) {
      failures.add(AwsErrors.classified(e));
    } catch (RecoveryException e) {
      failures.add(e);
    }
  }

  private static Outcome outcome(
      boolean claimed, PeerProbe.Answer peer, List<RuntimeException> failures) {
    Outcome outcome =
        failures.isEmpty()
            ? Outcome.succeeded(peer.detail())
            : Outcome.pending(peer.detail() + "; " + failures.get(0).getMessage());
    return outcome.with("claimed", claimed).with("peerHealthy", peer.healthy());
  }
}
