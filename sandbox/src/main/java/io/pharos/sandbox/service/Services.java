package io.pharos.sandbox.service;

import io.pharos.sandbox.core.Service;
import io.pharos.sandbox.core.World;
import java.util.List;
import java.util.function.Function;

/** Every simulated service, in the order in which a world starts them. */
public final class Services {
  public static final List<Function<World, Service>> ALL =
      List.of(
          Iam::new,
          Kms::new,
          Ssm::new,
          SecretsManager::new,
          Sqs::new,
          Sns::new,
          DynamoDb::new,
          Lambda::new,
          StepFunctions::new,
          EventBridge::new,
          Ec2::new,
          ElasticLoadBalancing::new,
          AutoScaling::new,
          Ecr::new,
          Ecs::new,
          ApplicationAutoScaling::new,
          CloudWatch::new,
          ServiceQuotas::new,
          Rds::new,
          GlobalAccelerator::new,
          Route53::new,
          S3::new,
          Acm::new,
          Backup::new,
          Fis::new,
          CloudTrail::new,
          CodeServices::new,
          Internet::new,
          Synthetics::new);

  private Services() {}
}
