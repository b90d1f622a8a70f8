package io.pharos.sandbox.service.app;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The command line of {@code docker run}, as far as anybody outside can see what it changes.
 *
 * @param image empty when there is none
 * @param ports the container's port by the instance's
 * @param logs the log driver under {@code driver}, and its options
 */
record RunOptions(
    String name,
    String image,
    String network,
    Map<Integer, Integer> ports,
    Map<String, String> environment,
    Map<String, String> logs) {

  private static final Set<String> FLAGS =
      Set.of(
          "-d",
          "--detach",
          "--rm",
          "-i",
          "-t",
          "-it",
          "-dit",
          "--interactive",
          "--tty",
          "--init",
          "--privileged",
          "--read-only",
          "-q",
          "--quiet");

  static RunOptions parse(List<String> arguments) {
    Map<Integer, Integer> ports = new TreeMap<>();
    Map<String, String> environment = new LinkedHashMap<>();
    Map<String, String> logs = new LinkedHashMap<>();
    String name = "";
    String network = "bridge";
    int at = 0;
    while (at < arguments.size() && arguments.get(at).startsWith("-")) {
      String option = arguments.get(at++);
      int equals = option.startsWith("--") ? option.indexOf('=') : -1;
      String key = equals < 0 ? option : option.substring(0, equals);
      if (FLAGS.contains(key)) {
        continue;
      }
      boolean follows = equals < 0 && at < arguments.size();
      String value = follows ? arguments.get(at++) : option.substring(equals + 1);
      switch (key) {
        case "-p", "--publish" -> publish(value, ports);
        case "-e", "--env" -> variable(value, environment);
        case "--env-file" -> value.lines().forEach(line -> variable(line, environment));
        case "--name" -> name = value;
        case "--network", "--net" -> network = value;
        case "--log-driver" -> logs.put("driver", value);
        case "--log-opt" -> variable(value, logs);
        default -> {
          // Restart policies, limits and volumes change nothing that recovery can see.
        }
      }
    }
    String image = at < arguments.size() ? arguments.get(at) : "";
    return new RunOptions(name, image, network, ports, environment, logs);
  }

  private static void publish(String value, Map<Integer, Integer> ports) {
    String[] parts = value.replaceFirst("/tcp$", "").split(":");
    if (parts.length >= 2) {
      ports.put(
          Integer.parseInt(parts[parts.length - 2]), Integer.parseInt(parts[parts.length - 1]));
    }
  }

  private static void variable(String line, Map<String, String> variables) {
    int equals = line.indexOf('=');
    if (equals > 0 && !line.startsWith("#")) {
      variables.put(line.substring(0, equals), line.substring(equals + 1));
    }
  }
}
