package io.pharos.cli;

import io.pharos.config.Json;
import io.pharos.config.Settings;
import io.pharos.drill.Approvals;
import io.pharos.engine.Refused;
import io.pharos.engine.StackName;
import io.pharos.recovery.contract.Position;
import io.pharos.world.Cloud;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.exception.SdkClientException;

/** Finds the operation that a person wants to answer, in whichever Region it waits. */
record Waiting(Approvals approvals, Approvals.Pending operation) {

  /**
   * What waits under this name.
   *
   * @throws Refused when nothing does
   */
  static Waiting find(Surroundings surroundings, String operation) {
    Settings settings = surroundings.settings(StackName.SECONDARY);
    Cloud cloud = surroundings.cloud();
    // The standby first: the Region that is lost does not answer.
    for (Position position : List.of(settings.active().peer(), settings.active())) {
      Approvals approvals = new Approvals(cloud, settings.names(), settings.regions().of(position));
      try {
        var pending = approvals.pending();
        if (pending.isPresent() && pending.get().operation().equals(operation)) {
          return new Waiting(approvals, pending.get());
        }
      } catch (SdkClientException e) {
        // That Region does not answer: nothing can be approved there.
      }
    }
    throw notWaiting(operation);
  }

  /** The answer as a document of schema {@code pharos.answer/1}. */
  static String answer(String operation, String answer, String by) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("schema", "pharos.answer/1");
    document.put("operation", operation);
    document.put("answer", answer);
    document.put("by", by);
    return Json.write(document) + "\n";
  }

  static Refused notWaiting(String operation) {
    return new Refused(
        "Refused: no operation '"
            + operation
            + "' waits for an approval (any more). 'pharos status' shows how it stands; 'pharos"
            + " failover' starts one by hand.");
  }
}
