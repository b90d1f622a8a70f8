package io.pharos.sandbox.service.ssm;

import io.pharos.sandbox.core.Account;
import io.pharos.sandbox.core.Behavior;
import io.pharos.sandbox.core.Resource;
import io.pharos.sandbox.core.World;
import io.pharos.sandbox.service.Kms;
import io.pharos.sandbox.service.ResourceName;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * {@code aws:ssm/parameter:Parameter}: its id is its name. A value lies in {@code value}, or in
 * {@code insecureValue} when the program wrote it there.
 */
public final class ParameterBehavior implements Behavior {
  public static final String TYPE = "aws:ssm/parameter:Parameter";

  private static final Set<String> TYPES = Set.of("String", "StringList", "SecureString");
  private static final int STANDARD_BYTES = 4096;
  private static final int ADVANCED_BYTES = 8192;
  private static final int LEVELS = 15;

  /** What a write of the provider sends; changing only something else makes no new version. */
  private static final List<String> SENT =
      List.of(
          "value",
          "insecureValue",
          "type",
          "description",
          "allowedPattern",
          "tier",
          "keyId",
          "dataType");

  private final World world;
  private final Map<String, Instant> written;

  /**
   * @param written when each parameter was written last, by ARN
   */
  public ParameterBehavior(World world, Map<String, Instant> written) {
    this.world = world;
    this.written = written;
  }

  /** The value, wherever the program put it. */
  static String text(Resource parameter) {
    return parameter.string(parameter.has("insecureValue") ? "insecureValue" : "value");
  }

  static void text(Resource parameter, String value) {
    parameter.set(parameter.has("insecureValue") ? "insecureValue" : "value", value);
  }

  @Override
  public void create(Resource parameter) {
    String name = ResourceName.of(parameter);
    checkName(name);
    check(parameter);
    Account account = world.account();
    Optional<Resource> existing = account.find(TYPE, parameter.region(), name);
    int version = 1;
    if (existing.isPresent()) {
      if (!parameter.flag("overwrite")) {
        throw SsmRefusal.alreadyExists();
      }
      version = existing.get().integer("version") + 1;
      account.remove(existing.get());
    }
    parameter.id(name);
    Map<String, Object> attributes = parameter.attributes();
    parameter.set("arn", arn(account.id(), parameter.region(), name)).set("version", version);
    written.put(parameter.string("arn"), world.clock().instant());
    attributes.putIfAbsent("tier", "Standard");
    attributes.putIfAbsent("dataType", "text");
    if (parameter.string("type").equals("SecureString")) {
      attributes.putIfAbsent("keyId", "alias/aws/ssm");
    }
  }

  @Override
  public void update(Resource parameter, Map<String, Object> before) {
    check(parameter);
    boolean differs =
        SENT.stream()
            .anyMatch(
                attribute ->
                    !Objects.equals(before.get(attribute), parameter.attributes().get(attribute)));
    if (differs) {
      parameter.set("version", parameter.integer("version") + 1);
      written.put(parameter.string("arn"), world.clock().instant());
    }
  }

  /** In a world that is restored nothing is older than the world. */
  @Override
  public void start(Resource parameter) {
    written.putIfAbsent(parameter.string("arn"), world.clock().instant());
  }

  static String arn(String accountId, String region, String name) {
    return "arn:aws:ssm:%s:%s:parameter%s%s"
        .formatted(region, accountId, name.startsWith("/") ? "" : "/", name);
  }

  private static void checkName(String name) {
    String bare = name.startsWith("/") ? name.substring(1) : name;
    String lower = bare.toLowerCase(Locale.ROOT);
    if (lower.startsWith("aws")) {
      throw SsmRefusal.reserved(name);
    }
    if (lower.startsWith("ssm")) {
      throw SsmRefusal.invalid(
          "Parameter name: can't be prefixed with \"ssm\" (case-insensitive). If formed as a path,"
              + " it can consist of sub-paths divided by slash symbol; each sub-path can be formed"
              + " as a mix of letters, numbers and the following 3 symbols .-_");
    }
    if (!name.matches("[a-zA-Z0-9_.\\-/]+") || name.endsWith("/") || name.contains("//")) {
      throw SsmRefusal.invalid(
          "Parameter name must only contain letters, numbers and the following 4 symbols .-_/ : "
              + name);
    }
    if (bare.contains("/") && !name.startsWith("/")) {
      throw SsmRefusal.invalid("Parameter name must be a fully qualified name.");
    }
    if (bare.split("/").length > LEVELS) {
      throw SsmRefusal.invalid("Parameter hierarchies are limited to 15 levels: " + name);
    }
  }

  private void check(Resource parameter) {
    String type = parameter.string("type");
    if (!TYPES.contains(type)) {
      throw SsmRefusal.invalid(
          "1 validation error detected: Value '%s' at 'type' failed to satisfy constraint: Member"
                  .formatted(type)
              + " must satisfy enum value set: [SecureString, StringList, String]");
    }
    String text = text(parameter);
    if (text.isEmpty()) {
      throw SsmRefusal.invalid(
          "1 validation error detected: Value '' at 'value' failed to satisfy constraint: Member"
              + " must have length greater than or equal to 1.");
    }
    boolean advanced = parameter.string("tier").equals("Advanced");
    int limit = advanced ? ADVANCED_BYTES : STANDARD_BYTES;
    if (text.getBytes(StandardCharsets.UTF_8).length > limit) {
      throw SsmRefusal.invalid(
          "%s tier parameters support a maximum parameter value of %d characters."
              .formatted(advanced ? "Advanced" : "Standard", limit));
    }
    if (parameter.has("allowedPattern") && !text.matches(parameter.string("allowedPattern"))) {
      throw SsmRefusal.patternMismatch(parameter.string("allowedPattern"));
    }
    if (type.equals("SecureString")) {
      checkSecure(parameter);
    }
  }

  private void checkSecure(Resource parameter) {
    if (parameter.has("insecureValue")) {
      throw SsmRefusal.invalid(
          "invalid configuration, cannot set type = SecureString and insecure_value");
    }
    String key = parameter.string("keyId");
    if (!Kms.awsManaged(key) && world.service(Kms.class).key(parameter.region(), key).isEmpty()) {
      throw SsmRefusal.invalidKey(key);
    }
  }
}
