package io.pharos.drill;

import io.pharos.world.Web;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Users of the application, once a second: resolve the name (and keep the answer for as long as it
 * allows), write a numbered row, read it back. All that a drill says about users comes from this
 * log.
 */
public final class Probe {

  /**
   * One second of the users.
   *
   * @param number of the row they wrote
   * @param acknowledged whether the application said that the row is safe
   * @param readBack whether the row could be read afterwards
   * @param region which Region answered the write, or empty
   * @param writers Regions whose application acknowledged any row in this second
   * @param failure what went wrong first, or empty
   */
  public record Entry(
      Instant at,
      int number,
      boolean acknowledged,
      boolean readBack,
      String region,
      Set<String> writers,
      String failure) {
    public boolean served() {
      return acknowledged && readBack;
    }
  }

  /** Users store an object with every so many rows. */
  private static final int OBJECT_EVERY = 60;

  private final Web web;
  private final Clock clock;
  private final String scheme;
  private final String name;
  private final List<String> regionalNames;
  private final List<Entry> log = new ArrayList<>();
  private Web.Address address;
  private Instant addressEnds = Instant.MIN;

  /**
   * @param name the users' name
   * @param regionalNames names that always lead to one Region: clients that never look a name up
   *     again, which would write to a second database as soon as there were one
   */
  public Probe(Web web, Clock clock, String scheme, String name, List<String> regionalNames) {
    this.web = web;
    this.clock = clock;
    this.scheme = scheme;
    this.name = name;
    this.regionalNames = List.copyOf(regionalNames);
  }

  /** One second passes. */
  public synchronized void tick() {
    Instant now = clock.instant();
    int number = log.size() + 1;
    Set<String> writers = stubbornWriters(number);
    Optional<Web.Address> to = address(now);
    if (to.isEmpty()) {
      log.add(new Entry(now, number, false, false, "", writers, name + " does not resolve"));
      return;
    }
    String region = "";
    boolean acknowledged = false;
    boolean readBack = false;
    String failure = "";
    try {
      Web.Reply write = web.send(to.get(), scheme, name, "PUT", "/rows/" + number);
      region = write.region();
      acknowledged = write.status() == 201;
      if (acknowledged) {
        writers.add(region);
      }
      failure = acknowledged ? "" : "write: " + write.status() + " " + write.body();
      readBack =
          acknowledged
              && web.send(to.get(), scheme, name, "GET", "/rows/" + number).status() == 200;
      if (acknowledged && !readBack) {
        failure = "the row that was just written cannot be read";
      }
    } catch (Web.NoReply e) {
      failure = e.getMessage();
    }
    if (number % OBJECT_EVERY == 0) {
      storeObject(to.get(), number);
    }
    log.add(new Entry(now, number, acknowledged, readBack, region, writers, failure));
  }

  /** Replication of objects shows what it lacks only when there are some. */
  private void storeObject(Web.Address to, int number) {
    try {
      web.send(to, scheme, name, "PUT", "/objects/" + number);
    } catch (Web.NoReply e) {
      // Whether users are served their rows decide.
    }
  }

  private Set<String> stubbornWriters(int number) {
    Set<String> writers = new TreeSet<>();
    for (String regional : regionalNames) {
      web.resolve(regional)
          .ifPresent(
              to -> {
                try {
                  Web.Reply reply =
                      web.send(to, scheme, regional, "PUT", "/rows/" + regional + "-" + number);
                  if (reply.status() == 201) {
                    writers.add(reply.region());
                  }
                } catch (Web.NoReply e) {
                  // No writer there, which is what this asks.
                }
              });
    }
    return writers;
  }

  /**
   * Which acknowledged rows cannot be read now.
   *
   * @param from the first second whose row counts
   */
  public synchronized List<Entry> lost(int from) {
    List<Entry> lost = new ArrayList<>();
    for (Entry entry : log.subList(from, log.size())) {
      if (entry.acknowledged() && !readable(entry.number())) {
        lost.add(entry);
      }
    }
    return lost;
  }

  private boolean readable(int number) {
    try {
      Optional<Web.Address> to = address(clock.instant());
      return to.isPresent()
          && web.send(to.get(), scheme, name, "GET", "/rows/" + number).status() == 200;
    } catch (Web.NoReply e) {
      return false;
    }
  }

  public synchronized List<Entry> log() {
    return List.copyOf(log);
  }

  private Optional<Web.Address> address(Instant now) {
    if (!now.isBefore(addressEnds)) {
      Optional<Web.Address> fresh = web.resolve(name);
      if (fresh.isEmpty()) {
        return fresh;
      }
      address = fresh.get();
      addressEnds = now.plus(address.timeToLive());
    }
    return Optional.of(address);
  }
}
