package io.pharos.recovery.function;

import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeRulesRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeRulesResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyRuleRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyRuleResponse;

/** One listener rule with a fixed response, which keeps the status it was given last. */
final class FakeRules implements ElasticLoadBalancingV2Client {
  String status;

  @Override
  public DescribeRulesResponse describeRules(DescribeRulesRequest request) {
    return DescribeRulesResponse.builder().build();
  }

  @Override
  public ModifyRuleResponse modifyRule(ModifyRuleRequest request) {
    status = request.actions().get(0).fixedResponseConfig().statusCode();
    return ModifyRuleResponse.builder().build();
  }

  @Override
  public String serviceName() {
    return SERVICE_NAME;
  }

  @Override
  public void close() {}
}
