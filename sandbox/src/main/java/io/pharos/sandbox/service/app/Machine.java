package io.pharos.sandbox.service.app;

import io.pharos.sandbox.core.Caller;
import io.pharos.sandbox.core.World;
import io.pharos.sandbox.service.Ec2;
import io.pharos.sandbox.service.Iam;
import io.pharos.sandbox.service.ec2.Instance;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * An instance while it boots: which packages and services it has, and what the commands of its user
 * data get to hear. The same commands in the same world get the same answers.
 */
public final class Machine implements Caller {
  private final World world;
  private final Instance instance;
  private final Set<String> running = new HashSet<>();
  private final Set<String> enabled = new HashSet<>();
  private final DockerCommand docker;
  private final AwsCommand aws;
  private boolean dockerInstalled;
  private Duration elapsed = Duration.ZERO;

  public Machine(World world, Instance instance) {
    this.world = world;
    this.instance = instance;
    this.docker = new DockerCommand(this);
    this.aws = new AwsCommand(this);
    String image = instance.launch().imageName();
    this.dockerInstalled = !(image.startsWith("al2023-ami-2") || image.startsWith("amzn2-ami-"));
    if (dockerInstalled) {
      running.add("docker");
      enabled.add("docker");
    }
  }

  ToolReply answer(ToolCall call) {
    return switch (call.tool()) {
      case "aws" -> aws.run(call);
      case "docker" -> docker(call);
      case "curl" -> new CurlCommand(this).run(call);
      case "dnf", "yum", "amazon-linux-extras" -> install(call);
      case "systemctl" -> systemctl(call);
      case "sleep" -> sleep(call);
      default -> ToolReply.DONE;
    };
  }

  private ToolReply docker(ToolCall call) {
    if (!dockerInstalled) {
      return ToolReply.fail(127, "docker: command not found");
    }
    return running.contains("docker")
        ? docker.run(call)
        : ToolReply.fail(
            1,
            "Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker"
                + " daemon running?");
  }

  /** The repositories of Amazon Linux are S3 buckets of the Region. */
  private ToolReply install(ToolCall call) {
    List<String> words = call.arguments().stream().filter(word -> !word.startsWith("-")).toList();
    boolean installs = words.contains("install") || words.contains("update");
    if (!installs) {
      return ToolReply.DONE;
    }
    return blocked("s3")
        .map(
            why ->
                ToolReply.fail(
                    1,
                    "Error: Failed to download metadata for repo 'amazonlinux': Cannot download"
                        + " repomd.xml: All mirrors were tried ("
                        + why
                        + ")"))
        .orElseGet(
            () -> {
              dockerInstalled |= words.contains("docker");
              return ToolReply.out("Complete!");
            });
  }

  private ToolReply systemctl(ToolCall call) {
    List<String> words =
        call.arguments().stream()
            .filter(word -> !word.startsWith("-"))
            .map(word -> word.replaceFirst("\\.service$", ""))
            .toList();
    boolean starts =
        words.contains("start")
            || words.contains("restart")
            || words.contains("enable") && call.arguments().contains("--now");
    if (words.contains("docker") && !dockerInstalled && (starts || words.contains("enable"))) {
      return ToolReply.fail(5, "Failed to start docker.service: Unit docker.service not found.");
    }
    if (words.contains("enable")) {
      enabled.addAll(words.subList(1, words.size()));
    }
    if (starts) {
      running.addAll(words.subList(1, words.size()));
    }
    if (words.contains("is-active")) {
      return running.contains(words.get(words.size() - 1))
          ? ToolReply.out("active")
          : new ToolReply(3, "inactive\n", "");
    }
    if (words.contains("is-enabled")) {
      return enabled.contains(words.get(words.size() - 1))
          ? ToolReply.out("enabled")
          : new ToolReply(1, "disabled\n", "");
    }
    return ToolReply.DONE;
  }

  private ToolReply sleep(ToolCall call) {
    String amount = call.arguments().isEmpty() ? "" : call.arguments().get(0);
    if (!amount.matches("\\d+(\\.\\d+)?[sm]?")) {
      return ToolReply.fail(1, "sleep: invalid time interval '" + amount + "'");
    }
    double number = Double.parseDouble(amount.replaceAll("[sm]$", ""));
    elapse(Duration.ofMillis(Math.round(number * (amount.endsWith("m") ? 60_000 : 1000))));
    return ToolReply.DONE;
  }

  /** Why an AWS service of the instance's own Region cannot be reached, or empty. */
  Optional<String> blocked(String service) {
    return world
        .service(Ec2.class)
        .awsBlocked(instance.place(), service, instance.launch().publicAddress());
  }

  /** Why the internet cannot be reached, or empty. */
  Optional<String> internetBlocked(int port) {
    return world.faults().reaches(region(), Caller.INTERNET)
        ? world
            .service(Ec2.class)
            .internetBlocked(instance.place(), port, instance.launch().publicAddress())
        : Optional.of(region() + " is cut off from the internet");
  }

  World world() {
    return world;
  }

  Instance instance() {
    return instance;
  }

  /** Whether EC2 hands credentials of the instance's role to it. */
  boolean hasCredentials() {
    String role = roleArn();
    return role != null && world.service(Iam.class).canAssume(role, "ec2.amazonaws.com");
  }

  /** The containers that the user data has started. */
  public List<Container> containers() {
    return docker.containers();
  }

  /** How long the script has slept and waited for answers. */
  public Duration elapsed() {
    return elapsed;
  }

  @Override
  public String roleArn() {
    return instance.launch().roleArn();
  }

  @Override
  public String region() {
    return instance.launch().region();
  }

  @Override
  public Instant now() {
    return world.clock().instant().plus(elapsed);
  }

  @Override
  public void elapse(Duration duration) {
    elapsed = elapsed.plus(duration);
  }
}
