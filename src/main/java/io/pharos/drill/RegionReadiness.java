package io.pharos.drill;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.pharos.config.Json;
import io.pharos.config.Settings;
import io.pharos.recovery.contract.Cadence;
import io.pharos.recovery.contract.Position;
import io.pharos.recovery.contract.RecoveryFunction;
import io.pharos.world.Cloud;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;

/**
 * What the readiness function of a Region found when it last looked: whether a failover to it would
 * succeed, check by check. It only reads what that function remembers.
 */
public record RegionReadiness(
    Position position,
    String region,
    State state,
    Optional<Instant> judged,
    String database,
    List<Check> checks) {

  /** What a Region is found to be. */
  public enum State {
    READY,
    NOT_READY,
    /** It serves, so that nobody would fail over to it. */
    SERVES,
    /** Nobody has looked yet. */
    UNKNOWN
  }

  /**
   * One thing that a failover needs.
   *
   * @param state {@code ok}, {@code warns} or {@code fails}
   */
  public record Check(String name, String state, String detail) {
    @Override
    public String toString() {
      return name + ": " + detail;
    }
  }

  public RegionReadiness {
    checks = List.copyOf(checks);
  }

  public static RegionReadiness of(Cloud cloud, Settings settings, Position position) {
    return of(new RegionView(cloud, settings, position));
  }

  /**
   * Has it looked at now.
   *
   * @return why that was not done as it should; empty when it was
   */
  public static Optional<String> look(Cloud cloud, Settings settings, Position position) {
    InvokeResponse answer =
        cloud
            .client(LambdaClient.class, settings.regions().of(position))
            .invoke(
                invoke ->
                    invoke
                        .functionName(settings.names().function(RecoveryFunction.READY))
                        .qualifier(RecoveryFunction.ALIAS)
                        .payload(SdkBytes.fromUtf8String("{}")));
    JsonNode said = json(answer.payload().asUtf8String());
    if (answer.functionError() != null) {
      return Optional.of(said.path("errorMessage").asText(answer.functionError()));
    }
    return said.path("outcome").asText().equals("waiting")
        ? Optional.of(said.path("detail").asText())
        : Optional.empty();
  }

  static RegionReadiness of(RegionView view) {
    Map<String, String> item = view.table().item("readiness", "latest");
    return new RegionReadiness(
        view.position(),
        view.region(),
        state(item),
        RegionTable.instant(item, "judged"),
        item.getOrDefault("database", ""),
        checks(item.getOrDefault("checks", "[]")));
  }

  private static State state(Map<String, String> item) {
    if (item.containsKey("serves")) {
      return State.SERVES;
    }
    return item.containsKey("ready")
        ? "true".equals(item.get("ready")) ? State.READY : State.NOT_READY
        : State.UNKNOWN;
  }

  private static List<Check> checks(String json) {
    List<Check> checks = new ArrayList<>();
    for (JsonNode node : json(json)) {
      checks.add(
          new Check(
              node.path("check").asText(),
              node.path("state").asText(),
              node.path("detail").asText()));
    }
    return checks;
  }

  private static JsonNode json(String json) {
    try {
      return Json.MAPPER.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the readiness function says no JSON: " + json, e);
    }
  }

  /** Whether a planned operation to this Region would be refused for it, as the gate judges. */
  boolean holds(String currentDatabase, Instant now) {
    return state == State.NOT_READY
        && database.equals(currentDatabase)
        && judged.filter(at -> !at.plus(Cadence.READINESS_VALID).isBefore(now)).isPresent();
  }

  /** One line: the state, when it was judged, and what failed or is worth knowing. */
  public String summary() {
    String at = judged.map(when -> " at " + when).orElse("");
    return switch (state) {
      case SERVES -> "serves the users" + at;
      case UNKNOWN -> "nobody has looked yet";
      case READY -> "ready" + at + told("warns");
      case NOT_READY -> "not ready" + at + told("fails");
    };
  }

  private String told(String which) {
    List<String> texts =
        checks.stream().filter(check -> check.state().equals(which)).map(Check::toString).toList();
    return texts.isEmpty() ? "" : " (" + String.join("; ", texts) + ")";
  }

  /** As a part of a document of schema {@code pharos.ready/1}. */
  public Map<String, Object> document() {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("position", position.word());
    document.put("region", region);
    document.put("state", state.name().toLowerCase(Locale.ROOT).replace('_', '-'));
    judged.ifPresent(at -> document.put("judged", at.toString()));
    document.put(
        "checks",
        checks.stream()
            .map(
                check -> {
                  Map<String, Object> node = new LinkedHashMap<>();
                  node.put("check", check.name());
                  node.put("state", check.state());
                  node.put("detail", check.detail());
                  return node;
                })
            .toList());
    return document;
  }
}
