package io.pharos.component;

import com.pulumi.aws.acm.AcmFunctions;
import com.pulumi.aws.acm.inputs.GetCertificateArgs;
import com.pulumi.aws.acm.outputs.GetCertificateResult;
import com.pulumi.aws.lb.Listener;
import com.pulumi.aws.lb.ListenerArgs;
import com.pulumi.aws.lb.ListenerRule;
import com.pulumi.aws.lb.ListenerRuleArgs;
import com.pulumi.aws.lb.LoadBalancerArgs.Builder;
import com.pulumi.aws.lb.TargetGroup;
import com.pulumi.aws.lb.TargetGroupArgs;
import com.pulumi.aws.lb.inputs.ListenerDefaultActionArgs;
import com.pulumi.aws.lb.inputs.ListenerDefaultActionRedirectArgs;
import com.pulumi.aws.lb.inputs.ListenerRuleActionArgs;
import com.pulumi.aws.lb.inputs.ListenerRuleActionFixedResponseArgs;
import com.pulumi.aws.lb.inputs.ListenerRuleConditionArgs;
import com.pulumi.aws.lb.inputs.ListenerRuleConditionPathPatternArgs;
import com.pulumi.aws.lb.inputs.TargetGroupHealthCheckArgs;
import com.pulumi.core.Output;
import com.pulumi.resources.ComponentResourceOptions;
import io.pharos.config.Site;
import io.pharos.recovery.contract.Cadence;
import io.pharos.recovery.contract.Platform;
import io.pharos.recovery.contract.TakeoverAnswer;
import java.util.List;
import java.util.Map;

/**
 * What users reach in one Region: HTTPS where there is a certificate, else HTTP. It also says, at
 * {@link #TAKEOVER_PATH}, whether this Region has taken the traffic over; the recovery runtime
 * switches that answer.
 */
public final class LoadBalancer extends PharosComponent {
  /** Where the Route 53 health check asks; a success means that the traffic is claimed. */
  public static final String TAKEOVER_PATH = TakeoverAnswer.PATH;

  private static final int HTTP = 80;
  private static final int HTTPS = 443;

  private final String name;
  private final Site site;
  private final com.pulumi.aws.lb.LoadBalancer balancer;
  private final TargetGroup targets;
  private final Listener serving;
  private final ListenerRule takeover;

  public LoadBalancer(String name, LoadBalancerArgs args, ComponentResourceOptions options) {
    super("LoadBalancer", name, options);
    this.name = name;
    this.site = args.site();
    this.balancer = balancer(args.network());
    this.targets = targets(args.network());
    this.serving = site.settings().routing().certificate().map(this::https).orElseGet(this::http);
    this.takeover = takeover();
    registerOutputs(
        Map.of(
            "arn", arn(),
            "dnsName", dnsName(),
            "zoneId", zoneId(),
            "targetGroupArn", targetGroupArn(),
            "listenerArn", listenerArn(),
            "takeoverRuleArn", takeoverRuleArn()));
  }

  private com.pulumi.aws.lb.LoadBalancer balancer(Network network) {
    Builder balancer =
        com.pulumi.aws.lb.LoadBalancerArgs.builder()
            .name(site.names().regional("app"))
            .loadBalancerType("application")
            .internal(false)
            .subnets(network.publicSubnetIds())
            .securityGroups(network.loadBalancerSecurityGroupId().applyValue(id -> List.of(id)))
            .dropInvalidHeaderFields(true)
            .enableDeletionProtection(site.isProtected())
            .idleTimeout(60)
            // A client that keeps its connection never asks DNS again, and stays in a Region that
            // the traffic has left.
            .clientKeepAlive(60);
    return new com.pulumi.aws.lb.LoadBalancer(name, balancer.build(), child());
  }

  private TargetGroup targets(Network network) {
    Platform platform = site.settings().compute().kind().platform();
    return new TargetGroup(
        name, targetGroup(site, network, site.names().targetGroup(platform)).build(), child());
  }

  /** A group of what runs the application: the same port, and the same check of its health. */
  static TargetGroupArgs.Builder targetGroup(Site site, Network network, String name) {
    return TargetGroupArgs.builder()
        .name(name)
        .vpcId(network.vpcId())
        .targetType(
            switch (site.settings().compute().kind().platform()) {
              case EC2 -> "instance";
              case ECS -> "ip";
            })
        .protocol("HTTP")
        .port(site.settings().compute().port())
        .deregistrationDelay(30)
        .healthCheck(
            TargetGroupHealthCheckArgs.builder()
                .enabled(true)
                .protocol("HTTP")
                .port("traffic-port")
                .path(site.settings().compute().healthPath())
                .matcher("200")
                // A new instance serves 10 s after it can.
                .interval(Cadence.seconds(Cadence.TARGET_CHECK))
                .timeout(3)
                .healthyThreshold(Cadence.TARGET_CHECKS)
                .unhealthyThreshold(2)
                .build());
  }

  private Listener http() {
    return new Listener(
        name + "-http",
        ListenerArgs.builder()
            .loadBalancerArn(balancer.arn())
            .port(HTTP)
            .protocol("HTTP")
            .defaultActions(forward())
            .build(),
        child());
  }

  private Listener https(String certificate) {
    new Listener(
        name + "-http",
        ListenerArgs.builder()
            .loadBalancerArn(balancer.arn())
            .port(HTTP)
            .protocol("HTTP")
            .defaultActions(redirect())
            .build(),
        child());
    return new Listener(
        name + "-https",
        ListenerArgs.builder()
            .loadBalancerArn(balancer.arn())
            .port(HTTPS)
            .protocol("HTTPS")
            .sslPolicy("ELBSecurityPolicy-TLS13-1-2-2021-06")
            .certificateArn(certificateArn(certificate))
            .defaultActions(forward())
            .build(),
        child());
  }

  private ListenerDefaultActionArgs forward() {
    return ListenerDefaultActionArgs.builder()
        .type("forward")
        .targetGroupArn(targets.arn())
        .build();
  }

  private static ListenerDefaultActionArgs redirect() {
    return ListenerDefaultActionArgs.builder()
        .type("redirect")
        .redirect(
            ListenerDefaultActionRedirectArgs.builder()
                .port(String.valueOf(HTTPS))
                .protocol("HTTPS")
                .statusCode("HTTP_301")
                .build())
        .build();
  }

  private Output<String> certificateArn(String domain) {
    return AcmFunctions.getCertificate(
            GetCertificateArgs.builder().domain(domain).statuses("ISSUED").mostRecent(true).build(),
            invoke())
        .applyValue(GetCertificateResult::arn);
  }

  private ListenerRule takeover() {
    return new ListenerRule(
        name + "-takeover",
        ListenerRuleArgs.builder()
            .listenerArn(serving.arn())
            .priority(1)
            .conditions(
                ListenerRuleConditionArgs.builder()
                    .pathPattern(
                        ListenerRuleConditionPathPatternArgs.builder()
                            .values(TAKEOVER_PATH)
                            .build())
                    .build())
            .actions(
                ListenerRuleActionArgs.builder()
                    .type("fixed-response")
                    .fixedResponse(
                        ListenerRuleActionFixedResponseArgs.builder()
                            .contentType("text/plain")
                            .messageBody(
                                TakeoverAnswer.text(site.position(), TakeoverAnswer.Says.NOTHING))
                            .statusCode(
                                Integer.toString(
                                    TakeoverAnswer.status(
                                        site.position(), TakeoverAnswer.Says.NOTHING)))
                            .build())
                    .build())
            .build(),
        // The runtime switches the answer to a success and back.
        childOptions().ignoreChanges("actions").build());
  }

  public Output<String> arn() {
    return balancer.arn();
  }

  public Output<String> dnsName() {
    return balancer.dnsName();
  }

  public Output<String> zoneId() {
    return balancer.zoneId();
  }

  /** The dimension LoadBalancer of its metrics. */
  public Output<String> arnSuffix() {
    return balancer.arnSuffix();
  }

  public Output<String> targetGroupArn() {
    return targets.arn();
  }

  /** The dimension TargetGroup of its metrics. */
  public Output<String> targetGroupArnSuffix() {
    return targets.arnSuffix();
  }

  /** The listener that serves users: 443 with a certificate, else 80. */
  public Output<String> listenerArn() {
    return serving.arn();
  }

  /** The rule that answers {@link #TAKEOVER_PATH}. */
  public Output<String> takeoverRuleArn() {
    return takeover.arn();
  }

  /** The listener itself: nothing is a target before it exists. */
  Listener listener() {
    return serving;
  }
}
