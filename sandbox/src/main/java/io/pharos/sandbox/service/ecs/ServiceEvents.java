package io.pharos.sandbox.service.ecs;

import io.pharos.sandbox.core.Ids;
import io.pharos.sandbox.core.Resource;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.ecs.model.ServiceEvent;

/** What a service says of itself, newest first; a hundred at most. */
final class ServiceEvents {
  private static final int KEPT = 100;

  private final List<ServiceEvent> events = new ArrayList<>();
  private int count;

  void add(Instant now, Resource service, String what) {
    events.add(
        0,
        ServiceEvent.builder()
            .id(Ids.hex("", 32, service.id(), count++))
            .createdAt(now)
            .message("(service " + service.string("name") + ") " + what)
            .build());
    if (events.size() > KEPT) {
      events.remove(KEPT);
    }
  }

  List<ServiceEvent> newestFirst() {
    return List.copyOf(events);
  }
}
