package io.pharos.recovery.function;

import io.pharos.recovery.aws.Aws;
import io.pharos.recovery.contract.Variable;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealthStateEnum;

/** What this Region's load balancer may send users to. */
record Targets(Aws aws, Environment environment) {

  long healthy() {
    return aws
        .client(ElasticLoadBalancingV2Client.class, environment.region())
        .describeTargetHealth(
            describe -> describe.targetGroupArn(environment.get(Variable.PHAROS_TARGET_GROUP)))
        .targetHealthDescriptions()
        .stream()
        .filter(target -> target.targetHealth().state() == TargetHealthStateEnum.HEALTHY)
        .count();
  }
}
