package io.pharos.sandbox.contract;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Action;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ActionTypeEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ElasticLoadBalancingV2Exception;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ListenerNotFoundException;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Rule;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RuleNotFoundException;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupNotFoundException;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealthDescription;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealthStateEnum;

/** The rule that says who has the traffic, and the health of the targets. */
abstract class LoadBalancingContract {
  private final ElasticLoadBalancingV2Client balancing;
  private final ContractWorld world;
  private ContractWorld.Balanced made;

  LoadBalancingContract(ContractWorld world) {
    this.world = world;
    this.balancing = world.client(ElasticLoadBalancingV2Client.class);
  }

  @BeforeEach
  void aLoadBalancer() {
    made = world.loadBalancer("shop-prod-app");
  }

  private Rule rule() {
    return balancing.describeRules(describe -> describe.ruleArns(made.ruleArn())).rules().get(0);
  }

  private static Action answer(String status) {
    return Action.builder()
        .type(ActionTypeEnum.FIXED_RESPONSE)
        .fixedResponseConfig(
            response ->
                response.statusCode(status).contentType("text/plain").messageBody("taken over"))
        .build();
  }

  private String unknown(String arn) {
    return arn.replaceFirst("[0-9a-f]{16}$", "0123456789abcdef");
  }

  @Test
  void describeRules_byArn() {
    Rule rule = rule();

    assertThat(rule.ruleArn()).isEqualTo(made.ruleArn());
    assertThat(rule.priority()).isEqualTo("1");
    assertThat(rule.isDefault()).isFalse();
    assertThat(rule.conditions())
        .singleElement()
        .satisfies(
            condition -> {
              assertThat(condition.field()).isEqualTo("path-pattern");
              assertThat(condition.pathPatternConfig().values())
                  .containsExactly("/.pharos/takeover");
            });
    assertThat(rule.actions())
        .singleElement()
        .satisfies(
            action -> {
              assertThat(action.type()).isEqualTo(ActionTypeEnum.FIXED_RESPONSE);
              assertThat(action.fixedResponseConfig().statusCode()).isEqualTo("404");
              assertThat(action.fixedResponseConfig().messageBody()).isEqualTo("standby");
            });
  }

  @Test
  void describeRules_ofAListener_endWithTheDefault() {
    assertThat(
            balancing.describeRules(describe -> describe.listenerArn(made.listenerArn())).rules())
        .extracting(Rule::priority)
        .containsExactly("1", "default");
  }

  @Test
  void describeRules_ofUnknownOnes_areNotFound() {
    assertThat(
            Refused.by(
                () ->
                    balancing.describeRules(
                        describe -> describe.ruleArns(unknown(made.ruleArn())))))
        .isEqualTo(new Refused(RuleNotFoundException.class, 400, "RuleNotFound"));
    assertThat(
            Refused.by(
                () ->
                    balancing.describeRules(
                        describe -> describe.listenerArn(unknown(made.listenerArn())))))
        .isEqualTo(new Refused(ListenerNotFoundException.class, 400, "ListenerNotFound"));
  }

  @Test
  void modifyRule_changesTheAnswer_andNothingElse() {
    Rule answered =
        balancing
            .modifyRule(modify -> modify.ruleArn(made.ruleArn()).actions(answer("200")))
            .rules()
            .get(0);

    assertThat(answered.ruleArn()).isEqualTo(made.ruleArn());
    assertThat(rule().actions().get(0).fixedResponseConfig().statusCode()).isEqualTo("200");
    assertThat(rule().actions().get(0).fixedResponseConfig().messageBody()).isEqualTo("taken over");
    assertThat(rule().conditions().get(0).pathPatternConfig().values())
        .containsExactly("/.pharos/takeover");
    assertThat(rule().priority()).isEqualTo("1");
  }

  @Test
  void modifyRule_leadsToATargetGroup() {
    balancing.modifyRule(
        modify ->
            modify
                .ruleArn(made.ruleArn())
                .actions(
                    forward ->
                        forward
                            .type(ActionTypeEnum.FORWARD)
                            .targetGroupArn(made.targetGroupArn())));

    assertThat(rule().actions())
        .singleElement()
        .satisfies(
            action -> {
              assertThat(action.type()).isEqualTo(ActionTypeEnum.FORWARD);
              assertThat(action.targetGroupArn()).isEqualTo(made.targetGroupArn());
            });
  }

  @Test
  void modifyRule_ofAnUnknownOne_isNotFound() {
    assertThat(
            Refused.by(
                () ->
                    balancing.modifyRule(
                        modify -> modify.ruleArn(unknown(made.ruleArn())).actions(answer("200")))))
        .isEqualTo(new Refused(RuleNotFoundException.class, 400, "RuleNotFound"));
  }

  @Test
  void modifyRule_withAStatusThatNoRuleMayAnswer_isRefused() {
    assertThat(
            Refused.by(
                () ->
                    balancing.modifyRule(
                        modify -> modify.ruleArn(made.ruleArn()).actions(answer("100")))))
        .isEqualTo(new Refused(ElasticLoadBalancingV2Exception.class, 400, "ValidationError"));
    assertThat(rule().actions().get(0).fixedResponseConfig().statusCode()).isEqualTo("404");
  }

  @Test
  void describeTargetHealth_ofAGroupWithoutTargets_isEmpty() {
    assertThat(
            balancing
                .describeTargetHealth(describe -> describe.targetGroupArn(made.targetGroupArn()))
                .targetHealthDescriptions())
        .isEmpty();
  }

  @Test
  void describeTargetHealth_ofATargetThatIsNotRegistered_isUnused() {
    assertThat(
            balancing
                .describeTargetHealth(
                    describe ->
                        describe
                            .targetGroupArn(made.targetGroupArn())
                            .targets(target -> target.id("i-0123456789abcdef0")))
                .targetHealthDescriptions())
        .extracting(TargetHealthDescription::targetHealth)
        .singleElement()
        .satisfies(
            health -> {
              assertThat(health.state()).isEqualTo(TargetHealthStateEnum.UNUSED);
              assertThat(health.reasonAsString()).isEqualTo("Target.NotRegistered");
            });
  }

  @Test
  void describeTargetHealth_ofAnUnknownGroup_isNotFound() {
    assertThat(
            Refused.by(
                () ->
                    balancing.describeTargetHealth(
                        describe -> describe.targetGroupArn(unknown(made.targetGroupArn())))))
        .isEqualTo(new Refused(TargetGroupNotFoundException.class, 400, "TargetGroupNotFound"));
  }

  @Test
  void setSecurityGroups_exchangesAllOfThem_andAGroupThatIsNotThereIsRefused() {
    String arn =
        balancing
            .describeLoadBalancers(describe -> describe.names("shop-prod-app"))
            .loadBalancers()
            .get(0)
            .loadBalancerArn();
    String closed = world.securityGroup("closed");

    assertThat(
            balancing
                .setSecurityGroups(set -> set.loadBalancerArn(arn).securityGroups(closed))
                .securityGroupIds())
        .containsExactly(closed);

    assertThat(
            balancing
                .describeLoadBalancers(describe -> describe.loadBalancerArns(arn))
                .loadBalancers()
                .get(0)
                .securityGroups())
        .containsExactly(closed);
    assertThat(
            Refused.by(
                    () ->
                        balancing.setSecurityGroups(
                            set -> set.loadBalancerArn(arn).securityGroups("sg-0123456789abcdef0")))
                .code())
        .isEqualTo("InvalidSecurityGroup");
  }
}
