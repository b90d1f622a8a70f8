package io.pharos.sandbox.service.elb;

import static io.pharos.sandbox.service.elb.Balancing.refusal;

import io.pharos.sandbox.core.Resource;
import io.pharos.sandbox.service.ec2.Instance;
import io.pharos.sandbox.service.ec2.Instances;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DeregisterTargetsRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DeregisterTargetsResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeLoadBalancersRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeLoadBalancersResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeRulesRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeRulesResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTargetGroupsRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTargetGroupsResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTargetHealthRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTargetHealthResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyRuleRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyRuleResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RegisterTargetsRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RegisterTargetsResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Rule;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.SetSecurityGroupsRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.SetSecurityGroupsResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetDescription;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealthDescription;

/**
 * The API of Elastic Load Balancing in one Region, over the account. What recovery does not call is
 * not there.
 */
public final class ElbApi implements ElasticLoadBalancingV2Client {
  private final Balancing balancing;
  private final TargetFleet fleet;
  private final Instances instances;
  private final LoadBalancers balancers;
  private final String region;

  ElbApi(
      Balancing balancing,
      TargetFleet fleet,
      Instances instances,
      LoadBalancers balancers,
      String region) {
    this.balancing = balancing;
    this.balancers = balancers;
    this.fleet = fleet;
    this.instances = instances;
    this.region = region;
  }

  @Override
  public DescribeLoadBalancersResponse describeLoadBalancers(DescribeLoadBalancersRequest request) {
    return DescribeLoadBalancersResponse.builder()
        .loadBalancers(
            select(
                    ElbTypes.LOAD_BALANCER,
                    request.loadBalancerArns(),
                    request.names(),
                    arn -> balancing.loadBalancer(region, arn))
                .stream()
                .map(ElbDescriptions::loadBalancer)
                .toList())
        .build();
  }

  @Override
  public DescribeTargetGroupsResponse describeTargetGroups(DescribeTargetGroupsRequest request) {
    List<Resource> groups =
        select(
            ElbTypes.TARGET_GROUP,
            request.targetGroupArns(),
            request.names(),
            arn -> balancing.targetGroup(region, arn));
    return DescribeTargetGroupsResponse.builder()
        .targetGroups(
            groups.stream()
                .filter(
                    group ->
                        request.loadBalancerArn() == null
                            || balancing
                                .userOf(group)
                                .filter(user -> user.id().equals(request.loadBalancerArn()))
                                .isPresent())
                .map(
                    group ->
                        ElbDescriptions.targetGroup(
                            group, balancing.userOf(group).map(Resource::id)))
                .toList())
        .build();
  }

  private List<Resource> select(
      String type, List<String> arns, List<String> names, Function<String, Resource> needed) {
    if (!arns.isEmpty()) {
      return arns.stream().map(needed).toList();
    }
    List<Resource> found =
        balancing.account().list(type, region).stream()
            .filter(each -> names.isEmpty() || names.contains(each.string("name")))
            .toList();
    if (found.isEmpty() && !names.isEmpty()) {
      needed.apply(names.get(0));
    }
    return found;
  }

  @Override
  public DescribeTargetHealthResponse describeTargetHealth(DescribeTargetHealthRequest request) {
    Resource group = balancing.targetGroup(region, request.targetGroupArn());
    List<TargetHealthDescription> health = new ArrayList<>();
    List<String> asked = request.targets().stream().map(TargetDescription::id).toList();
    for (Target target : fleet.all(group)) {
      if (asked.isEmpty() || asked.contains(target.id())) {
        health.add(ElbDescriptions.health(group, target));
      }
    }
    for (String id : asked) {
      if (fleet.find(group, id).isEmpty()) {
        health.add(ElbDescriptions.notRegistered(id));
      }
    }
    return DescribeTargetHealthResponse.builder().targetHealthDescriptions(health).build();
  }

  @Override
  public DescribeRulesResponse describeRules(DescribeRulesRequest request) {
    List<Rule> rules = new ArrayList<>();
    if (request.ruleArns().isEmpty()) {
      Resource listener = balancing.listener(region, request.listenerArn());
      balancing.rules(listener).forEach(rule -> rules.add(ElbDescriptions.rule(rule)));
      rules.add(ElbDescriptions.defaultRule(listener));
    } else {
      request
          .ruleArns()
          .forEach(arn -> rules.add(ElbDescriptions.rule(balancing.rule(region, arn))));
    }
    return DescribeRulesResponse.builder().rules(rules).build();
  }

  @Override
  public ModifyRuleResponse modifyRule(ModifyRuleRequest request) {
    Resource rule = balancing.rule(region, request.ruleArn());
    Resource wanted = new Resource(rule.type(), region, rule.name(), rule.attributes());
    if (request.hasActions()) {
      wanted.set(
          "actions", Actions.ordered(request.actions().stream().map(Actions::attributes).toList()));
    }
    if (request.hasConditions()) {
      wanted.set("conditions", request.conditions().stream().map(Conditions::attributes).toList());
    }
    new ListenerRules(balancing)
        .checkContent(wanted, balancing.listener(region, rule.string("listenerArn")));
    rule.set("actions", wanted.list("actions")).set("conditions", wanted.list("conditions"));
    return ModifyRuleResponse.builder().rules(ElbDescriptions.rule(rule)).build();
  }

  @Override
  public SetSecurityGroupsResponse setSecurityGroups(SetSecurityGroupsRequest request) {
    Resource balancer = balancing.loadBalancer(region, request.loadBalancerArn());
    Resource wanted = new Resource(balancer.type(), region, balancer.name(), balancer.attributes());
    wanted.set("securityGroups", List.copyOf(request.securityGroups()));
    balancers.checkGroups(wanted);
    balancer.set("securityGroups", wanted.list("securityGroups"));
    return SetSecurityGroupsResponse.builder()
        .securityGroupIds(balancer.strings("securityGroups"))
        .build();
  }

  @Override
  public RegisterTargetsResponse registerTargets(RegisterTargetsRequest request) {
    Resource group = balancing.targetGroup(region, request.targetGroupArn());
    for (TargetDescription target : request.targets()) {
      boolean running =
          instances
              .find(region, target.id())
              .filter(instance -> instance.state() == Instance.State.RUNNING)
              .isPresent();
      if (!running) {
        throw refusal(
            "InvalidTarget",
            "The following targets are not in a running state and cannot be registered: '"
                + target.id()
                + "'");
      }
    }
    for (TargetDescription target : request.targets()) {
      fleet.register(
          group, target.id(), target.port() == null ? group.integer("port") : target.port());
    }
    return RegisterTargetsResponse.builder().build();
  }

  @Override
  public DeregisterTargetsResponse deregisterTargets(DeregisterTargetsRequest request) {
    Resource group = balancing.targetGroup(region, request.targetGroupArn());
    request.targets().forEach(target -> fleet.deregister(group, target.id()));
    return DeregisterTargetsResponse.builder().build();
  }

  @Override
  public String serviceName() {
    return SERVICE_NAME;
  }

  @Override
  public void close() {}
}
