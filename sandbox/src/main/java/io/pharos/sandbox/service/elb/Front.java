package io.pharos.sandbox.service.elb;

import io.pharos.recovery.aws.WebUnreachable;
import io.pharos.sandbox.core.Memo;
import io.pharos.sandbox.core.Resource;
import io.pharos.sandbox.core.World;
import io.pharos.sandbox.service.Ec2;
import io.pharos.sandbox.service.app.HttpReply;
import io.pharos.sandbox.service.app.HttpRequest;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The way of a request through a load balancer: port, certificate, rule, target. */
public final class Front {

  /**
   * What a load balancer answers.
   *
   * @param cause why the load balancer itself answers with an error; empty otherwise
   */
  public record Served(HttpReply reply, String cause) {}

  private final World world;
  private final Balancing balancing;
  private final TargetFleet fleet;
  private final Map<String, Integer> turns = new HashMap<>();
  private final Memo<Resource, List<String>> certified;

  Front(World world, Balancing balancing, TargetFleet fleet) {
    this.world = world;
    this.balancing = balancing;
    this.fleet = fleet;
    this.certified = new Memo<>(world.account(), "aws:acm");
  }

  /**
   * Serves a request from the internet.
   *
   * @throws WebUnreachable when there is no HTTP answer at all
   */
  public Served serve(Resource balancer, String scheme, int port, HttpRequest request)
      throws WebUnreachable {
    String name = "load balancer " + balancer.string("name");
    if (balancer.flag("internal")) {
      throw new WebUnreachable(name + " is internal: no route from the internet");
    }
    Optional<String> blocked =
        world.service(Ec2.class).fromInternetBlocked(balancing.place(balancer), port);
    if (blocked.isPresent()) {
      throw new WebUnreachable(
          "connection to " + name + " port " + port + " timed out: " + blocked.get());
    }
    Resource listener =
        balancing.listeners(balancer).stream()
            .filter(each -> each.integer("port") == port)
            .findFirst()
            .orElseThrow(
                () ->
                    new WebUnreachable(
                        "connection refused: " + name + " has no listener on port " + port));
    handshake(listener, scheme, request.host());
    return act(balancer, actions(listener, request), request, scheme);
  }

  private void handshake(Resource listener, String scheme, String host) throws WebUnreachable {
    boolean tls = listener.string("protocol").equals("HTTPS");
    if (tls != scheme.equals("https")) {
      throw new WebUnreachable(
          "port "
              + listener.integer("port")
              + " speaks "
              + listener.string("protocol")
              + ", the client "
              + scheme.toUpperCase(Locale.ROOT));
    }
    if (!tls) {
      return;
    }
    String arn = listener.string("certificateArn");
    Resource certificate =
        balancing
            .account()
            .first(
                ElbTypes.CERTIFICATE,
                listener.region(),
                each -> each.string("arn").equals(arn) || arn.equals(each.id()))
            .orElseThrow(() -> new WebUnreachable("certificate " + arn + " does not exist"));
    List<String> names = certified.get(certificate, Front::names);
    if (names.stream().noneMatch(each -> covers(each, host))) {
      throw new WebUnreachable(
          "certificate " + arn + " (" + String.join(", ", names) + ") does not cover " + host);
    }
  }

  private static List<String> names(Resource certificate) {
    return Stream.concat(
            Stream.of(certificate.string("domainName")),
            certificate.strings("subjectAlternativeNames").stream())
        .distinct()
        .toList();
  }

  /** A wildcard stands for exactly one label. */
  private static boolean covers(String name, String host) {
    int dot = host.indexOf('.');
    return name.equalsIgnoreCase(host)
        || name.startsWith("*.")
            && dot >= 0
            && name.length() - 1 == host.length() - dot
            && name.regionMatches(true, 1, host, dot, host.length() - dot);
  }

  private List<Map<String, Object>> actions(Resource listener, HttpRequest request) {
    return balancing.rules(listener).stream()
        .filter(rule -> Conditions.matches(rule.maps("conditions"), request))
        .findFirst()
        .map(rule -> rule.maps("actions"))
        .orElseGet(() -> listener.maps("defaultActions"));
  }

  @SuppressWarnings("unchecked")
  private Served act(
      Resource balancer, List<Map<String, Object>> actions, HttpRequest request, String scheme) {
    Map<String, Object> last = actions.get(actions.size() - 1);
    return switch (last.get("type").toString()) {
      case "fixed-response" -> {
        Map<String, Object> fixed = (Map<String, Object>) last.get("fixedResponse");
        String body = Actions.text(fixed, "messageBody");
        yield new Served(
            new HttpReply(
                Integer.parseInt(Actions.text(fixed, "statusCode")), body == null ? "" : body),
            "");
      }
      case "redirect" -> {
        Map<String, Object> redirect = (Map<String, Object>) last.get("redirect");
        int status = "HTTP_301".equals(redirect.get("statusCode")) ? 301 : 302;
        String protocol = Actions.text(redirect, "protocol");
        String to =
            protocol == null || protocol.equals("#{protocol}")
                ? scheme
                : protocol.toLowerCase(Locale.ROOT);
        yield new Served(new HttpReply(status, to + "://" + request.host() + request.path()), "");
      }
      default -> forward(balancer, Balancing.targetGroups(actions).get(0), request);
    };
  }

  private Served forward(Resource balancer, String groupArn, HttpRequest request) {
    Resource group = balancing.targetGroup(balancer.region(), groupArn);
    List<Target> candidates = fleet.candidates(group);
    if (candidates.isEmpty()) {
      return error(503, "Service Temporarily Unavailable", fleet.complaint(group));
    }
    int turn = turns.merge(groupArn, 1, Integer::sum);
    Target target = candidates.get(turn % candidates.size());
    TargetFleet.Delivery delivery = fleet.deliver(balancer, target, target.port(), request);
    if (delivery.reply().isPresent()) {
      return new Served(delivery.reply().get(), "");
    }
    String cause = "target " + target.id() + ": " + delivery.cause();
    return delivery.refused()
        ? error(502, "Bad Gateway", cause)
        : error(504, "Gateway Time-out", cause);
  }

  private static Served error(int status, String title, String cause) {
    return new Served(
        new HttpReply(status, "<html><body><h1>" + status + " " + title + "</h1></body></html>"),
        cause);
  }
}
