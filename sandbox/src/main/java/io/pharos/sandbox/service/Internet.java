package io.pharos.sandbox.service;

import io.pharos.recovery.aws.WebUnreachable;
import io.pharos.sandbox.core.Behavior;
import io.pharos.sandbox.core.Caller;
import io.pharos.sandbox.core.Resource;
import io.pharos.sandbox.core.Service;
import io.pharos.sandbox.core.World;
import io.pharos.sandbox.service.app.HttpRequest;
import io.pharos.sandbox.service.elb.Front;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * HTTP in the world: from users, or from a Region, to what a name leads to. Every request goes the
 * whole way: name, certificate, rule, healthy target, process, database.
 */
public final class Internet implements Service {
  private final World world;
  private final Map<String, String> failures = new TreeMap<>();

  /** Health checks and beacons ask for the same few, again and again. */
  private final Map<String, URI> parsed = new HashMap<>();

  public Internet(World world) {
    this.world = world;
  }

  @Override
  public Map<String, Behavior> behaviors() {
    return Map.of();
  }

  /**
   * A GET that follows no redirect.
   *
   * @param from a Region, or {@link Caller#INTERNET}
   * @param timeout how long the client would have waited when nobody answers; it does not pass here
   * @throws WebUnreachable when no HTTP answer comes back; the message says why
   */
  public WebAnswer get(String from, String url, Duration timeout) throws WebUnreachable {
    return send(from, url, "GET", "");
  }

  /** A PUT with an empty body; see {@link #get}. */
  public WebAnswer put(String from, String url, Duration timeout) throws WebUnreachable {
    return send(from, url, "PUT", "");
  }

  /** A PUT; see {@link #get}. */
  public WebAnswer put(String from, String url, String body, Duration timeout)
      throws WebUnreachable {
    return send(from, url, "PUT", body);
  }

  private WebAnswer send(String from, String url, String method, String body)
      throws WebUnreachable {
    URI uri = parsed.computeIfAbsent(url, URI::create);
    String path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
    return request(
        from,
        resolve(uri.getHost()),
        uri.getPort() < 0 ? uri.getHost() : uri.getHost() + ":" + uri.getPort(),
        uri.getScheme(),
        method,
        path,
        body);
  }

  /** The load balancer that a name leads to now. */
  private String resolve(String host) throws WebUnreachable {
    if (world.service(ElasticLoadBalancing.class).byDnsName(host).isPresent()) {
      return host;
    }
    Optional<DnsAnswer> answer = world.service(Route53.class).resolve(host);
    if (answer.isEmpty()) {
      throw failed(host, "the name " + host + " does not resolve");
    }
    return answer.get().loadBalancerDnsName();
  }

  /**
   * One request to a load balancer that the client already knows, as after a cached DNS answer.
   *
   * @param loadBalancerDnsName of the load balancer, or of an accelerator
   * @param host the name that the client asked for, in the Host header and in TLS; with a port when
   *     it is not the scheme's own
   * @param scheme {@code http} or {@code https}
   * @param path may carry a query string
   */
  public WebAnswer request(
      String from,
      String loadBalancerDnsName,
      String host,
      String scheme,
      String method,
      String path,
      String body)
      throws WebUnreachable {
    int colon = host.lastIndexOf(':');
    String name = colon < 0 ? host : host.substring(0, colon);
    int port =
        host.equals(name)
            ? scheme.equals("https") ? 443 : 80
            : Integer.parseInt(host.substring(name.length() + 1));
    Resource balancer = balancer(from, loadBalancerDnsName, name, port);
    String region = balancer.region();
    String plainPath = path.contains("?") ? path.substring(0, path.indexOf('?')) : path;
    Front.Served served;
    try {
      served =
          world
              .service(ElasticLoadBalancing.class)
              .front()
              .serve(balancer, scheme, port, new HttpRequest(method, name, plainPath, body));
    } catch (WebUnreachable e) {
      throw failed(name, e.getMessage());
    }
    if (served.reply().status() >= 500) {
      failures.put(
          name,
          served.reply().status()
              + " in "
              + region
              + ": "
              + (served.cause().isEmpty() ? served.reply().body() : served.cause()));
    }
    return new WebAnswer(served.reply().status(), served.reply().body(), region);
  }

  /** What a client finds at an address: the load balancer, or the one an accelerator leads to. */
  private Resource balancer(String from, String address, String host, int port)
      throws WebUnreachable {
    GlobalAccelerator accelerators = world.service(GlobalAccelerator.class);
    Optional<Resource> accelerator = accelerators.byDnsName(address);
    Resource balancer;
    if (accelerator.isPresent()) {
      try {
        balancer = accelerators.route(accelerator.get(), from, port);
      } catch (WebUnreachable e) {
        throw failed(host, e.getMessage());
      }
    } else {
      balancer =
          world
              .service(ElasticLoadBalancing.class)
              .byDnsName(address)
              .orElseThrow(() -> failed(host, "no load balancer has the name " + address));
    }
    // The edges of an accelerator come from the internet.
    String source = accelerator.isPresent() ? Caller.INTERNET : from;
    if (!world.faults().reaches(source, balancer.region())) {
      throw failed(
          host, "connect timed out: " + balancer.region() + " cannot be reached from " + source);
    }
    return balancer;
  }

  /**
   * Why the last request to a host that failed did so: not answered, or answered with a 5xx status.
   */
  public Optional<String> lastFailure(String host) {
    return Optional.ofNullable(failures.get(host));
  }

  private WebUnreachable failed(String host, String why) {
    failures.put(host, why);
    return new WebUnreachable(why);
  }
}
