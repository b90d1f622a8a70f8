package io.pharos.sandbox.service;

import io.pharos.sandbox.core.Behavior;
import io.pharos.sandbox.core.Service;
import io.pharos.sandbox.core.Trouble;
import io.pharos.sandbox.core.World;
import io.pharos.sandbox.service.ec2.Ec2Types;
import io.pharos.sandbox.service.quotas.Quota;
import io.pharos.sandbox.service.quotas.QuotaApi;
import io.pharos.sandbox.service.quotas.UsageMetrics;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import software.amazon.awssdk.awscore.AwsClient;
import software.amazon.awssdk.services.servicequotas.ServiceQuotasClient;

/**
 * AWS Service Quotas: how much an account may have in a Region, and how much of it there is. Who
 * would exceed one is refused by the service that the quota is of.
 */
public final class ServiceQuotas implements Service {
  /** Running On-Demand instances of the standard families, in vCPUs. */
  public static final String INSTANCES = "ec2/L-1216C47A";

  public static final String ADDRESSES = "ec2/L-0263D0A3";

  /** Fargate tasks, in vCPUs. */
  public static final String TASKS = "fargate/L-3032A538";

  public static final String DATABASES = "rds/L-7B6409FD";

  private final World world;
  private final Map<String, Double> applied = new HashMap<>();

  public ServiceQuotas(World world) {
    this.world = world;
    new UsageMetrics(world, this).start();
  }

  @Override
  public Map<String, Behavior> behaviors() {
    return Map.of();
  }

  @Override
  public Map<Class<? extends AwsClient>, ClientFactory> clients() {
    return Map.of(
        ServiceQuotasClient.class,
        (region, caller) -> new QuotaApi(this, world.account().id(), region));
  }

  /** One of which the sandbox knows; {@code ec2/L-1216C47A}. */
  public Optional<Quota> find(String code) {
    return Optional.ofNullable(Quota.all().get(code));
  }

  /** What the account has been given in a Region; empty where nobody has asked for more. */
  public OptionalDouble applied(String region, String code) {
    Double given = applied.get(region + "|" + code);
    return given == null ? Quota.all().get(code).applied() : OptionalDouble.of(given);
  }

  /** What the account may have in a Region. */
  public double value(String region, String code) {
    double value = applied(region, code).orElse(Quota.all().get(code).standard());
    return world.faults().strikes(Trouble.QUOTA_SHORT, region, code)
        ? Math.min(value, used(region, code))
        : value;
  }

  /** Gives the account another value in a Region. */
  public void apply(String region, String code, double value) {
    applied.put(region + "|" + code, value);
  }

  /** Whether so much more would be too much. */
  public boolean exceeded(String region, String code, double more) {
    return used(region, code) + more > value(region, code);
  }

  /** What there is in a Region. */
  public double used(String region, String code) {
    return switch (code) {
      case INSTANCES -> world.service(Ec2.class).instances().vcpus(region);
      case TASKS -> world.service(Ecs.class).vcpus(region);
      case ADDRESSES -> world.account().list(Ec2Types.EIP, region).size();
      case DATABASES -> world.service(Rds.class).instances(region);
      default -> throw new IllegalArgumentException("the sandbox does not count " + code);
    };
  }
}
