package io.pharos.sandbox.service;

import io.pharos.sandbox.Sandbox;
import io.pharos.sandbox.core.Behavior;
import io.pharos.sandbox.core.Caller;
import io.pharos.sandbox.core.Resource;
import io.pharos.sandbox.core.World;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import software.amazon.awssdk.awscore.AwsClient;

/** A world, and resources in it that are made as the provider makes them. */
public final class GivenAccount {
  public static final String REGION = "eu-west-1";

  public static final String PEER_REGION = "eu-central-1";
  public static final String DOMAIN = "shop.example.com";

  public final World world =
      Sandbox.create(1, new Sandbox.Settings(DOMAIN, "example.com", REGION, PEER_REGION));

  /** Attributes from alternating names and values. */
  public static Map<String, Object> attributes(Object... namesAndValues) {
    Map<String, Object> attributes = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      attributes.put(namesAndValues[i].toString(), namesAndValues[i + 1]);
    }
    return attributes;
  }

  public Resource create(String type, String name, Object... namesAndValues) {
    return createIn(REGION, type, name, namesAndValues);
  }

  public Resource createIn(String region, String type, String name, Object... namesAndValues) {
    Resource resource = new Resource(type, region, name, attributes(namesAndValues));
    behavior(type).create(resource);
    world.account().add(resource);
    behavior(type).start(resource);
    return resource;
  }

  public void update(Resource resource, Object... namesAndValues) {
    Map<String, Object> before = new LinkedHashMap<>(resource.attributes());
    resource.attributes().putAll(attributes(namesAndValues));
    behavior(resource.type()).update(resource, before);
  }

  public void delete(Resource resource) {
    behavior(resource.type()).delete(resource);
    world.account().remove(resource);
  }

  public void pass(Duration time) {
    world.clock().advanceBy(time);
  }

  /** A client that may do everything. */
  public <T extends AwsClient> T client(Class<T> type) {
    return world.bareClient(type, REGION, Caller.operator(world.clock()));
  }

  /** What a refresh reads. */
  public Resource read(Resource resource) {
    behavior(resource.type()).read(resource);
    return resource;
  }

  private Behavior behavior(String type) {
    return world.behavior(type).orElseThrow();
  }
}
