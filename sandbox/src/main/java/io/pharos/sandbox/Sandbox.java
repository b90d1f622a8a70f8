package io.pharos.sandbox;

import io.pharos.sandbox.core.Account;
import io.pharos.sandbox.core.Ids;
import io.pharos.sandbox.core.Latency;
import io.pharos.sandbox.core.Resource;
import io.pharos.sandbox.core.VirtualClock;
import io.pharos.sandbox.core.World;
import io.pharos.sandbox.service.Acm;
import io.pharos.sandbox.service.Kms;
import io.pharos.sandbox.service.Services;
import io.pharos.sandbox.service.route53.Zones;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A new AWS account with what every account has before its first stack: a hosted zone, issued
 * certificates, the Regions' base images and AWS's own keys. Equal seeds and settings make equal
 * worlds.
 */
public final class Sandbox {
  /** When worlds begin, unless they are told otherwise. */
  public static final Instant EPOCH = Instant.parse("2026-01-01T00:00:00Z");

  public static final String ACCOUNT = "123456789012";

  /** The public parameter that names the newest Amazon Linux image of a Region. */
  public static final String IMAGE_PARAMETER =
      "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64";

  private static final List<String> SERVICES_WITH_KEYS =
      List.of(
          "backup",
          "dynamodb",
          "ebs",
          "lambda",
          "rds",
          "s3",
          "secretsmanager",
          "sns",
          "sqs",
          "ssm");

  /**
   * What the program expects to find.
   *
   * @param domain the users' name, {@code shop.example.com}, which the certificates cover with
   *     everything one level below it
   * @param hostedZone the zone that it lies in, {@code example.com}
   */
  public record Settings(
      String domain, String hostedZone, String primaryRegion, String secondaryRegion) {}

  private final World world;
  private final Settings settings;

  private Sandbox(World world, Settings settings) {
    this.world = world;
    this.settings = settings;
  }

  /** A world at {@link #EPOCH}, with every simulated service and nothing of the program yet. */
  public static World create(long seed, Settings settings) {
    World world =
        new World(
            seed, new VirtualClock(EPOCH), new Account(ACCOUNT), new Latency(seed), Services.ALL);
    new Sandbox(world, settings).seed();
    return world;
  }

  /**
   * A world at {@link #EPOCH} in which these resources exist already, as after a deployment; what
   * runs in them starts anew, and databases are empty. The account belongs to the new world.
   */
  public static World restore(long seed, Account account) {
    return restore(seed, account, EPOCH);
  }

  /** The same world at a later time of that day. */
  public static World restore(long seed, Account account, Instant now) {
    World world = new World(seed, new VirtualClock(now), account, new Latency(seed), Services.ALL);
    List<Resource> replicas = new ArrayList<>();
    for (Resource resource : account.all()) {
      if (resource.string("replicateSourceDb").isEmpty()) {
        start(world, resource);
      } else {
        replicas.add(resource);
      }
    }
    // What is copied starts after what it is copied from.
    replicas.forEach(replica -> start(world, replica));
    return world;
  }

  private static void start(World world, Resource resource) {
    world.behavior(resource.type()).ifPresent(behavior -> behavior.start(resource));
  }

  private void seed() {
    Resource zone =
        new Resource(
            Zones.ZONE,
            Account.GLOBAL,
            settings.hostedZone(),
            Map.of("name", settings.hostedZone(), "comment", ""));
    Zones.describe(zone, ACCOUNT);
    world.account().add(zone);
    for (String region : List.of(settings.primaryRegion(), settings.secondaryRegion())) {
      certificate(region);
      image(region);
      SERVICES_WITH_KEYS.forEach(service -> key(region, service));
    }
  }

  private void certificate(String region) {
    Resource certificate =
        new Resource(
            Acm.CERTIFICATE,
            region,
            settings.domain(),
            Map.of(
                "domainName", settings.domain(),
                "subjectAlternativeNames", List.of(settings.domain(), "*." + settings.domain()),
                "notBefore", EPOCH.minus(Duration.ofDays(30)).toString(),
                "notAfter", EPOCH.plus(Duration.ofDays(365)).toString()));
    Acm.describe(certificate, ACCOUNT, "ISSUED");
    world.account().add(certificate);
  }

  /** Amazon's newest image, and the public parameter that holds its id. */
  private void image(String region) {
    String id = Ids.hex("ami-", 17, "al2023", region);
    Map<String, Object> attributes = new LinkedHashMap<>();
    attributes.put("name", "al2023-ami-2023.9.20251208.0-kernel-6.1-x86_64");
    attributes.put("architecture", "x86_64");
    attributes.put("state", "available");
    attributes.put("public", true);
    attributes.put("ownerId", "137112412989");
    attributes.put("rootDeviceName", "/dev/xvda");
    attributes.put("virtualizationType", "hvm");
    attributes.put("arn", "arn:aws:ec2:" + region + "::image/" + id);
    existing("aws:ec2/ami:Ami", region, id, attributes);
    existing(
        "aws:ssm/parameter:Parameter",
        region,
        IMAGE_PARAMETER,
        Map.of(
            "name",
            IMAGE_PARAMETER,
            "type",
            "String",
            "value",
            id,
            "version",
            1,
            "dataType",
            "aws:ec2:image",
            "tier",
            "Standard",
            "arn",
            "arn:aws:ssm:" + region + "::parameter" + IMAGE_PARAMETER));
  }

  private void key(String region, String service) {
    String arn = world.service(Kms.class).awsManagedKeyArn(region, service);
    String keyId = arn.substring(arn.indexOf(":key/") + 5);
    Map<String, Object> key = new LinkedHashMap<>();
    key.put("keyId", keyId);
    key.put("arn", arn);
    key.put("description", "Default key that protects what " + service + " stores");
    key.put("isEnabled", true);
    key.put("enableKeyRotation", true);
    key.put("policy", keyPolicy());
    existing(Kms.KEY, region, keyId, key);
    String alias = "alias/aws/" + service;
    existing(
        Kms.ALIAS,
        region,
        alias,
        Map.of(
            "name", alias,
            "arn", "arn:aws:kms:" + region + ":" + ACCOUNT + ":" + alias,
            "targetKeyId", keyId,
            "targetKeyArn", arn));
  }

  private static String keyPolicy() {
    return """
        {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"*"},\
        "Action":["kms:Encrypt","kms:Decrypt","kms:ReEncrypt*","kms:GenerateDataKey*",\
        "kms:CreateGrant","kms:DescribeKey"],"Resource":"*",\
        "Condition":{"StringEquals":{"kms:CallerAccount":"%s"}}}]}"""
        .formatted(ACCOUNT);
  }

  private void existing(String type, String region, String id, Map<String, Object> attributes) {
    Resource resource = new Resource(type, region, id, attributes);
    resource.id(id);
    world.account().add(resource);
  }
}
