package io.pharos.sandbox.service.app;

import java.util.List;
import java.util.Optional;

/** {@code curl} on a machine: the instance's metadata, its own containers, and nothing else. */
final class CurlCommand {
  private static final String METADATA = "http://169.254.169.254/latest/";

  private final Machine machine;

  CurlCommand(Machine machine) {
    this.machine = machine;
  }

  ToolReply run(ToolCall call) {
    List<String> urls =
        call.arguments().stream().filter(word -> word.matches("https?://.*")).toList();
    String url = urls.isEmpty() ? "" : urls.get(0);
    if (url.startsWith(METADATA)) {
      return metadata(url.substring(METADATA.length()));
    }
    if (url.matches("http://(localhost|127\\.0\\.0\\.1)(:\\d+)?(/.*)?")) {
      return local(url);
    }
    Optional<String> blocked = machine.internetBlocked(url.startsWith("https") ? 443 : 80);
    return ToolReply.fail(
        blocked.isPresent() ? 28 : 6,
        blocked
            .map(why -> "curl: (28) Connection timed out (" + why + ")")
            .orElse("curl: (6) Could not resolve host: the sandbox has no " + url));
  }

  private ToolReply metadata(String path) {
    return switch (path) {
      case "api/token" -> new ToolReply(0, "sandbox-token", "");
      case "meta-data/instance-id" -> new ToolReply(0, machine.instance().id(), "");
      case "meta-data/placement/region" -> new ToolReply(0, machine.region(), "");
      case "meta-data/placement/availability-zone" ->
          new ToolReply(0, machine.instance().launch().zone(), "");
      case "meta-data/local-ipv4" -> new ToolReply(0, machine.instance().launch().privateIp(), "");
      default ->
          ToolReply.fail(22, "curl: (22) The requested URL returned error: 404 (" + path + ")");
    };
  }

  private ToolReply local(String url) {
    String rest = url.replaceFirst("http://[^:/]+", "");
    int port = rest.startsWith(":") ? Integer.parseInt(rest.substring(1).split("/")[0]) : 80;
    boolean listens =
        machine.containers().stream().anyMatch(each -> each.ports().containsKey(port));
    return listens
        ? ToolReply.out("ok")
        : ToolReply.fail(7, "curl: (7) Failed to connect to localhost port " + port);
  }
}
