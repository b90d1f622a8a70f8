package io.pharos.config;

import java.util.Optional;

/**
 * The users' domain name.
 *
 * @param certificate domain name of the ACM certificate in each Region; without one the application
 *     is served over HTTP only
 */
public record RoutingSettings(
    String hostedZone, String domain, Optional<String> certificate, Follow follow, Via via) {

  /** {@code https} where a certificate is configured, else {@code http}. */
  public String scheme() {
    return certificate.isPresent() ? "https" : "http";
  }
}
