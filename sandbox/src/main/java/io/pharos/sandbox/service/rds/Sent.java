package io.pharos.sandbox.service.rds;

import io.pharos.sandbox.core.Resource;
import java.util.List;
import java.util.Map;

/** What the provider sends with an update: what differs from its state, and nothing else. */
final class Sent {
  private Sent() {}

  /** What it does not send stays as it is, whatever the state says. */
  static void onlyWhatDiffers(
      Resource wanted, Map<String, Object> before, Map<String, Object> state) {
    for (String attribute : List.copyOf(wanted.attributes().keySet())) {
      if (wanted.attributes().get(attribute).equals(state.get(attribute))) {
        unsent(wanted, attribute, before.get(attribute));
      }
    }
  }

  private static void unsent(Resource wanted, String attribute, Object real) {
    if (real == null) {
      wanted.attributes().remove(attribute);
    } else {
      wanted.set(attribute, real);
    }
  }
}
