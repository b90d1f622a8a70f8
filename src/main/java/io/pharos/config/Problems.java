package io.pharos.config;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The wrong settings found so far, and the words in which they are reported. */
final class Problems {
  private static final Pattern SECRET =
      Pattern.compile(
          "(?i).*(passw(or)?d|passphrase|secret|credential|token|api_?key|private_?key|access_?key).*");

  /** Stands for an example that is longer than a line. */
  static final String SEE_EXAMPLE = "";

  private static final int MAX_SHOWN = 120;
  private final List<Problem> found = new ArrayList<>();

  /** Whether a name announces a secret, which must not stand in plain configuration. */
  static boolean soundsSecret(String name) {
    return SECRET.matcher(name).matches();
  }

  void add(String path, String value, String allowed, String example) {
    found.add(new Problem(path, value, allowed, fix(path, example)));
  }

  void refuseSecret(String path, String fix) {
    found.add(new Problem(path, "(not shown)", "no secret in plain configuration", fix));
  }

  boolean under(String path) {
    return found.stream()
        .map(Problem::path)
        .anyMatch(p -> p.equals(path) || p.startsWith(path + ".") || p.startsWith(path + "["));
  }

  void throwIfAny() {
    if (!found.isEmpty()) {
      throw new SettingsException(found);
    }
  }

  void unknown(String path, String key, JsonNode value, Collection<String> known, String expected) {
    if (soundsSecret(key)) {
      refuseSecret(path, "Pharos makes the database's password itself: remove this");
      return;
    }
    String near = nearest(key, known).map(k -> "did you mean '" + k + "'? ").orElse("");
    found.add(
        new Problem(
            path,
            "no setting (" + shown(path, value) + ")",
            "one of " + expected,
            near.isEmpty() ? "remove it" : near + "otherwise remove it"));
  }

  <E extends Enum<E> & Choice> E choice(
      String path, JsonNode value, E otherwise, boolean structureExists) {
    E[] all = otherwise.getDeclaringClass().getEnumConstants();
    if (value.isMissingNode() || !structureExists) {
      return otherwise;
    }
    String words =
        Arrays.stream(all)
            .filter(Choice::available)
            .map(Choice::word)
            .collect(Collectors.joining(" or "));
    Optional<E> chosen =
        Arrays.stream(all).filter(e -> e.word().equals(value.textValue())).findFirst();
    if (chosen.isEmpty()) {
      add(path, shown(path, value), words, otherwise.word());
    } else if (!chosen.get().available()) {
      add(
          path,
          shown(path, value) + ", which is not available yet: it comes with a later version",
          words,
          otherwise.word());
    }
    return chosen.orElse(otherwise);
  }

  String shown(String path, JsonNode value) {
    if (value.isMissingNode()) {
      return "missing";
    }
    if (soundsSecret(path)) {
      return "(not shown)";
    }
    String text = value.toString();
    return text.length() > MAX_SHOWN ? text.substring(0, MAX_SHOWN) + "..." : text;
  }

  private static String fix(String path, String example) {
    if (example.equals(SEE_EXAMPLE)) {
      return "write " + path + " under config in Pulumi.yaml; the one in the repository shows it";
    }
    if (!path.contains(".")) {
      return "pulumi config set " + path + " " + quoted(example);
    }
    String command = "pulumi config set --path '" + path + "' " + quoted(example);
    // A stack's own value replaces the whole structure of Pulumi.yaml, it is not merged into it.
    return path.startsWith(Settings.NAMESPACE + ":generations")
        ? command
        : "in Pulumi.yaml; for a stack that has the structure in its own file: " + command;
  }

  private static String quoted(String example) {
    return example.matches("[A-Za-z0-9_./:@-]+") ? example : "'" + example + "'";
  }

  private static Optional<String> nearest(String key, Collection<String> known) {
    String lower = key.toLowerCase(Locale.ROOT);
    return known.stream()
        .filter(k -> distance(lower, k.toLowerCase(Locale.ROOT)) <= Math.max(2, k.length() / 3))
        .min(Comparator.comparingInt(k -> distance(lower, k.toLowerCase(Locale.ROOT))));
  }

  /** Levenshtein's distance. */
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int substituted = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(substituted, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[b.length()];
  }
}
