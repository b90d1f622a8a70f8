package io.pharos.engine;

import io.pharos.config.Json;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Looks for a secret in every disguise in which it could leave: plain, encoded, escaped. */
record Leaks(String secret) {

  /** Where it is, in files below a folder. */
  List<String> in(Path folder) throws IOException {
    List<String> found = new ArrayList<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        disguisesIn(text).forEach(disguise -> found.add(file + ": " + disguise));
      }
    }
    return found;
  }

  /** Which disguises a text has. */
  List<String> disguisesIn(String text) {
    return disguises().stream().filter(text::contains).toList();
  }

  Set<String> disguises() {
    Set<String> disguises = new LinkedHashSet<>();
    disguises.add(secret);
    String json = quoted(secret);
    disguises.add(json);
    // A JSON document inside a JSON document.
    disguises.add(quoted(json));
    disguises.add(secret.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e"));
    disguises.add(URLEncoder.encode(secret, StandardCharsets.UTF_8));
    disguises.add(URLEncoder.encode(secret, StandardCharsets.UTF_8).replace("+", "%20"));
    disguises.add(html(secret, "&#39;", "&#34;"));
    disguises.add(html(secret, "&#39;", "&quot;"));
    disguises.add(html(secret, "'", "&quot;"));
    disguises.addAll(base64());
    return disguises;
  }

  /** In a longer text, what base64 makes of it depends on where it starts. */
  private List<String> base64() {
    List<String> forms = new ArrayList<>();
    for (int shift = 0; shift < 3; shift++) {
      byte[] padded = ("\0".repeat(shift) + secret).getBytes(StandardCharsets.UTF_8);
      int whole = padded.length / 3 * 3;
      int from = shift == 0 ? 0 : 4;
      for (Base64.Encoder encoder : List.of(Base64.getEncoder(), Base64.getUrlEncoder())) {
        String text = encoder.encodeToString(java.util.Arrays.copyOf(padded, whole));
        forms.add(text.substring(from));
      }
    }
    return forms;
  }

  private static String quoted(String text) {
    String json = Json.write(text);
    return json.substring(1, json.length() - 1);
  }

  private static String html(String text, String apostrophe, String quote) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("'", apostrophe)
        .replace("\"", quote);
  }
}
