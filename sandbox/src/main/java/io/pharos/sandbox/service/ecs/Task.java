package io.pharos.sandbox.service.ecs;

import io.pharos.sandbox.core.NetworkSource;
import io.pharos.sandbox.core.Resource;
import io.pharos.sandbox.service.app.Endpoint;
import io.pharos.sandbox.service.ec2.Host;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A task on Fargate: its containers, behind a network interface of its own. */
final class Task implements Host {

  /** As far as ECS tells them apart here. */
  enum Status {
    PENDING,
    RUNNING,
    /** Out of the target group, until the requests that are under way are done. */
    DEACTIVATING,
    STOPPED
  }

  private final String arn;
  private final Resource service;
  private final Resource definition;
  private final Rollout rollout;
  private final Instant created;
  private final Resource subnet;
  private final List<String> securityGroups;
  private final Map<Integer, Endpoint> endpoints = new TreeMap<>();
  private Status status = Status.PENDING;
  private String address = "";
  private Instant started = Instant.MAX;
  private boolean wasHealthy;
  private String story = "it has not started yet";

  Task(
      String arn,
      Resource service,
      Resource definition,
      Rollout rollout,
      Instant created,
      Resource subnet,
      List<String> securityGroups) {
    this.arn = arn;
    this.service = service;
    this.definition = definition;
    this.rollout = rollout;
    this.created = created;
    this.subnet = subnet;
    this.securityGroups = List.copyOf(securityGroups);
  }

  String arn() {
    return arn;
  }

  Resource service() {
    return service;
  }

  Resource definition() {
    return definition;
  }

  Rollout rollout() {
    return rollout;
  }

  Instant created() {
    return created;
  }

  Instant started() {
    return started;
  }

  String address() {
    return address;
  }

  void address(String address) {
    this.address = address;
  }

  Status status() {
    return status;
  }

  /** Whether it counts towards the desired number. */
  boolean counts() {
    return status == Status.PENDING || status == Status.RUNNING;
  }

  boolean running() {
    return status == Status.RUNNING;
  }

  void run(Instant now, Map<Integer, Endpoint> processes) {
    status = Status.RUNNING;
    started = now;
    endpoints.putAll(processes);
    story = "it listens on " + endpoints.keySet();
  }

  void deactivate() {
    status = Status.DEACTIVATING;
  }

  void stop(String reason) {
    status = Status.STOPPED;
    endpoints.clear();
    story = reason;
  }

  /** Ends the process on a port, as a crash does. */
  void stopListening(int port) {
    endpoints.remove(port);
  }

  boolean wasHealthy() {
    return wasHealthy;
  }

  void foundHealthy() {
    wasHealthy = true;
  }

  @Override
  public NetworkSource place() {
    return new NetworkSource(service.region(), List.of(subnet.id()), securityGroups);
  }

  @Override
  public String zone() {
    return subnet.string("availabilityZone");
  }

  String subnetId() {
    return subnet.id();
  }

  @Override
  public Optional<String> down() {
    return status == Status.RUNNING || status == Status.DEACTIVATING
        ? Optional.empty()
        : Optional.of("the task is " + status + ": " + story);
  }

  @Override
  public Optional<Endpoint> endpoint(int port) {
    return Optional.ofNullable(endpoints.get(port));
  }

  @Override
  public String story() {
    return story;
  }
}
