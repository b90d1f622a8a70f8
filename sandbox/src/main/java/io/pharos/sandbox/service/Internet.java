package io.pharos.sandbox.service;

import io.pharos.recovery.aws.WebUnreachable;
import io.pharos.sandbox.core.Behavior;
import io.pharos.sandbox.core.Service;
import io.pharos.sandbox.core.World;
import java.time.Duration;
import java.util.Map;

/** HTTP in the world: from users, or from a Region, to what a name leads to. */
public final class Internet implements Service {

  public Internet(World world) {}

  @Override
  public Map<String, Behavior> behaviors() {
    return Map.of();
  }

  /**
   * A GET that follows no redirect.
   *
   * @param from a Region, or {@link io.pharos.sandbox.core.Caller#INTERNET}
   * @throws WebUnreachable when no HTTP answer comes back; the message says why
   */
  public WebAnswer get(String from, String url, Duration timeout) throws WebUnreachable {
    throw new WebUnreachable("nothing answers at " + url);
  }

  /** A PUT with an empty body; see {@link #get}. */
  public WebAnswer put(String from, String url, Duration timeout) throws WebUnreachable {
    throw new WebUnreachable("nothing answers at " + url);
  }

  /**
   * One request to a load balancer that the client already knows, as after a cached DNS answer.
   *
   * @param host the name that the client asked for, in the Host header and in TLS
   * @param scheme {@code http} or {@code https}
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
    throw new WebUnreachable("nothing answers at " + scheme + "://" + host + path);
  }
}
