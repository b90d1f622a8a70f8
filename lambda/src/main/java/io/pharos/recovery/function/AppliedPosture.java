package io.pharos.recovery.function;

import io.pharos.recovery.aws.Aws;
import io.pharos.recovery.contract.LocalParameter;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Applies the posture that a `pulumi up` has changed, to the role that this Region has. It acts on
 * a change of that document and on nothing else: what load or a person has done since stays.
 */
record AppliedPosture(Aws aws, Environment environment, Table table) {
  private static final String DOCUMENT = "document";

  /** The beacon comes every minute; a change may wait for a few. */
  private static final int EVERY_MINUTES = 10;

  /** Whether it is time to look. */
  static boolean due(Instant now) {
    return now.atZone(ZoneOffset.UTC).getMinute() % EVERY_MINUTES == 0;
  }

  /**
   * Looks, and applies what is new. While an operation is at work it is that one's to do, and the
   * next look notices.
   *
   * @param serves whether this Region has the traffic
   */
  void look(boolean serves) {
    // What starts learns its database's endpoint while it starts.
    if (!serves && !new NewReplica(aws, environment, table).named()) {
      return;
    }
    String wanted = new LocalParameters(aws, environment).get(LocalParameter.POSTURE);
    Map<String, AttributeValue> applied = table.get(Table.POSTURE);
    if (Table.text(applied, DOCUMENT).equals(Optional.of(wanted))
        || new Lock(table, aws.clock()).holder().isPresent()) {
      return;
    }
    // The first one is what it was made with.
    if (applied.containsKey(DOCUMENT)) {
      apply(wanted, serves);
    }
    table.update(Table.POSTURE).set(DOCUMENT, wanted).set("applied", aws.clock().instant()).run();
  }

  /** Capacity that load has called for is not taken away where users are, within the limits. */
  private void apply(String document, boolean serves) {
    Posture posture = Posture.of(document, serves ? "active" : "standby");
    Compute compute = Compute.own(aws, environment);
    int desired =
        serves
            ? Math.min(
                posture.maxSize(),
                Math.max(posture.desiredCapacity(), compute.size().desiredCapacity()))
            : posture.desiredCapacity();
    compute.resize(new Posture(posture.minSize(), posture.maxSize(), desired));
  }
}
