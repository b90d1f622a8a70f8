package io.pharos.sandbox.service.app;

import io.pharos.recovery.contract.RegistryImage;
import io.pharos.sandbox.core.Ids;
import io.pharos.sandbox.service.Ecr;
import io.pharos.sandbox.service.Iam;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The {@code docker} command of a machine. Images come from their registries, so the machine needs
 * a way there, and for ECR a login and permissions; what is inside an image it does not know.
 */
final class DockerCommand {
  private static final Pattern ECR =
      Pattern.compile("(\\d{12})\\.dkr\\.ecr\\.([a-z0-9-]+)\\.amazonaws\\.com");
  private final Machine machine;
  private final Set<String> logins = new HashSet<>();
  private final List<Container> containers = new ArrayList<>();
  private final Set<String> networks = new HashSet<>(Set.of("bridge", "host", "none"));

  DockerCommand(Machine machine) {
    this.machine = machine;
  }

  List<Container> containers() {
    return List.copyOf(containers);
  }

  ToolReply run(ToolCall call) {
    List<String> arguments = call.arguments();
    String command = arguments.isEmpty() ? "" : arguments.get(0);
    return switch (command) {
      case "login" -> login(arguments, call.input());
      case "pull" -> pull(arguments.get(arguments.size() - 1)).orElse(ToolReply.DONE);
      case "run" -> start(arguments.subList(1, arguments.size()));
      case "stop", "rm", "kill" -> remove(arguments.get(arguments.size() - 1));
      case "network" -> network(arguments);
      case "ps", "info", "version", "logs", "volume", "system", "image" -> ToolReply.DONE;
      default -> ToolReply.fail(125, "the sandbox does not simulate docker " + command);
    };
  }

  private ToolReply login(List<String> arguments, String password) {
    String registry = arguments.get(arguments.size() - 1).replaceFirst("^https?://", "");
    if (arguments.contains("--password-stdin") && password.isBlank()) {
      return ToolReply.fail(1, "Error: Cannot perform an interactive login from a non TTY device");
    }
    Optional<ToolReply> unreached = unreached(registry);
    if (unreached.isPresent()) {
      return unreached.get();
    }
    logins.add(registry);
    return ToolReply.out("Login Succeeded");
  }

  private ToolReply remove(String name) {
    boolean found = containers.removeIf(container -> container.name().equals(name));
    return found ? ToolReply.out(name) : ToolReply.fail(1, "Error: No such container: " + name);
  }

  private ToolReply network(List<String> arguments) {
    String name = arguments.get(arguments.size() - 1);
    if (arguments.contains("create")) {
      return networks.add(name)
          ? ToolReply.out(Ids.hex("", 64, "network", name))
          : ToolReply.fail(
              1, "Error response from daemon: network with name " + name + " already exists");
    }
    return networks.contains(name)
        ? ToolReply.DONE
        : ToolReply.fail(1, "Error response from daemon: network " + name + " not found");
  }

  private Optional<ToolReply> unreached(String registry) {
    Matcher ecr = ECR.matcher(registry);
    boolean own = ecr.matches() && ecr.group(2).equals(machine.region());
    Optional<String> blocked =
        own
            ? machine.blocked("ecr.dkr").or(() -> machine.blocked("s3"))
            : machine.internetBlocked(443);
    if (blocked.isEmpty()
        && ecr.matches()
        && !machine.world().faults().reaches(machine.region(), ecr.group(2))) {
      blocked = Optional.of(ecr.group(2) + " cannot be reached");
    }
    return blocked.map(
        why ->
            ToolReply.fail(
                1,
                "Error response from daemon: Get \"https://"
                    + registry
                    + "/v2/\": net/http: request canceled while waiting for connection"
                    + " (Client.Timeout exceeded while awaiting headers) ("
                    + why
                    + ")"));
  }

  private Optional<ToolReply> pull(String image) {
    String first = image.contains("/") ? image.substring(0, image.indexOf('/')) : "";
    String registry = first.contains(".") || first.contains(":") ? first : "registry-1.docker.io";
    Optional<ToolReply> unreached = unreached(registry);
    Matcher ecr = ECR.matcher(registry);
    if (unreached.isPresent() || !ecr.matches()) {
      return unreached;
    }
    if (!logins.contains(registry)) {
      return Optional.of(
          ToolReply.fail(
              1,
              "Error response from daemon: Head \"https://"
                  + registry
                  + "/v2/\": no basic auth credentials"));
    }
    String repository = image.substring(registry.length() + 1).replaceFirst("[:@].*$", "");
    String arn = "arn:aws:ecr:" + ecr.group(2) + ":" + ecr.group(1) + ":repository/" + repository;
    Iam iam = machine.world().service(Iam.class);
    for (String action : List.of("ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer")) {
      if (!iam.allows(machine.roleArn(), action, arn)) {
        return Optional.of(
            ToolReply.fail(
                1,
                "Error response from daemon: pull access denied for "
                    + image
                    + ": denied: User: "
                    + iam.sessionArn(machine.roleArn())
                    + " is not authorized to perform: "
                    + action
                    + " on resource: "
                    + arn));
      }
    }
    if (RegistryImage.of(image)
        .filter(named -> !machine.world().service(Ecr.class).registry().has(named))
        .isPresent()) {
      return Optional.of(
          ToolReply.fail(
              1, "Error response from daemon: manifest for " + image + " not found: not found"));
    }
    return Optional.empty();
  }

  private ToolReply start(List<String> arguments) {
    RunOptions options = RunOptions.parse(arguments);
    if (options.image().isEmpty()) {
      return ToolReply.fail(125, "\"docker run\" requires at least 1 argument.");
    }
    String name =
        options.name().isEmpty() ? "container-" + (containers.size() + 1) : options.name();
    Optional<String> refused =
        taken(name, options)
            .or(() -> pull(options.image()).map(reply -> reply.err().strip()))
            .or(() -> new LogDriver(machine, options.logs()).refused());
    if (refused.isPresent()) {
      return ToolReply.fail(125, "docker: " + refused.get());
    }
    containers.add(new Container(name, options.image(), options.ports(), options.environment()));
    return ToolReply.out(Ids.hex("", 64, name, options.image()));
  }

  private Optional<String> taken(String name, RunOptions options) {
    if (!networks.contains(options.network())) {
      return Optional.of(
          "Error response from daemon: network " + options.network() + " not found.");
    }
    for (Container other : containers) {
      if (other.name().equals(name)) {
        return Optional.of(
            "Error response from daemon: Conflict. The container name \"/"
                + name
                + "\" is already in use.");
      }
      for (int port : options.ports().keySet()) {
        if (other.ports().containsKey(port)) {
          return Optional.of(
              "Error response from daemon: Bind for 0.0.0.0:"
                  + port
                  + " failed: port is already allocated.");
        }
      }
    }
    return Optional.empty();
  }
}
