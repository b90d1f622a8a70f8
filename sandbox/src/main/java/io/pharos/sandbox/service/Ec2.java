package io.pharos.sandbox.service;

import io.pharos.sandbox.core.Behavior;
import io.pharos.sandbox.core.Memo;
import io.pharos.sandbox.core.NetworkSource;
import io.pharos.sandbox.core.Service;
import io.pharos.sandbox.core.World;
import io.pharos.sandbox.service.ec2.Ec2Api;
import io.pharos.sandbox.service.ec2.Ec2Behaviors;
import io.pharos.sandbox.service.ec2.Host;
import io.pharos.sandbox.service.ec2.Instances;
import io.pharos.sandbox.service.ec2.Interfaces;
import io.pharos.sandbox.service.ec2.Inventory;
import io.pharos.sandbox.service.ec2.LaunchTemplates;
import io.pharos.sandbox.service.ec2.Reachability;
import io.pharos.sandbox.service.ec2.Runs;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.AwsClient;
import software.amazon.awssdk.services.ec2.Ec2Client;

/**
 * Amazon EC2 and its VPC: networks, what filters their packets, and launch templates. Whoever wants
 * to send a packet asks here, and is told which rule is missing when it does not get through.
 */
public final class Ec2 implements Service {
  private final World world;
  private final Inventory inventory;
  private final Instances instances = new Instances();
  private final Interfaces interfaces = new Interfaces(instances);
  private final Reachability reachability;
  private final Ec2Behaviors behaviors;
  private final Runs runs;

  /** The same packets meet the same rules for as long as nothing of EC2 changes. */
  private final Memo<Object, Optional<String>> known;

  public Ec2(World world) {
    this.world = world;
    this.inventory = new Inventory(world);
    this.reachability = new Reachability(inventory);
    this.behaviors = new Ec2Behaviors(inventory);
    this.runs = new Runs(world, inventory, instances);
    this.known = Memo.ofCopies(world.account(), "packets blocked", "aws:ec2");
  }

  @Override
  public Map<String, Behavior> behaviors() {
    return behaviors.byType();
  }

  @Override
  public Map<Class<? extends AwsClient>, ClientFactory> clients() {
    return Map.of(
        Ec2Client.class,
        (region, caller) ->
            new Ec2Api(world, inventory, region, instances, runs, launchTemplates()));
  }

  public Inventory inventory() {
    return inventory;
  }

  /** Every instance that was ever launched. */
  public Instances instances() {
    return instances;
  }

  /** The interfaces of what is no instance. */
  public Interfaces interfaces() {
    return interfaces;
  }

  /** What a load balancer calls a target: an instance by its id, anything else by its address. */
  public Optional<Host> host(String region, String target) {
    return target.startsWith("i-")
        ? instances.find(region, target).map(Host.class::cast)
        : interfaces.find(region, target);
  }

  public LaunchTemplates launchTemplates() {
    return behaviors.launchTemplates();
  }

  /**
   * Whether a TCP connection within a VPC is impossible: security groups of both ends, network ACLs
   * of both subnets in both directions, and routes.
   *
   * @return empty when packets and answers get through, else what stops them, by id and name
   */
  public Optional<String> blocked(NetworkSource from, NetworkSource to, int port) {
    return known(List.of(from, to, port), () -> reachability.blocked(from, to, port));
  }

  /** Like {@link #blocked}, from a user somewhere to a place with public addresses. */
  public Optional<String> fromInternetBlocked(NetworkSource to, int port) {
    return known(List.of("in", to, port), () -> reachability.fromInternet(to, port));
  }

  /** Like {@link #blocked}, from a function or instance without a public address to the world. */
  public Optional<String> internetBlocked(NetworkSource from, int port) {
    return internetBlocked(from, port, false);
  }

  /**
   * Like {@link #internetBlocked}, for an instance that may have a public address of its own.
   *
   * @param publicAddress whether it has one
   */
  public Optional<String> internetBlocked(NetworkSource from, int port, boolean publicAddress) {
    return known(
        List.of("out", from, port, publicAddress),
        () -> reachability.toInternet(from, port, publicAddress));
  }

  /**
   * Whether a place in a VPC cannot reach an AWS service of its Region, through a VPC endpoint when
   * there is one, else through the internet.
   *
   * @param service as in endpoint names: {@code ssm}, {@code ecr.api}, {@code s3}
   */
  public Optional<String> awsBlocked(NetworkSource from, String service) {
    return awsBlocked(from, service, false);
  }

  /** Like {@link #awsBlocked(NetworkSource, String)}, with a public address or without. */
  public Optional<String> awsBlocked(NetworkSource from, String service, boolean publicAddress) {
    return known(
        List.of("aws", from, service, publicAddress),
        () -> reachability.toAws(from, service, publicAddress));
  }

  private Optional<String> known(Object question, Supplier<Optional<String>> answer) {
    return known.get(question, any -> answer.get());
  }
}
