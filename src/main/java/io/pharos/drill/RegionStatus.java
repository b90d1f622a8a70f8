package io.pharos.drill;

import io.pharos.config.BackupSettings;
import io.pharos.config.Settings;
import io.pharos.config.Strategy;
import io.pharos.recovery.contract.Names;
import io.pharos.recovery.contract.Position;
import io.pharos.world.Cloud;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.AlarmType;

/**
 * What one Region runs and remembers. Each fact is asked for on its own, so that a Region that
 * answers only half still tells that half.
 *
 * @param facts what and how, in the order in which people want to know
 */
public record RegionStatus(Position position, String region, Map<String, String> facts) {
  private static final int OPERATIONS = 3;

  public static RegionStatus of(Cloud cloud, Settings settings, Position position) {
    RegionView view = new RegionView(cloud, settings, position);
    RegionTable table = view.table();
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("role", ActiveRegion.of(cloud, settings) == position ? "active" : "standby");
    ask(facts, "traffic", () -> traffic(table));
    ask(
        facts,
        "database",
        () ->
            view.database().map(RegionDatabase::describe).orElseGet(() -> without(settings, view)));
    ask(facts, "lag", () -> lag(table));
    if (settings.strategy() == Strategy.BACKUP_RESTORE) {
      ask(facts, "backups", () -> backups(settings, table));
    }
    if (settings.backup().flatMap(BackupSettings::restoreTest).isPresent()) {
      ask(facts, "restore test", () -> restoreTest(table));
    }
    ask(facts, "fence", () -> fence(table));
    ask(facts, "instances", view::running);
    ask(facts, "peer", () -> peer(table));
    ask(
        facts,
        "missing",
        () ->
            MissingDataReport.newest(cloud, settings.names(), view.region())
                .map(MissingDataReport::toString)
                .orElse("nothing known"));
    if (position == Position.SECONDARY) {
      ask(facts, "detection", () -> detection(cloud, settings.names(), view.region()));
    }
    ask(facts, "ready", () -> RegionReadiness.of(view).summary());
    ask(facts, "lock", () -> table.lockHolder().orElse("free"));
    ask(facts, "waiting", () -> waiting(cloud, settings.names(), view.region()));
    ask(facts, "operations", () -> operations(table));
    return new RegionStatus(position, view.region(), facts);
  }

  private static String without(Settings settings, RegionView view) {
    String identifier = view.databaseIdentifier();
    return identifier.equals(settings.names().noDatabase(view.position()))
        ? "none: it is restored from backups when it is needed"
        : "none: " + identifier + " is not there";
  }

  private static String backups(Settings settings, RegionTable table) {
    Map<String, String> newest = table.item("backup", "latest");
    if (!newest.containsKey("latest")) {
      return "never seen";
    }
    return switch (settings.database().restoreFrom()) {
      case AUTOMATED_BACKUPS -> newest.get("of") + " can be restored to " + newest.get("latest");
      case VAULT -> "the newest copy of " + newest.get("of") + " is of " + newest.get("latest");
    };
  }

  private static String restoreTest(RegionTable table) {
    Map<String, String> newest = table.item("backup", "restore-test");
    return newest.containsKey("verdict")
        ? newest.get("verdict") + " at " + newest.get("time") + ": " + newest.get("detail")
        : "none has ended yet";
  }

  private static void ask(Map<String, String> facts, String what, Supplier<String> question) {
    String answer;
    try {
      answer = question.get();
    } catch (SdkException e) {
      answer = "no answer: " + e.getMessage();
    }
    facts.put(what, answer);
  }

  private static String traffic(RegionTable table) {
    Map<String, String> state = table.item("traffic", "state");
    boolean claimed =
        "true".equals(state.get("takenOver")) || "true".equals(state.get("reclaimed"));
    return (claimed ? "claims it" : "no claim")
        + (state.containsKey("since") ? " since " + state.get("since") : "")
        + (state.containsKey("operation") ? ", by " + state.get("operation") : "");
  }

  private static String lag(RegionTable table) {
    Map<String, String> marker = table.item("marker", "latest");
    Map<String, String> sample = table.item("sample", "latest");
    String read =
        marker.isEmpty()
            ? ""
            : "newest row " + marker.get("lagSeconds") + " s old at " + marker.get("read");
    String sampled =
        sample.isEmpty()
            ? ""
            : "RDS says " + sample.get("lagSeconds") + " s at " + sample.get("time");
    String both = read.isEmpty() || sampled.isEmpty() ? read + sampled : read + "; " + sampled;
    return both.isEmpty() ? "never read" : both;
  }

  private static String fence(RegionTable table) {
    Map<String, String> own = table.item("fence", "self");
    Map<String, String> hold = table.item("fence", "hold");
    String closed =
        own.containsKey("fenced")
            ? "closed its own " + own.get("database") + " at " + own.get("fenced")
            : "open";
    return hold.containsKey("operation")
        ? closed + "; holds the peer's writes for " + hold.get("operation")
        : closed;
  }

  private static String peer(RegionTable table) {
    Map<String, String> probe = table.item("peer", "probe");
    return probe.containsKey("firstFailed")
        ? "not reached since " + probe.get("firstFailed")
        : probe.containsKey("lastOk") ? "reached at " + probe.get("lastOk") : "never probed";
  }

  private static String waiting(Cloud cloud, Names names, String region) {
    return new Approvals(cloud, names, region)
        .pending()
        .map(pending -> pending + ": pharos approve " + pending.operation() + " --by NAME")
        .orElse("nothing");
  }

  private static String operations(RegionTable table) {
    String last =
        table.last("operations", OPERATIONS).stream()
            .map(
                operation ->
                    operation.getOrDefault("operation", "?")
                        + " "
                        + operation.getOrDefault("outcome", "at work"))
            .collect(Collectors.joining("; "));
    return last.isEmpty() ? "none yet" : last;
  }

  private static String detection(Cloud cloud, Names names, String region) {
    return cloud
        .client(CloudWatchClient.class, region)
        .describeAlarms(
            query -> query.alarmNames(names.peerLostAlarm()).alarmTypes(AlarmType.COMPOSITE_ALARM))
        .compositeAlarms()
        .stream()
        .map(alarm -> names.peerLostAlarm() + " is " + alarm.stateValueAsString())
        .findFirst()
        .orElse("no alarm " + names.peerLostAlarm());
  }
}
