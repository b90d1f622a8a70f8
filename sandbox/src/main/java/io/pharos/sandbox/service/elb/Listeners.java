package io.pharos.sandbox.service.elb;

import static io.pharos.sandbox.service.elb.Balancing.refusal;
import static io.pharos.sandbox.service.elb.Balancing.settle;

import io.pharos.sandbox.core.Behavior;
import io.pharos.sandbox.core.Resource;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Listeners of load balancers: a port, its certificate, and what happens when no rule matches. */
final class Listeners implements Behavior {
  private static final Set<String> POLICIES =
      Set.of(
          "ELBSecurityPolicy-2016-08",
          "ELBSecurityPolicy-TLS-1-2-2017-01",
          "ELBSecurityPolicy-TLS-1-2-Ext-2018-06",
          "ELBSecurityPolicy-FS-1-2-2019-08",
          "ELBSecurityPolicy-FS-1-2-Res-2019-08",
          "ELBSecurityPolicy-FS-1-2-Res-2020-10",
          "ELBSecurityPolicy-TLS13-1-2-2021-06",
          "ELBSecurityPolicy-TLS13-1-2-Res-2021-06",
          "ELBSecurityPolicy-TLS13-1-2-Ext1-2021-06",
          "ELBSecurityPolicy-TLS13-1-2-Ext2-2021-06",
          "ELBSecurityPolicy-TLS13-1-3-2021-06");

  private final Balancing balancing;

  Listeners(Balancing balancing) {
    this.balancing = balancing;
  }

  @Override
  public void create(Resource listener) {
    Resource balancer =
        balancing.loadBalancer(listener.region(), listener.string("loadBalancerArn"));
    settle(listener, "protocol", "HTTP");
    check(listener, balancer);
    String prefix = balancing.arnPrefix(listener.region());
    String suffix = "listener/" + balancer.string("arnSuffix") + "/";
    Balancing.identify(listener, prefix + suffix + balancing.freshHash(listener, prefix + suffix));
    defaults(listener);
  }

  private static void defaults(Resource listener) {
    if (listener.string("protocol").equals("HTTPS")) {
      settle(listener, "sslPolicy", "ELBSecurityPolicy-2016-08");
      settle(
          listener,
          "mutualAuthentication",
          Map.of(
              "mode",
              "off",
              "ignoreClientCertificateExpiry",
              false,
              "trustStoreArn",
              "",
              "advertiseTrustStoreCaNames",
              ""));
    }
    listener.set("defaultActions", Actions.ordered(listener.maps("defaultActions")));
  }

  @Override
  public void update(Resource listener, Map<String, Object> before) {
    check(listener, balancing.loadBalancer(listener.region(), listener.string("loadBalancerArn")));
    defaults(listener);
    Balancing.tagged(listener);
  }

  @Override
  public void delete(Resource listener) {
    balancing.rules(listener).forEach(balancing.account()::remove);
  }

  private void check(Resource listener, Resource balancer) {
    int port = listener.integer("port");
    if (port < 1 || port > 65535) {
      throw refusal("ValidationError", "Port '" + port + "' must be between 1 and 65535");
    }
    boolean taken =
        balancing.listeners(balancer).stream()
            .anyMatch(other -> other != listener && other.integer("port") == port);
    if (taken) {
      throw refusal(
          "DuplicateListener",
          "A listener already exists on this port for this load balancer '" + balancer.id() + "'");
    }
    switch (listener.string("protocol")) {
      case "HTTP" -> {
        if (listener.has("certificateArn") || listener.has("sslPolicy")) {
          throw refusal(
              "ValidationError",
              "Certificates and SSL policies cannot be specified for HTTP listeners");
        }
      }
      case "HTTPS" -> checkTls(listener);
      default ->
          throw refusal(
              "UnsupportedProtocol",
              "Application load balancers have HTTP and HTTPS listeners, not "
                  + listener.string("protocol"));
    }
    Actions.check(balancing, balancer, listener.maps("defaultActions"));
  }

  private void checkTls(Resource listener) {
    String certificate = listener.string("certificateArn");
    if (certificate.isEmpty()) {
      throw refusal("ValidationError", "A certificate must be specified for HTTPS listeners");
    }
    Resource found =
        balancing
            .account()
            .first(
                ElbTypes.CERTIFICATE,
                listener.region(),
                each -> each.string("arn").equals(certificate) || certificate.equals(each.id()))
            .orElseThrow(
                () ->
                    refusal("CertificateNotFound", "Certificate '" + certificate + "' not found"));
    if (!List.of("", "ISSUED").contains(found.string("status"))) {
      throw refusal(
          "UnsupportedCertificate",
          "The certificate '"
              + certificate
              + "' must have a fully-qualified domain name, a supported signature, and a supported"
              + " key size, and be issued");
    }
    if (listener.has("sslPolicy") && !POLICIES.contains(listener.string("sslPolicy"))) {
      throw refusal(
          "SSLPolicyNotFound", "SSL policy '" + listener.string("sslPolicy") + "' not found");
    }
  }
}
