package io.pharos.sandbox.service.events;

import io.pharos.sandbox.core.Resource;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.DescribeRuleRequest;
import software.amazon.awssdk.services.eventbridge.model.DescribeRuleResponse;
import software.amazon.awssdk.services.eventbridge.model.DisableRuleRequest;
import software.amazon.awssdk.services.eventbridge.model.DisableRuleResponse;
import software.amazon.awssdk.services.eventbridge.model.EnableRuleRequest;
import software.amazon.awssdk.services.eventbridge.model.EnableRuleResponse;

/**
 * EventBridge as the SDK's client of one Region: rules of the default bus. To switch on what is on
 * is no error, nor the other way round.
 *
 * @see <a href="https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_DisableRule.html">
 *     DisableRule</a>
 */
public final class EventBridgeApi implements EventBridgeClient {
  private final EventBus bus;
  private final String region;

  public EventBridgeApi(EventBus bus, String region) {
    this.bus = bus;
    this.region = region;
  }

  @Override
  public DescribeRuleResponse describeRule(DescribeRuleRequest request) {
    Resource rule = rule(request.name(), request.eventBusName());
    return DescribeRuleResponse.builder()
        .name(rule.id())
        .arn(rule.string("arn"))
        .state(rule.string("state"))
        .eventBusName(rule.string("eventBusName"))
        .eventPattern(text(rule, "eventPattern"))
        .scheduleExpression(text(rule, "scheduleExpression"))
        .description(text(rule, "description"))
        .build();
  }

  @Override
  public EnableRuleResponse enableRule(EnableRuleRequest request) {
    RuleBehavior.enable(rule(request.name(), request.eventBusName()), true);
    return EnableRuleResponse.builder().build();
  }

  @Override
  public DisableRuleResponse disableRule(DisableRuleRequest request) {
    RuleBehavior.enable(rule(request.name(), request.eventBusName()), false);
    return DisableRuleResponse.builder().build();
  }

  private Resource rule(String name, String eventBus) {
    if (eventBus != null && !eventBus.equals(EventTypes.DEFAULT_BUS)) {
      throw new UnsupportedOperationException("the sandbox has the default event bus only");
    }
    return bus.rule(region, name).orElseThrow(() -> EventRefusal.noRule(name));
  }

  private static String text(Resource rule, String attribute) {
    return rule.has(attribute) ? rule.string(attribute) : null;
  }

  @Override
  public String serviceName() {
    return SERVICE_NAME;
  }

  @Override
  public void close() {}
}
