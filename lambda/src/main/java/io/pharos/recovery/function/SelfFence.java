package io.pharos.recovery.function;

import io.pharos.recovery.aws.Aws;
import io.pharos.recovery.contract.Variable;
import java.time.Instant;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Closes this Region's own database to its application, because the peer has the traffic, and tells
 * people once. Reconcile opens it again when the Region is a standby in order.
 */
record SelfFence(Aws aws, Environment environment, Table table) {

  void close() {
    NetworkFence fence =
        new NetworkFence(
            aws,
            environment.region(),
            environment.get(Variable.PHAROS_NETWORK_ACL),
            environment.list(Variable.PHAROS_APP_CIDRS),
            environment.number(Variable.PHAROS_DATABASE_PORT));
    int added = fence.close();
    Instant now = aws.clock().instant();
    Map<String, AttributeValue> item = table.get(Table.OWN_FENCE);
    if (added > 0) {
      // Not yet told, also when this Region had been fenced before and was opened again.
      table.update(Table.OWN_FENCE).set("fenced", now).remove("told").run();
    } else if (!item.containsKey("fenced") || item.containsKey("told")) {
      // The peer's fence step closed it, or people know already.
      return;
    }
    new Alert(aws, environment)
        .send(
            environment.region() + " fenced itself",
            environment.region()
                + " is back, and the other Region has the traffic. Network ACL "
                + fence.networkAcl()
                + " now keeps the application away from the old database, so that nobody writes"
                + " there.\n\nWhat to do next: run `pharos reconcile`. What was written here between"
                + " the return and now is in the missing-data report.");
    table.update(Table.OWN_FENCE).set("told", now).run();
  }
}
