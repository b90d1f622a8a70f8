package io.pharos.drill;

import io.pharos.config.Settings;
import io.pharos.recovery.contract.Names;
import io.pharos.recovery.contract.Position;
import io.pharos.world.Cloud;
import io.pharos.world.Web;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** The users of a drill: they come every second from the moment this is made. */
final class Users {
  private static final List<String> CHECKS = List.of("/healthz", "/dbcheck");

  private final Cloud cloud;
  private final Settings settings;
  private final Probe probe;

  Users(Cloud cloud, Settings settings) {
    this.cloud = cloud;
    this.settings = settings;
    String domain = settings.routing().domain();
    this.probe =
        new Probe(
            cloud.web(),
            cloud.clock(),
            settings.routing().scheme(),
            domain,
            Arrays.stream(Position.values())
                .map(position -> Names.regionalEndpoint(position, domain))
                .toList());
    cloud.everySecond(
        "users",
        () -> {
          probe.tick();
          return true;
        });
  }

  /** Why users were not served the last time; users must be served before anything is broken. */
  Optional<String> notServedNow() {
    List<Probe.Entry> log = probe.log();
    Probe.Entry last = log.get(log.size() - 1);
    return last.served() ? Optional.empty() : Optional.of(last.failure());
  }

  /** What the application of a Region says about itself, where that is not that all is well. */
  List<String> complaintsOf(Position position) {
    String name = Names.regionalEndpoint(position, settings.routing().domain());
    List<String> complaints = new ArrayList<>();
    Optional<Web.Address> address = cloud.web().resolve(name);
    for (String check : CHECKS) {
      try {
        if (address.isPresent()) {
          Web.Reply reply =
              cloud.web().send(address.get(), settings.routing().scheme(), name, "GET", check);
          if (reply.status() != 200) {
            complaints.add(name + check + " answers " + reply.status() + ": " + reply.body());
          }
        }
      } catch (Web.NoReply e) {
        complaints.add(name + check + ": " + e.getMessage());
      }
    }
    return complaints;
  }

  /** The newest row that they were told is safe; 0 before there is one. */
  int newestRow() {
    return probe.log().stream()
        .filter(Probe.Entry::acknowledged)
        .mapToInt(Probe.Entry::number)
        .max()
        .orElse(0);
  }

  /** How many seconds they have been here: what they see next has this index. */
  int count() {
    return probe.log().size();
  }

  /**
   * What they saw.
   *
   * @param from the first second that counts
   */
  UserView view(int from, Instant fault) {
    List<Probe.Entry> log = probe.log();
    return UserView.of(log.subList(from, log.size()), probe.lost(from), fault);
  }

  /** How many of their acknowledged writes of such moments cannot be read any more. */
  int lost(Predicate<Instant> when) {
    return (int) probe.lost(0).stream().map(Probe.Entry::at).filter(when).count();
  }

  /** The first second, from this one on, in which they were not served. */
  Optional<Instant> firstUnserved(int from) {
    List<Probe.Entry> log = probe.log();
    return log.subList(from, log.size()).stream()
        .filter(entry -> !entry.served())
        .map(Probe.Entry::at)
        .findFirst();
  }

  Optional<Instant> lastUnserved() {
    return probe.log().stream()
        .filter(entry -> !entry.served())
        .map(Probe.Entry::at)
        .reduce((first, second) -> second);
  }

  /** Seconds since then in which more than one Region took rows. */
  int strayWrites(Instant since) {
    return (int)
        probe.log().stream()
            .filter(entry -> !entry.at().isBefore(since) && entry.writers().size() > 1)
            .count();
  }
}
