package io.pharos.sandbox.service.quotas;

import io.pharos.sandbox.core.Resource;
import io.pharos.sandbox.core.World;
import io.pharos.sandbox.service.CloudWatch;
import io.pharos.sandbox.service.ServiceQuotas;
import io.pharos.sandbox.service.ec2.Ec2Types;
import java.time.Duration;

/**
 * How much of a quota is used, every five minutes, for the quotas that have such a metric.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch-Quotas-Visualize-Alarms.html">Usage
 *     metrics</a>
 */
public final class UsageMetrics {
  static final String NAMESPACE = "AWS/Usage";
  static final String METRIC = "ResourceCount";
  private static final Duration PERIOD = Duration.ofMinutes(5);

  private final World world;
  private final ServiceQuotas quotas;

  public UsageMetrics(World world, ServiceQuotas quotas) {
    this.world = world;
    this.quotas = quotas;
  }

  public void start() {
    world
        .clock()
        .every(
            PERIOD,
            "servicequotas:usage",
            () -> {
              world.account().list(Ec2Types.VPC).stream()
                  .map(Resource::region)
                  .distinct()
                  .filter(region -> !world.faults().dead(region))
                  .forEach(this::publish);
              return true;
            });
  }

  /** Where nothing is used there is no metric. */
  private void publish(String region) {
    for (Quota quota : Quota.all().values()) {
      double used = quota.usage().isEmpty() ? 0 : quotas.used(region, quota.code());
      if (used > 0) {
        world
            .service(CloudWatch.class)
            .put(region, NAMESPACE, METRIC, quota.usage(), world.clock().instant(), used);
      }
    }
  }
}
