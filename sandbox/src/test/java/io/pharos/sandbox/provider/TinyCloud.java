package io.pharos.sandbox.provider;

import io.pharos.sandbox.core.Account;
import io.pharos.sandbox.core.Behavior;
import io.pharos.sandbox.core.Ids;
import io.pharos.sandbox.core.Latency;
import io.pharos.sandbox.core.Refusal;
import io.pharos.sandbox.core.Resource;
import io.pharos.sandbox.core.Service;
import io.pharos.sandbox.core.VirtualClock;
import io.pharos.sandbox.core.World;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import software.amazon.awssdk.services.sfn.model.SfnException;

/** A service with just enough behaviour to see what the provider makes of it. */
final class TinyCloud implements Service {
  private final Map<String, Behavior> behaviors = new HashMap<>();

  static World world() {
    return new World(
        42,
        new VirtualClock(Instant.parse("2026-01-01T00:00:00Z")),
        new Account("123456789012"),
        new Latency(42),
        List.of(world -> new TinyCloud()));
  }

  private TinyCloud() {
    behaviors.put(
        "aws:rds/instance:Instance",
        new Behavior() {
          @Override
          public void create(Resource resource) {
            if (resource.integer("allocatedStorage") == 1) {
              throw Refusal.of(
                  SfnException.builder(),
                  "Rds",
                  400,
                  "InvalidParameterCombination",
                  "Invalid storage size for password " + resource.string("password"));
            }
            resource.id(Ids.letters("db-", 26, resource.region(), resource.name()));
            resource.set("arn", "arn:aws:rds:" + resource.region() + ":123456789012:db:x");
            resource.set("connection", "mysql://app:" + resource.string("password") + "@db:3306");
            if (!resource.has("allocatedStorage")) {
              resource.set("allocatedStorage", 20);
            }
          }

          @Override
          public void delete(Resource resource) {
            if (resource.flag("multiAz")) {
              throw Refusal.of(
                  SfnException.builder(), "Rds", 400, "InvalidDBInstanceState", "still in use");
            }
          }

          @Override
          public void read(Resource resource) {
            resource.set("address", resource.string("identifier") + ".eu-west-1.rds.amazonaws.com");
          }
        });
    simple("aws:sns/topic:Topic", "topic-");
    simple("aws:route53/zone:Zone", "Z");
    ec2();
  }

  private void ec2() {
    simple("aws:ec2/vpc:Vpc", "vpc-");
    simple("aws:ec2/subnet:Subnet", "subnet-");
    simple("aws:ec2/internetGateway:InternetGateway", "igw-");
    simple("aws:ec2/routeTable:RouteTable", "rtb-");
    simple("aws:ec2/routeTableAssociation:RouteTableAssociation", "rtbassoc-");
    simple("aws:ec2/route:Route", "r-rtb-");
    simple("aws:ec2/natGateway:NatGateway", "nat-");
    behaviors.put(
        "aws:ec2/eip:Eip",
        creating(
            resource -> {
              resource.id(Ids.hex("eipalloc-", 17, resource.region(), resource.name()));
              resource.set("allocationId", resource.id());
            }));
  }

  private void simple(String type, String prefix) {
    behaviors.put(
        type,
        creating(
            resource -> {
              resource.id(Ids.hex(prefix, 17, resource.region(), resource.name()));
              resource.set("arn", "arn:aws:any:" + resource.region() + "::" + resource.id());
            }));
  }

  private static Behavior creating(Consumer<Resource> create) {
    return create::accept;
  }

  @Override
  public Map<String, Behavior> behaviors() {
    return behaviors;
  }
}
