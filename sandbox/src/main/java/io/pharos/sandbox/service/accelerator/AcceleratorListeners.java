package io.pharos.sandbox.service.accelerator;

import io.pharos.sandbox.core.Behavior;
import io.pharos.sandbox.core.Ids;
import io.pharos.sandbox.core.Resource;
import java.util.Map;
import java.util.Set;

/** Listeners of accelerators: the ports that are let through. */
public final class AcceleratorListeners implements Behavior {
  private static final int LAST_PORT = 65_535;
  private static final int MOST_RANGES = 10;

  private final ControlPlane control;

  public AcceleratorListeners(ControlPlane control) {
    this.control = control;
  }

  @Override
  public void create(Resource listener) {
    control.requireAnswer();
    String accelerator = listener.string("acceleratorArn");
    control.accelerator(accelerator);
    check(listener);
    String arn = accelerator + "/listener/" + Ids.hex("", 8, accelerator, listener.name());
    listener.id(arn);
    listener.set("arn", arn);
  }

  @Override
  public void update(Resource listener, Map<String, Object> before) {
    control.requireAnswer();
    listener.set("arn", before.get("arn"));
    check(listener);
  }

  @Override
  public void delete(Resource listener) {
    control.requireAnswer();
    if (!control.groups(listener.id()).isEmpty()) {
      throw AcceleratorRefusal.of(
          "AssociatedEndpointGroupFoundException",
          "The listener that you specified has an endpoint group associated with it. You must"
              + " remove all dependent resources from a listener before you can delete it.");
    }
  }

  @Override
  public void read(Resource listener) {
    control.requireAnswer();
  }

  private void check(Resource listener) {
    if (!Set.of("TCP", "UDP").contains(listener.string("protocol"))) {
      throw AcceleratorRefusal.invalid("Unknown protocol: " + listener.string("protocol"));
    }
    if (listener.has("clientAffinity")
        && !Set.of("NONE", "SOURCE_IP").contains(listener.string("clientAffinity"))) {
      throw AcceleratorRefusal.invalid(
          "Unknown client affinity: " + listener.string("clientAffinity"));
    }
    var ranges = listener.maps("portRanges");
    if (ranges.isEmpty() || ranges.size() > MOST_RANGES) {
      throw AcceleratorRefusal.invalid("A listener has between 1 and 10 port ranges");
    }
    for (Map<String, Object> range : ranges) {
      int from = port(range, "fromPort");
      int to = port(range, "toPort");
      if (from < 1 || to > LAST_PORT || from > to) {
        throw invalidRange(from, to);
      }
      boolean taken =
          control.listeners(listener.string("acceleratorArn")).stream()
              .filter(other -> other != listener)
              .filter(other -> other.string("protocol").equals(listener.string("protocol")))
              .flatMap(other -> other.maps("portRanges").stream())
              .anyMatch(other -> port(other, "fromPort") <= to && port(other, "toPort") >= from);
      if (taken) {
        throw invalidRange(from, to);
      }
    }
  }

  private static RuntimeException invalidRange(int from, int to) {
    return AcceleratorRefusal.of(
        "InvalidPortRangeException",
        "The port numbers that you specified are not valid numbers or are not unique for this"
            + " accelerator: "
            + from
            + "-"
            + to);
  }

  static int port(Map<String, Object> range, String key) {
    return range.get(key) instanceof Number number ? number.intValue() : 0;
  }
}
