package io.pharos.cli;

import io.pharos.config.Json;
import io.pharos.config.Settings;
import io.pharos.drill.RegionStatus;
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
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What each Region runs, which one users reach, and whether the standby could take over. */
@Command(
    name = "status",
    mixinStandardHelpOptions = true,
    description = "Shows what each Region runs and which one users reach.")
final class StatusCommand extends RegionsCommand {
  @Option(names = "--json", paramLabel = "FILE", description = "Writes it as JSON.")
  private Path json;

  @Override
  int act() throws IOException {
    Settings settings = surroundings().settings(StackName.PRIMARY);
    Cloud cloud = surroundings().cloud();
    String domain = settings.routing().domain();
    String leads = cloud.web().resolve(domain).map(address -> address.host()).orElse("nowhere");
    List<RegionStatus> regions = new ArrayList<>();
    for (Position position : Position.values()) {
      regions.add(RegionStatus.of(cloud, settings, position));
    }
    PrintWriter out = commandLine().getOut();
    out.println(domain + " leads to " + leads);
    for (RegionStatus region : regions) {
      out.println();
      out.println(region.position().word() + " (" + region.region() + ")");
      region.facts().forEach((what, fact) -> out.printf("  %-12s %s%n", what, fact));
    }
    out.flush();
    if (json != null) {
      Files.writeString(json, document(domain, leads, regions));
    }
    return ExitCode.DONE;
  }

  private static String document(String domain, String leads, List<RegionStatus> regions) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("schema", "pharos.status/1");
    document.put("domain", domain);
    document.put("leadsTo", leads);
    for (RegionStatus region : regions) {
      Map<String, Object> facts = new LinkedHashMap<>();
      facts.put("region", region.region());
      facts.putAll(region.facts());
      document.put(region.position().word(), facts);
    }
    return Json.write(document) + "\n";
  }
}
