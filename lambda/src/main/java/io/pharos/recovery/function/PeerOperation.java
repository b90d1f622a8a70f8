package io.pharos.recovery.function;

import io.pharos.recovery.aws.Aws;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * What the peer Region has begun without this one. A promotion cannot be undone: from then on
 * whatever is written here is lost, although the traffic comes here until the peer takes it.
 */
record PeerOperation(Aws aws, Environment environment) {

  /** Whether the peer has asked for the promotion of its database, and not by a planned switch. */
  boolean promotes() {
    try {
      Table table = Table.ofPeer(aws, environment);
      Map<String, AttributeValue> judgement = table.get(Table.JUDGEMENT);
      Optional<String> operation = Table.text(judgement, "askedBy");
      // A planned switch holds the writes by itself, and may give them back.
      return operation.isPresent()
          && !Table.text(table.get(Journal.summary(operation.get())), "mode")
              .equals(Optional.of(Operation.Mode.PLANNED.word()));
    } catch (SdkException e) {
      RecoveryException classified = AwsErrors.classified(e);
      if (classified instanceof Unavailable) {
        // What cannot be asked now is asked in a minute.
        return false;
      }
      throw classified;
    }
  }
}
