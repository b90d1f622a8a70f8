package io.pharos.drill;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pharos.config.Json;
import io.pharos.config.Problem;
import io.pharos.config.SettingsException;
import java.math.RoundingMode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The story of every combination side by side, one after the other: how long users waited, what was
 * lost, and what the standby costs all the time. Equal seeds give equal comparisons.
 */
public final class Comparison {

  /**
   * How one of them went.
   *
   * @param there the move to the secondary Region
   * @param standing what the standby was billed for before that
   * @param refused why the configuration refuses the combination; nothing else is there then
   */
  public record Entry(
      Combination combination,
      Optional<DrillReport> there,
      Optional<StandingCost> standing,
      Verdict verdict,
      List<String> refused) {}

  private static final String VIA = "pharos:routing.via";

  private final long seed;
  private final Optional<String> via;
  private final List<Entry> entries;

  Comparison(long seed, List<Entry> entries) {
    this(seed, Optional.empty(), entries);
  }

  /**
   * @param via what leads users in all of them, where that was asked for
   */
  Comparison(long seed, Optional<String> via, List<Entry> entries) {
    this.seed = seed;
    this.via = via;
    this.entries = List.copyOf(entries);
  }

  /**
   * Plays them all.
   *
   * @param out each one's report goes into a folder of its own in there
   * @param overrides settings on top of every combination's own
   */
  public static Comparison play(
      Path root,
      Path out,
      long seed,
      SandboxStory.Beginning beginning,
      Map<String, String> overrides,
      Consumer<String> progress) {
    List<Entry> entries = new ArrayList<>();
    for (Combination combination : Combination.all()) {
      progress.accept("== " + combination);
      Map<String, String> settings = new HashMap<>(combination.settings());
      settings.putAll(overrides);
      Path folder = out.resolve(combination.toString());
      SandboxStory story = new SandboxStory(root, folder, seed, beginning, settings, progress);
      entries.add(entry(combination, story, progress));
    }
    return new Comparison(seed, Optional.ofNullable(overrides.get(VIA)), entries);
  }

  private static Entry entry(
      Combination combination, SandboxStory story, Consumer<String> progress) {
    List<StandingCost> standing = new ArrayList<>();
    try {
      List<Phase> phases =
          story.run(
              stage ->
                  standing.add(
                      StandingCost.of(
                          stage.cloud(), stage.settings(), stage.settings().active().peer())));
      return new Entry(
          combination,
          Optional.of((DrillReport) phases.get(0)),
          Optional.of(standing.get(0)),
          Verdict.worst(phases.stream().map(Phase::verdict).toList()),
          List.of());
    } catch (SettingsException e) {
      List<String> reasons = e.problems().stream().map(Comparison::onOneLine).toList();
      reasons.forEach(reason -> progress.accept("refused: " + reason));
      return new Entry(combination, Optional.empty(), Optional.empty(), Verdict.REFUSED, reasons);
    }
  }

  private static String onOneLine(Problem problem) {
    return problem.toString().replaceAll("\\R\\s*", ", ");
  }

  /** The worst of those that were played; what makes no sense is refused, and that is right. */
  public Verdict verdict() {
    return Verdict.worst(
        entries.stream().filter(entry -> entry.refused().isEmpty()).map(Entry::verdict).toList());
  }

  /** A table for people. */
  public String text() {
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "%-36s %-8s %9s %9s %9s %6s  %s%n",
            "",
            "",
            "RTO",
            "at best",
            "RPO",
            "lost",
            "the standby is billed by the hour for"));
    for (Entry entry : entries) {
      text.append(entry.refused().isEmpty() ? played(entry) : refused(entry));
    }
    via.ifPresent(word -> text.append("Users are led by: ").append(word).append('\n'));
    return text.toString();
  }

  private static String played(Entry entry) {
    DrillReport there = entry.there().orElseThrow();
    return String.format(
        Locale.ROOT,
        "%-36s %-8s %9s %9s %9s %6d  %s%n",
        entry.combination(),
        entry.verdict().word(),
        there.users().rto().map(Comparison::seconds).orElse("never"),
        seconds(there.lowerBound().rto()),
        seconds(there.users().rpo()),
        there.users().lostWrites(),
        entry.standing().orElseThrow());
  }

  private static String refused(Entry entry) {
    return String.format(
        Locale.ROOT,
        "%-36s %-8s %s%n",
        entry.combination(),
        entry.verdict().word(),
        String.join("; ", entry.refused()));
  }

  private static String seconds(Duration duration) {
    return ReportJson.seconds(duration).setScale(1, RoundingMode.HALF_UP) + " s";
  }

  /** {@code pharos.strategies/1}: what was not measured is absent. */
  public String json() {
    ObjectNode root = Json.MAPPER.createObjectNode();
    root.put("schema", "pharos.strategies/1");
    root.put("seed", seed);
    via.ifPresent(word -> root.put("routing", word));
    root.put("verdict", verdict().word());
    ArrayNode played = root.putArray("combinations");
    ArrayNode refused = root.putArray("refused");
    for (Entry entry : entries) {
      ObjectNode node = (entry.refused().isEmpty() ? played : refused).addObject();
      node.put("strategy", entry.combination().strategy().word());
      node.put("compute", entry.combination().compute().word());
      node.put("engine", entry.combination().engine().word());
      entry.there().ifPresent(there -> measured(node, there));
      entry
          .standing()
          .ifPresent(
              standing -> standing.drivers().forEach(node.putObject("standingByTheHour")::put));
      if (entry.refused().isEmpty()) {
        node.put("report", entry.combination() + "/report.html");
        node.put("verdict", entry.verdict().word());
      } else {
        entry.refused().forEach(node.putArray("reasons")::add);
      }
    }
    return Json.write(root) + "\n";
  }

  private static void measured(ObjectNode node, DrillReport there) {
    ObjectNode objectives = node.putObject("objectives");
    objectives.put("rtoSeconds", ReportJson.seconds(there.header().rtoObjective()));
    objectives.put("rpoSeconds", ReportJson.seconds(there.header().rpoObjective()));
    ObjectNode measured = node.putObject("measured");
    there.users().rto().ifPresent(rto -> measured.put("rtoSeconds", ReportJson.seconds(rto)));
    measured.put("rpoSeconds", ReportJson.seconds(there.users().rpo()));
    measured.put("lostWrites", there.users().lostWrites());
    ObjectNode bound = node.putObject("lowerBound");
    bound.put("rtoSeconds", ReportJson.seconds(there.lowerBound().rto()));
    bound.put("typicalSeconds", ReportJson.seconds(there.lowerBound().typicalRto()));
  }
}
