package io.pharos.sandbox.service;

import io.pharos.sandbox.core.Account;
import io.pharos.sandbox.core.Caller;
import io.pharos.sandbox.core.Latency;
import io.pharos.sandbox.core.NetworkSource;
import io.pharos.sandbox.core.Resource;
import io.pharos.sandbox.core.Service;
import io.pharos.sandbox.core.VirtualClock;
import io.pharos.sandbox.core.World;
import io.pharos.sandbox.service.cloudwatch.Announcements;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import software.amazon.awssdk.awscore.AwsClient;

/** A world with a VPC, a key and a subnet group in each of two Regions, and ways to change it. */
final class TwoRegions {
  static final String IRELAND = "eu-west-1";
  static final String FRANKFURT = "eu-central-1";
  static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  final World world;

  @SafeVarargs
  TwoRegions(Function<World, Service>... makers) {
    world =
        new World(
            42,
            new VirtualClock(START),
            new Account("123456789012"),
            new Latency(42),
            Stream.concat(Stream.of(makers), Stream.of(ServiceQuotas::new)).toList());
    List.of(IRELAND, FRANKFURT).forEach(this::network);
  }

  private void network(String region) {
    for (String zone : List.of("a", "b")) {
      existing(
          "aws:ec2/subnet:Subnet",
          region,
          "subnet-" + region + zone,
          Map.of("vpcId", "vpc-" + region, "availabilityZone", region + zone));
    }
    existing(
        "aws:ec2/securityGroup:SecurityGroup",
        region,
        "sg-" + region,
        Map.of("vpcId", "vpc-" + region));
    existing("aws:kms/key:Key", region, "key-" + region, Map.of("arn", keyArn(region)));
  }

  static String keyArn(String region) {
    return "arn:aws:kms:" + region + ":123456789012:key/key-" + region;
  }

  /** Something of another service that is simply there. */
  Resource existing(String type, String region, String id, Map<String, Object> attributes) {
    Resource resource = new Resource(type, region, id, attributes);
    resource.id(id);
    world.account().add(resource);
    return resource;
  }

  /** Creates as the provider does. */
  Resource create(String type, String region, String name, Map<String, Object> attributes) {
    Resource resource = new Resource(type, region, name, attributes);
    world.behavior(type).orElseThrow().create(resource);
    world.account().add(resource);
    world.behavior(type).orElseThrow().start(resource);
    return resource;
  }

  void update(Resource resource, Map<String, Object> changes) {
    Map<String, Object> before = resource.attributes();
    Map<String, Object> after = new LinkedHashMap<>(before);
    changes.forEach(
        (name, value) -> {
          if (value.equals("")) {
            after.remove(name);
          } else {
            after.put(name, value);
          }
        });
    resource.attributes(after);
    try {
      world.behavior(resource.type()).orElseThrow().update(resource, before);
    } catch (RuntimeException e) {
      resource.attributes(before);
      throw e;
    }
  }

  void delete(Resource resource) {
    world.behavior(resource.type()).orElseThrow().delete(resource);
    world.account().remove(resource);
  }

  <T extends AwsClient> T client(Class<T> type, String region) {
    return world.bareClient(type, region, Caller.operator(world.clock()));
  }

  void pass(Duration time) {
    world.clock().advanceBy(time);
  }

  NetworkSource app(String region) {
    return new NetworkSource(region, List.of("subnet-" + region + "a"), List.of("sg-" + region));
  }

  /** CloudWatch whose alarms nobody hears, in a world without load balancing and event buses. */
  static CloudWatch unheard(World world) {
    return new CloudWatch(
        world,
        new Announcements() {
          @Override
          public Optional<String> act(
              String region, String alarmArn, String targetArn, String subject, String message) {
            return Optional.empty();
          }

          @Override
          public void emit(String region, Map<String, Object> event) {}
        });
  }
}
