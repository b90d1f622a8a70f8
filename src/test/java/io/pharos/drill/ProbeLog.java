package io.pharos.drill;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** A probe's log, second by second, for tests. */
final class ProbeLog {
  static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private final List<Probe.Entry> entries = new ArrayList<>();

  ProbeLog served(int seconds, String region) {
    return add(seconds, true, region, Set.of(region), "");
  }

  ProbeLog unserved(int seconds, String failure) {
    return add(seconds, false, "", Set.of(), failure);
  }

  ProbeLog servedWithWriters(int seconds, String region, String... writers) {
    return add(seconds, true, region, Set.of(writers), "");
  }

  private ProbeLog add(
      int seconds, boolean served, String region, Set<String> writers, String failure) {
    for (int i = 0; i < seconds; i++) {
      int number = entries.size() + 1;
      entries.add(
          new Probe.Entry(
              START.plusSeconds(entries.size()), number, served, served, region, writers, failure));
    }
    return this;
  }

  List<Probe.Entry> entries() {
    return List.copyOf(entries);
  }

  List<Probe.Entry> rows(int from, int to) {
    return entries.subList(from - 1, to);
  }
}
