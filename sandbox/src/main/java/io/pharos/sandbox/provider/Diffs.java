package io.pharos.sandbox.provider;

import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import pulumirpc.Provider.DiffRequest;
import pulumirpc.Provider.DiffResponse;
import pulumirpc.Provider.DiffResponse.DiffChanges;
import pulumirpc.Provider.PropertyDiff;

/** Answers the engine's question what an update would change. */
final class Diffs {
  private Diffs() {}

  static DiffResponse of(ResourceType type, DiffRequest request) {
    Map<String, Object> state = Wire.plainMap(Wire.decode(request.getOlds()));
    Map<String, Object> oldInputs = Wire.plainMap(Wire.decode(request.getOldInputs()));
    Map<String, Object> news = Wire.plainMap(Wire.decode(request.getNews()));
    TreeMap<String, Change> changes =
        StateDiff.between(type, state, oldInputs, news, request.getIgnoreChangesList());
    DiffResponse.Builder response =
        DiffResponse.newBuilder()
            .setChanges(changes.isEmpty() ? DiffChanges.DIFF_NONE : DiffChanges.DIFF_SOME)
            .setHasDetailedDiff(true);
    Set<String> names = new TreeSet<>();
    Set<String> replaces = new TreeSet<>();
    changes.forEach(
        (path, change) -> {
          String name = path.split("[.\\[]", 2)[0];
          names.add(name);
          if (change.replaces()) {
            replaces.add(name);
          }
          response.putDetailedDiff(
              path, PropertyDiff.newBuilder().setKind(change.onTheWire()).build());
        });
    return response
        .addAllDiffs(names)
        .addAllReplaces(replaces)
        .setDeleteBeforeReplace(
            !replaces.isEmpty()
                && (type.deleteBeforeReplace()
                    || keepsItsName(type, request.getUrn(), state, news)))
        .build();
  }

  /** A name that the program gave and keeps cannot be had by two resources at a time. */
  private static boolean keepsItsName(
      ResourceType type, String urn, Map<String, Object> state, Map<String, Object> news) {
    return type.properties().entrySet().stream()
        .filter(entry -> entry.getValue().autoname())
        .map(Map.Entry::getKey)
        .anyMatch(
            name ->
                news.get(name) != null
                    && news.get(name).equals(state.get(name))
                    && !InputCheck.isInvented(urn, news.get(name)));
  }

  /** Of a provider: nothing that it made can move to another Region. */
  static DiffResponse ofConfig(DiffRequest request) {
    Map<String, Object> olds =
        Wire.plainMap(
            Wire.decode(
                request.getOldInputs().getFieldsCount() > 0
                    ? request.getOldInputs()
                    : request.getOlds()));
    Map<String, Object> news = Wire.plainMap(Wire.decode(request.getNews()));
    Set<String> names = new TreeSet<>(olds.keySet());
    names.addAll(news.keySet());
    names.removeIf(name -> Objects.equals(olds.get(name), news.get(name)));
    DiffResponse.Builder response =
        DiffResponse.newBuilder()
            .setChanges(names.isEmpty() ? DiffChanges.DIFF_NONE : DiffChanges.DIFF_SOME)
            .addAllDiffs(names);
    if (names.contains("region")) {
      response.addReplaces("region");
    }
    return response.build();
  }
}
