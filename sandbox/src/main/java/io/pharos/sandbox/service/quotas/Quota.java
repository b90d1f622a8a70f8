package io.pharos.sandbox.service.quotas;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;

/**
 * A quota of an account in a Region, as {@code quotas.json} has it, with its source.
 *
 * @param code {@code ec2/L-1216C47A}
 * @param standard what AWS gives every account
 * @param applied what this account has been given; empty where nobody has asked for more
 * @param usage dimensions of the metric that says how much is used; empty where there is none
 */
public record Quota(
    String code, String name, double standard, OptionalDouble applied, Map<String, String> usage) {

  private static final Map<String, Quota> FILE = read();

  /** Those of which the sandbox knows anything, by their codes. */
  public static Map<String, Quota> all() {
    return FILE;
  }

  private static Map<String, Quota> read() {
    try (InputStream file = Quota.class.getResourceAsStream("/io/pharos/sandbox/quotas.json")) {
      Map<String, Quota> all = new TreeMap<>();
      new ObjectMapper()
          .readTree(file)
          .properties()
          .forEach(entry -> all.put(entry.getKey(), of(entry.getKey(), entry.getValue())));
      return Collections.unmodifiableMap(all);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Quota of(String code, JsonNode quota) {
    Map<String, String> usage = new TreeMap<>();
    quota
        .path("usage")
        .properties()
        .forEach(dimension -> usage.put(dimension.getKey(), dimension.getValue().asText()));
    return new Quota(
        code,
        quota.required("name").asText(),
        quota.required("default").asDouble(),
        quota.has("applied")
            ? OptionalDouble.of(quota.path("applied").asDouble())
            : OptionalDouble.empty(),
        usage);
  }

  String service() {
    return code.substring(0, code.indexOf('/'));
  }

  String id() {
    return code.substring(code.indexOf('/') + 1);
  }
}
