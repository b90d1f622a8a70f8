package io.pharos.sandbox.service.elb;

import io.pharos.sandbox.core.Account;
import io.pharos.sandbox.core.Ids;
import io.pharos.sandbox.core.Memo;
import io.pharos.sandbox.core.NetworkSource;
import io.pharos.sandbox.core.Refusal;
import io.pharos.sandbox.core.Resource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ElasticLoadBalancingV2Exception;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.InvalidTargetException;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ListenerNotFoundException;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancerNotFoundException;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.PriorityInUseException;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RuleNotFoundException;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupNotFoundException;

/**
 * What Elastic Load Balancing finds by ARN in the account, and what it says when there is nothing.
 */
final class Balancing {
  private static final Map<String, Supplier<AwsServiceException.Builder>> TYPED =
      Map.of(
          "LoadBalancerNotFound", LoadBalancerNotFoundException::builder,
          "TargetGroupNotFound", TargetGroupNotFoundException::builder,
          "ListenerNotFound", ListenerNotFoundException::builder,
          "RuleNotFound", RuleNotFoundException::builder,
          "InvalidTarget", InvalidTargetException::builder,
          "PriorityInUse", PriorityInUseException::builder);

  private final Account account;
  private final Memo<String, List<Resource>> listeners;
  private final Memo<String, List<Resource>> rules;
  private final Memo<String, Optional<Resource>> users;
  private final Memo<String, List<Resource>> groups;
  private final Memo<String, NetworkSource> places;

  Balancing(Account account) {
    this.account = account;
    this.listeners = new Memo<>(account, "aws:lb");
    this.rules = new Memo<>(account, "aws:lb");
    this.users = new Memo<>(account, "aws:lb");
    this.groups = new Memo<>(account, "aws:lb");
    this.places = new Memo<>(account, "aws:lb");
  }

  static AwsServiceException refusal(String code, String message) {
    return Refusal.of(
        TYPED.getOrDefault(code, ElasticLoadBalancingV2Exception::builder).get(),
        "ElasticLoadBalancingV2",
        400,
        code,
        message);
  }

  Account account() {
    return account;
  }

  /** Sixteen digits that no other of this type has. */
  String freshHash(Resource resource, String arnBeforeHash) {
    String hash = Ids.hex("", 16, resource.type(), resource.region(), resource.name());
    for (int round = 1; taken(resource, arnBeforeHash + hash); round++) {
      hash = Ids.hex("", 16, resource.type(), resource.region(), resource.name(), round);
    }
    return hash;
  }

  private boolean taken(Resource resource, String arn) {
    return account.find(resource.type(), resource.region(), arn).isPresent();
  }

  String arnPrefix(String region) {
    return "arn:aws:elasticloadbalancing:" + region + ":" + account.id() + ":";
  }

  /** Sets what the provider reads back for every resource of this service. */
  static void identify(Resource resource, String arn) {
    resource.id(arn);
    resource.set("arn", arn);
    tagged(resource);
  }

  static void tagged(Resource resource) {
    resource.set("tagsAll", resource.map("tags"));
  }

  static void settle(Resource resource, String attribute, Object value) {
    if (!resource.has(attribute)) {
      resource.set(attribute, value);
    }
  }

  Resource loadBalancer(String region, String arn) {
    return find(ElbTypes.LOAD_BALANCER, region, arn, "LoadBalancerNotFound", "load balancers");
  }

  Resource targetGroup(String region, String arn) {
    return find(ElbTypes.TARGET_GROUP, region, arn, "TargetGroupNotFound", "target groups");
  }

  Resource listener(String region, String arn) {
    return find(ElbTypes.LISTENER, region, arn, "ListenerNotFound", "listeners");
  }

  Resource rule(String region, String arn) {
    return find(ElbTypes.LISTENER_RULE, region, arn, "RuleNotFound", "rules");
  }

  private Resource find(String type, String region, String arn, String code, String what) {
    return account
        .find(type, region, arn)
        .orElseThrow(() -> refusal(code, "One or more " + what + " not found"));
  }

  List<Resource> listeners(Resource loadBalancer) {
    return listeners.get(
        loadBalancer.id(),
        arn ->
            account.list(ElbTypes.LISTENER, loadBalancer.region()).stream()
                .filter(listener -> listener.string("loadBalancerArn").equals(arn))
                .toList());
  }

  List<Resource> rules(Resource listener) {
    return rules.get(
        listener.id(),
        arn ->
            account.list(ElbTypes.LISTENER_RULE, listener.region()).stream()
                .filter(rule -> rule.string("listenerArn").equals(arn))
                .sorted(Comparator.comparingInt(rule -> rule.integer("priority")))
                .toList());
  }

  /** The load balancer that sends requests to a target group; there is at most one. */
  Optional<Resource> userOf(Resource targetGroup) {
    return users.get(targetGroup.id(), any -> findUser(targetGroup));
  }

  private Optional<Resource> findUser(Resource targetGroup) {
    String region = targetGroup.region();
    Stream<Resource> byDefault =
        account.list(ElbTypes.LISTENER, region).stream()
            .filter(each -> targetGroups(each.maps("defaultActions")).contains(targetGroup.id()));
    Stream<Resource> byRule =
        account.list(ElbTypes.LISTENER_RULE, region).stream()
            .filter(each -> targetGroups(each.maps("actions")).contains(targetGroup.id()))
            .flatMap(
                rule ->
                    account.find(ElbTypes.LISTENER, region, rule.string("listenerArn")).stream());
    return Stream.concat(byDefault, byRule)
        .findFirst()
        .flatMap(
            listener ->
                account.find(ElbTypes.LOAD_BALANCER, region, listener.string("loadBalancerArn")));
  }

  /** The target groups that a load balancer sends requests to. */
  List<Resource> groupsOf(Resource loadBalancer) {
    return groups.get(
        loadBalancer.id(),
        any ->
            account.list(ElbTypes.TARGET_GROUP, loadBalancer.region()).stream()
                .filter(group -> userOf(group).filter(loadBalancer::equals).isPresent())
                .toList());
  }

  NetworkSource place(Resource loadBalancer) {
    return places.get(
        loadBalancer.id(),
        any ->
            new NetworkSource(
                loadBalancer.region(),
                loadBalancer.strings("subnets"),
                loadBalancer.strings("securityGroups")));
  }

  /** The target groups that actions forward to. */
  @SuppressWarnings("unchecked")
  static List<String> targetGroups(List<Map<String, Object>> actions) {
    List<String> arns = new ArrayList<>();
    for (Map<String, Object> action : actions) {
      if (action.get("targetGroupArn") instanceof String arn && !arn.isEmpty()) {
        arns.add(arn);
      } else if (action.get("forward") instanceof Map<?, ?> forward
          && forward.get("targetGroups") instanceof List<?> groups) {
        groups.forEach(group -> arns.add(((Map<String, Object>) group).get("arn").toString()));
      }
    }
    return arns;
  }
}
