package io.pharos.drill;

import io.pharos.engine.Refused;
import io.pharos.recovery.contract.Names;
import io.pharos.recovery.contract.Position;
import io.pharos.world.Web;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Somebody who asks for the rehearsal's name, which leads through DNS and the standby's own load
 * balancer to what runs on the copy. That it is the copy which answers shows in its rows: it has
 * what users wrote before the promotion, nothing of what they write after it, and what this one
 * writes is nowhere else.
 */
final class TestUser {
  /** Of a load balancer whose target group has no targets. */
  private static final int NOBODY_THERE = 503;

  private final Web web;
  private final String scheme;
  private final String name;
  private final String users;
  private final String stack;
  private final String region;
  private final String row;

  TestUser(Scene scene, Position position) {
    String domain = scene.settings().routing().domain();
    this.web = scene.cloud().web();
    this.scheme = scene.settings().routing().scheme();
    this.name = Names.rehearsalEndpoint(position, domain);
    this.users = domain;
    this.stack = position.word();
    this.region = scene.region(position);
    this.row = "/rows/rehearsal-" + scene.cloud().clock().instant().getEpochSecond();
  }

  String name() {
    return name;
  }

  /** What became of a request; without a reply there is a reason. */
  private record Answer(Optional<Web.Reply> reply, String text) {
    boolean is(int status) {
      return reply.filter(each -> each.status() == status).isPresent();
    }
  }

  private Answer ask(String host, String method, String path) {
    Optional<Web.Address> address = web.resolve(host);
    if (address.isEmpty()) {
      return new Answer(Optional.empty(), host + " does not resolve");
    }
    try {
      Web.Reply reply = web.send(address.get(), scheme, host, method, path);
      return new Answer(Optional.of(reply), reply.status() + " " + reply.body());
    } catch (Web.NoReply e) {
      return new Answer(Optional.empty(), e.getMessage());
    }
  }

  /**
   * Checks that the way is there, and that nobody is at its end: name, certificate and rule.
   *
   * @throws Refused when it is not so
   */
  void requireWay() {
    Answer answer = ask(name, "GET", "/healthz");
    if (answer.is(NOBODY_THERE)) {
      return;
    }
    throw new Refused(
        "Refused: "
            + scheme
            + "://"
            + name
            + " must lead to the load balancer of "
            + region
            + ", which answers 503 there as long as nothing is rehearsed; no copy was made.\n  "
            + answer.text()
            + "\nName and rule: pharos up "
            + stack
            + ", then pharos up global. The certificate must cover the name, as it does"
            + " primary. and secondary."
            + users
            + ". To rehearse the database only: pharos:drills {rehearsal: false}");
  }

  /**
   * Uses the application; what was not as expected.
   *
   * @param before a row that users wrote before the copy was made
   * @param after a row that users wrote after its promotion
   */
  List<String> use(int before, int after) {
    List<String> problems = new ArrayList<>();
    expect(problems, ask(name, "GET", "/healthz"), 200, "GET " + name + "/healthz");
    expect(problems, ask(name, "GET", "/dbcheck"), 200, "GET " + name + "/dbcheck");
    expect(
        problems,
        ask(name, "GET", "/rows/" + before),
        200,
        "row " + before + ", which users wrote before the promotion, at " + name);
    expect(
        problems,
        ask(name, "GET", "/rows/" + after),
        404,
        "row "
            + after
            + ", which users wrote after the promotion and the copy cannot have, at "
            + name);
    expect(problems, ask(name, "PUT", row), 201, "PUT " + name + row);
    Answer own = ask(name, "GET", row);
    expect(problems, own, 200, "GET " + name + row);
    expect(
        problems,
        ask(users, "GET", row),
        404,
        "the test user's " + row + ", at the users' " + users);
    own.reply()
        .map(Web.Reply::region)
        .filter(from -> !from.isEmpty() && !from.equals(region))
        .ifPresent(from -> problems.add(name + " is served from " + from + ", not from " + region));
    return problems;
  }

  private static void expect(List<String> problems, Answer answer, int status, String what) {
    if (!answer.is(status)) {
      problems.add(what + ": " + status + " expected, " + answer.text());
    }
  }
}
