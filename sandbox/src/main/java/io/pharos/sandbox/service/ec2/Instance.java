package io.pharos.sandbox.service.ec2;

import io.pharos.sandbox.core.NetworkSource;
import io.pharos.sandbox.service.app.Endpoint;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A virtual machine: where it is, what it may do, and which processes of the user's listen on it.
 */
public final class Instance implements Host {

  /** What EC2 says about it. */
  public enum State {
    PENDING("pending", 0),
    RUNNING("running", 16),
    SHUTTING_DOWN("shutting-down", 32),
    TERMINATED("terminated", 48);

    private final String word;
    private final int code;

    State(String word, int code) {
      this.word = word;
      this.code = code;
    }

    public String word() {
      return word;
    }

    public int code() {
      return code;
    }
  }

  /**
   * What a launch decides once and for all.
   *
   * @param roleArn of the instance profile, or null without one
   * @param publicAddress whether it has one
   * @param volumeKey ARN of the key that encrypts its root volume; empty where AWS's own does
   */
  public record Launch(
      String id,
      String region,
      String vpcId,
      String subnetId,
      String zone,
      String privateIp,
      boolean publicAddress,
      List<String> securityGroupIds,
      String imageId,
      String imageName,
      String instanceType,
      String roleArn,
      String volumeKey,
      Map<String, String> tags,
      Instant at) {}

  private final Launch launch;
  private final Map<Integer, Endpoint> endpoints = new TreeMap<>();
  private State state = State.PENDING;
  private String story = "it has not booted yet";
  private String reason = "";

  public Instance(Launch launch) {
    this.launch = launch;
  }

  public Launch launch() {
    return launch;
  }

  public String id() {
    return launch.id();
  }

  @Override
  public NetworkSource place() {
    return new NetworkSource(
        launch.region(), List.of(launch.subnetId()), launch.securityGroupIds());
  }

  public State state() {
    return state;
  }

  public void state(State state) {
    this.state = state;
    if (state == State.SHUTTING_DOWN || state == State.TERMINATED) {
      endpoints.clear();
      story = "it is terminated";
    }
  }

  @Override
  public String zone() {
    return launch.zone();
  }

  @Override
  public Optional<String> down() {
    return state == State.RUNNING ? Optional.empty() : Optional.of("the instance is not running");
  }

  /** Why nothing listens on it, or what its user data did. */
  @Override
  public String story() {
    return story;
  }

  public void story(String story) {
    this.story = story;
  }

  /** Ends it at once, for a reason that EC2 gives to whoever asks. */
  void fail(String reason) {
    this.reason = reason;
    state(State.TERMINATED);
  }

  /** Why EC2 has ended it; empty while it lives, or when somebody else has. */
  String reason() {
    return reason;
  }

  public void listen(int port, Endpoint endpoint) {
    endpoints.put(port, endpoint);
  }

  /** Ends the process on a port, as a crash does. */
  public void stopListening(int port) {
    endpoints.remove(port);
  }

  @Override
  public Optional<Endpoint> endpoint(int port) {
    return Optional.ofNullable(endpoints.get(port));
  }

  public List<Integer> ports() {
    return List.copyOf(endpoints.keySet());
  }
}
