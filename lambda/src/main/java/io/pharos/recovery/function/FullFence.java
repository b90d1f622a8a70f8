package io.pharos.recovery.function;

import io.pharos.recovery.aws.Aws;
import io.pharos.recovery.contract.Variable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * All that keeps a Region's application away from its database, the quickest part first: the
 * network ACL, the users' entrance where an accelerator leads them, the quarantine of the database,
 * the capacity. A part that fails does not keep the next from being done, unless the Region does
 * not answer at all.
 */
record FullFence(
    NetworkFence network,
    Optional<UsersEntrance> users,
    Quarantine quarantine,
    StandDown capacity) {
  /** A Region that answers lives, even if it asks to slow down: its writer may take writes. */
  private static final int ATTEMPTS = 3;

  static FullFence ofPeer(Aws aws, Environment environment) {
    String region = environment.get(Variable.PHAROS_PEER_REGION);
    return new FullFence(
        peerNetwork(aws, environment),
        UsersEntrance.ofPeer(aws, environment),
        new Quarantine(aws, environment, region, Variable.PHAROS_PEER_QUARANTINE_GROUP),
        new StandDown(aws, environment, region, Variable.PHAROS_PEER_AUTO_SCALING_GROUP));
  }

  static FullFence ofOwn(Aws aws, Environment environment) {
    String region = environment.region();
    return new FullFence(
        ownNetwork(aws, environment),
        UsersEntrance.own(aws, environment),
        new Quarantine(aws, environment, region, Variable.PHAROS_QUARANTINE_GROUP),
        new StandDown(aws, environment, region, Variable.PHAROS_AUTO_SCALING_GROUP));
  }

  /** What keeps this Region's application from its database while it is closed. */
  static NetworkFence ownNetwork(Aws aws, Environment environment) {
    return new NetworkFence(
        aws,
        environment.region(),
        environment.get(Variable.PHAROS_NETWORK_ACL),
        environment.list(Variable.PHAROS_APP_CIDRS),
        environment.number(Variable.PHAROS_DATABASE_PORT));
  }

  /** What holds the writes of the peer. */
  static NetworkFence peerNetwork(Aws aws, Environment environment) {
    return new NetworkFence(
        aws,
        environment.get(Variable.PHAROS_PEER_REGION),
        environment.get(Variable.PHAROS_PEER_NETWORK_ACL),
        environment.list(Variable.PHAROS_PEER_APP_CIDRS),
        environment.number(Variable.PHAROS_DATABASE_PORT));
  }

  /**
   * What was done, and what could not be.
   *
   * @param changed whether anything had to be done
   * @param answers whether the Region does
   * @param added entries of the network ACL that had to be made
   * @param missing what is left to do, in the words of AWS
   */
  record Report(
      boolean changed, boolean answers, int added, List<String> done, List<String> missing) {
    String detail() {
      List<String> all = new ArrayList<>(done);
      all.addAll(missing);
      return String.join("; ", all);
    }
  }

  Report close() {
    List<FencePart> parts = new ArrayList<>();
    List<String> missing = new ArrayList<>();
    int[] added = {0};
    boolean answers =
        attempt(
            "network ACL " + network.networkAcl() + " in " + network.region() + " is not closed",
            () -> closeNetwork(added),
            parts,
            missing);
    if (answers && users.isPresent()) {
      answers = attempt("users are not kept out", users.get()::close, parts, missing);
    }
    answers =
        answers && attempt("the database is not in quarantine", quarantine::close, parts, missing);
    if (answers) {
      answers = attempt("the capacity is not lowered", capacity::lower, parts, missing);
    } else {
      missing.add("nothing else was tried: " + network.region() + " does not answer");
    }
    return new Report(
        parts.stream().anyMatch(FencePart::changed),
        answers,
        added[0],
        parts.stream().map(FencePart::detail).toList(),
        missing);
  }

  private FencePart closeNetwork(int[] added) {
    added[0] = network.close();
    return added[0] == 0
        ? FencePart.unchanged(network.networkAcl() + " is closed")
        : FencePart.changed(network.networkAcl() + " closed with " + added[0] + " entries");
  }

  /** Whether the Region answers; its refusal is an answer. */
  private static boolean attempt(
      String what, Supplier<FencePart> part, List<FencePart> done, List<String> missing) {
    for (int attempt = 1; true; attempt++) {
      try {
        done.add(part.get());
        return true;
      } catch (SdkException | Failed e) {
        if (attempt == ATTEMPTS || !AwsErrors.worthTryingAgain(e)) {
          missing.add(what + ": " + e.getMessage());
          return !(e instanceof SdkClientException);
        }
      }
    }
  }
}
