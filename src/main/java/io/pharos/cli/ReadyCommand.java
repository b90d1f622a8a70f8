package io.pharos.cli;

import io.pharos.config.Json;
import io.pharos.config.Settings;
import io.pharos.drill.RegionReadiness;
import io.pharos.engine.BackendReadiness;
import io.pharos.engine.StackName;
import io.pharos.recovery.contract.Position;
import io.pharos.world.Cloud;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import software.amazon.awssdk.core.exception.SdkException;

/** Whether a failover to the Region that stands by would succeed, check by check. */
@Command(
    name = "ready",
    mixinStandardHelpOptions = true,
    description = {
      "Shows whether a failover would succeed: what each Region found when it last looked at"
          + " everything that it would need. They look every 30 minutes. Then whether Pulumi's"
          + " states are there for what comes after it.",
      "Exit code 1 when a Region is not ready, nobody has looked, or a check of the states fails."
    })
final class ReadyCommand extends RegionsCommand {
  @Option(names = "--now", description = "Has both Regions look now; nothing else is changed.")
  private boolean now;

  @Option(names = "--json", paramLabel = "FILE", description = "Writes it as JSON.")
  private Path json;

  /**
   * What is known of one Region.
   *
   * @param problem why nothing newer, or nothing at all, is known
   */
  private record Known(
      Position position,
      String region,
      Optional<RegionReadiness> readiness,
      Optional<String> problem) {
    boolean good() {
      return problem.isEmpty()
          && readiness
              .filter(
                  found ->
                      switch (found.state()) {
                        case READY, SERVES -> true;
                        case NOT_READY, UNKNOWN -> false;
                      })
              .isPresent();
    }
  }

  @Override
  int act() throws IOException {
    Settings settings = surroundings().settings(StackName.PRIMARY);
    Cloud cloud = surroundings().cloud();
    List<Known> regions = new ArrayList<>();
    for (Position position : Position.values()) {
      regions.add(known(cloud, settings, position));
    }
    PrintWriter out = commandLine().getOut();
    regions.forEach(region -> print(out, region));
    out.flush();
    List<BackendReadiness.Check> backend = backend(cloud, settings);
    print(out, backend);
    boolean good =
        regions.stream().allMatch(Known::good)
            && backend.stream().noneMatch(check -> check.state() == BackendReadiness.State.FAILS);
    if (json != null) {
      Files.writeString(json, document(good, regions, backend));
    }
    return good ? ExitCode.DONE : ExitCode.MISSED;
  }

  /** What comes after a recovery needs Pulumi's states, wherever the application is then. */
  private List<BackendReadiness.Check> backend(Cloud cloud, Settings settings) {
    Position active = surroundings().serving(settings);
    return BackendReadiness.of(
        surroundings().deployment(line -> {}),
        cloud,
        settings.regions().of(active),
        settings.regions().of(active.peer()));
  }

  private static void print(PrintWriter out, List<BackendReadiness.Check> backend) {
    out.println("Pulumi's state");
    backend.forEach(
        check ->
            out.printf("  %-17s %-6s %s%n", check.name(), check.state().word(), check.detail()));
    out.flush();
  }

  /** A Region that does not answer must not hide what the other one says. */
  private Known known(Cloud cloud, Settings settings, Position position) {
    String region = settings.regions().of(position);
    try {
      Optional<String> problem =
          now ? RegionReadiness.look(cloud, settings, position) : Optional.empty();
      return new Known(
          position, region, Optional.of(RegionReadiness.of(cloud, settings, position)), problem);
    } catch (SdkException e) {
      return new Known(
          position, region, Optional.empty(), Optional.of("no answer: " + e.getMessage()));
    }
  }

  private static void print(PrintWriter out, Known known) {
    out.println(
        known.position().word()
            + " ("
            + known.region()
            + ") "
            + known.readiness().map(ReadyCommand::title).orElse("is not known"));
    known.problem().ifPresent(problem -> out.println("  " + problem));
    known
        .readiness()
        .ifPresent(
            readiness ->
                readiness
                    .checks()
                    .forEach(
                        check ->
                            out.printf(
                                "  %-14s %-6s %s%n", check.name(), check.state(), check.detail())));
  }

  private static String title(RegionReadiness readiness) {
    String at = readiness.judged().map(when -> " at " + when).orElse("");
    return switch (readiness.state()) {
      case READY -> "was ready" + at;
      case NOT_READY -> "was NOT READY" + at;
      case SERVES -> "served the users" + at;
      case UNKNOWN -> "has not been looked at yet: pharos ready --now";
    };
  }

  private static String document(
      boolean good, List<Known> regions, List<BackendReadiness.Check> backend) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("schema", "pharos.ready/1");
    document.put("ready", good);
    document.put(
        "regions",
        regions.stream()
            .map(
                known -> {
                  Map<String, Object> node = new LinkedHashMap<>();
                  node.put("position", known.position().word());
                  node.put("region", known.region());
                  known.readiness().ifPresent(readiness -> node.putAll(readiness.document()));
                  known.problem().ifPresent(problem -> node.put("problem", problem));
                  return node;
                })
            .toList());
    document.put(
        "backend",
        backend.stream()
            .map(
                check ->
                    Map.of(
                        "check", check.name(),
                        "state", check.state().word(),
                        "detail", check.detail()))
            .toList());
    return Json.write(document) + "\n";
  }
}
