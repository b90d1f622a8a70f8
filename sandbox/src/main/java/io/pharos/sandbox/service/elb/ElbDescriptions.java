package io.pharos.sandbox.service.elb;

import io.pharos.sandbox.core.Resource;
import java.util.Optional;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancer;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancerStateEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Rule;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroup;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealthDescription;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealthStateEnum;

/** The answers of Elastic Load Balancing, made of the account's resources. */
final class ElbDescriptions {
  private ElbDescriptions() {}

  static LoadBalancer loadBalancer(Resource balancer) {
    return LoadBalancer.builder()
        .loadBalancerArn(balancer.id())
        .loadBalancerName(balancer.string("name"))
        .dnsName(balancer.string("dnsName"))
        .canonicalHostedZoneId(balancer.string("zoneId"))
        .scheme(balancer.flag("internal") ? "internal" : "internet-facing")
        .type("application")
        .vpcId(balancer.string("vpcId"))
        .securityGroups(balancer.strings("securityGroups"))
        .state(state -> state.code(LoadBalancerStateEnum.ACTIVE))
        .build();
  }

  static TargetGroup targetGroup(Resource group, Optional<String> loadBalancerArn) {
    HealthCheck check = HealthCheck.of(group.map("healthCheck"));
    return TargetGroup.builder()
        .targetGroupArn(group.id())
        .targetGroupName(group.string("name"))
        .port(group.integer("port"))
        .protocol(group.string("protocol"))
        .vpcId(group.string("vpcId"))
        .targetType(group.string("targetType"))
        .loadBalancerArns(loadBalancerArn.stream().toList())
        .healthCheckEnabled(check.enabled())
        .healthCheckPath(check.path())
        .healthCheckPort(check.port())
        .healthCheckProtocol(check.protocol())
        .healthCheckIntervalSeconds(check.intervalSeconds())
        .healthCheckTimeoutSeconds(check.timeoutSeconds())
        .healthyThresholdCount(check.healthyThreshold())
        .unhealthyThresholdCount(check.unhealthyThreshold())
        .matcher(matcher -> matcher.httpCode(check.matcher()))
        .build();
  }

  static TargetHealthDescription health(Resource group, Target target) {
    HealthCheck check = HealthCheck.of(group.map("healthCheck"));
    return TargetHealthDescription.builder()
        .target(each -> each.id(target.id()).port(target.port()))
        .healthCheckPort(Integer.toString(check.port(target.port())))
        .targetHealth(
            health -> {
              health.state(target.state());
              if (target.state() != TargetHealthStateEnum.HEALTHY) {
                health
                    .reason(target.finding().reason())
                    .description(target.finding().description());
              }
            })
        .build();
  }

  static TargetHealthDescription notRegistered(String id) {
    return TargetHealthDescription.builder()
        .target(each -> each.id(id))
        .targetHealth(
            health ->
                health
                    .state(TargetHealthStateEnum.UNUSED)
                    .reason("Target.NotRegistered")
                    .description("Target is not registered to the target group"))
        .build();
  }

  static Rule rule(Resource rule) {
    return Rule.builder()
        .ruleArn(rule.id())
        .priority(Integer.toString(rule.integer("priority")))
        .isDefault(false)
        .conditions(rule.maps("conditions").stream().map(Conditions::description).toList())
        .actions(rule.maps("actions").stream().map(Actions::description).toList())
        .build();
  }

  static Rule defaultRule(Resource listener) {
    return Rule.builder()
        .ruleArn(listener.id().replaceFirst(":listener/", ":listener-rule/") + "/default")
        .priority("default")
        .isDefault(true)
        .actions(listener.maps("defaultActions").stream().map(Actions::description).toList())
        .build();
  }
}
