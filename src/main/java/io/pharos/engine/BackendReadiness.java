package io.pharos.engine;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.pharos.config.Json;
import io.pharos.world.Cloud;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Whether what comes after a recovery will find Pulumi's states: where they are, whether they can
 * be read, and whether nobody has left them half changed. Recovery itself needs none of it.
 */
public final class BackendReadiness {
  private static final Pattern KMS_REGION =
      Pattern.compile("arn:aws[a-z-]*:kms:([a-z0-9-]+):|[?&]region=([a-z0-9-]+)");

  /** How a check went. */
  public enum State {
    OK,
    WARNS,
    FAILS;

    public String word() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  /**
   * One thing that reconcile and up will need.
   *
   * @param detail what was found, and what to do where it is not as it should be
   */
  public record Check(String name, State state, String detail) {}

  static Check ok(String name, String detail) {
    return new Check(name, State.OK, detail);
  }

  static Check warns(String name, String detail) {
    return new Check(name, State.WARNS, detail);
  }

  static Check fails(String name, String detail) {
    return new Check(name, State.FAILS, detail);
  }

  private BackendReadiness() {}

  /**
   * Looks; nothing is changed.
   *
   * @param active the Region that serves
   * @param from the Region from which a bucket is asked where it is
   */
  public static List<Check> of(Deployment deployment, Cloud cloud, String active, String from) {
    String url;
    StateStore store;
    try {
      url = deployment.backend();
      store = StateStore.at(url, cloud, from);
    } catch (EngineFailure | SdkException e) {
      return List.of(fails("backend", "does not answer: " + e.getMessage()));
    }
    return of(store, active, deployment::state);
  }

  /** The same, with a store and the states in it. */
  static List<Check> of(
      StateStore store, String active, java.util.function.Function<StackName, JsonNode> states) {
    List<Check> checks = new ArrayList<>();
    checks.add(guarded("backend", () -> store.survives(active)));
    for (StackName stack : StackName.values()) {
      try {
        JsonNode deployment = states.apply(stack).path("deployment");
        checks.add(state(stack, deployment));
        secrets(stack, deployment, active).ifPresent(checks::add);
      } catch (StateUnreadable | EngineFailure e) {
        checks.add(
            fails(
                stack.word(),
                e.getMessage().lines().findFirst().orElse("") + ": docs/runbooks/lost-state.md"));
      }
      checks.add(guarded(stack.word() + " lock", () -> lock(store, stack)));
    }
    return List.copyOf(checks);
  }

  /** A store that refuses one question may still answer the others. */
  private static Check guarded(String name, Supplier<Check> check) {
    try {
      return check.get();
    } catch (SdkException e) {
      return fails(name, "cannot be looked at: " + e.getMessage());
    }
  }

  private static Check state(StackName stack, JsonNode deployment) {
    int resources = deployment.path("resources").size();
    JsonNode pending = deployment.path("pending_operations");
    if (!pending.isEmpty()) {
      List<String> all = new ArrayList<>();
      pending.forEach(
          one ->
              all.add(
                  one.path("type").asText()
                      + " "
                      + one.path("resource").path("urn").asText().replaceFirst(".*::", "")));
      return fails(
          stack.word(),
          "operations were cut off, and nobody knows what became of them: "
              + String.join(", ", all)
              + ": pharos refresh "
              + stack.word());
    }
    return resources == 0
        ? fails(stack.word(), "nothing is deployed: pharos up all")
        : ok(
            stack.word(),
            resources
                + " resources"
                + (deployment.path("manifest").has("time")
                    ? ", written at " + deployment.path("manifest").path("time").asText()
                    : ""));
  }

  /** Who cannot decrypt a state cannot use it. */
  private static Optional<Check> secrets(StackName stack, JsonNode deployment, String active) {
    JsonNode provider = deployment.path("secrets_providers");
    String url = provider.path("state").path("url").asText();
    if (!provider.path("type").asText().equals("cloud") || !url.startsWith("awskms:")) {
      return Optional.empty();
    }
    String name = stack.word() + " secrets";
    Matcher region = KMS_REGION.matcher(url);
    String of = region.find() ? Optional.ofNullable(region.group(1)).orElse(region.group(2)) : "";
    boolean many = url.contains("mrk-");
    return Optional.of(
        of.equals(active) && !many
            ? fails(
                name,
                "encrypted with a key that only "
                    + active
                    + " has, which is lost with it: pulumi stack change-secrets-provider --stack "
                    + stack.word()
                    + " \"awskms://...\" with a multi-Region key, or one of the other Region")
            : ok(name, "encrypted with " + (many ? "a multi-Region key" : "a key of " + of)));
  }

  private static Check lock(StateStore store, StackName stack) {
    String name = stack.word() + " lock";
    try {
      Optional<List<String>> held = store.locks(stack);
      if (held.isEmpty()) {
        return ok(name, "is the backend's to tell");
      }
      return held.get().isEmpty()
          ? ok(name, "is free")
          : warns(
              name,
              "held by "
                  + String.join(", ", held.get().stream().map(BackendReadiness::holder).toList())
                  + "; once that process has ended: pulumi cancel --stack "
                  + stack.word());
    } catch (IOException e) {
      return fails(name, "cannot be read: " + e.getMessage());
    }
  }

  private static String holder(String lock) {
    try {
      JsonNode node = Json.MAPPER.readTree(lock);
      return node.path("username").asText("somebody")
          + "@"
          + node.path("hostname").asText("somewhere")
          + " (process "
          + node.path("pid").asText("?")
          + ") since "
          + node.path("timestamp").asText("an unknown time");
    } catch (JsonProcessingException e) {
      return "somebody (the lock cannot be read)";
    }
  }
}
