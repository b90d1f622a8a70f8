package io.pharos.sandbox.provider;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.pulumi.core.annotations.CustomType;
import com.pulumi.core.annotations.Export;
import com.pulumi.core.annotations.Import;
import com.pulumi.core.annotations.ResourceType;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.WildcardType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The tables of types.json against the classes of the Pulumi AWS SDK: what a program can say is
 * what the tables know, down to nested blocks. What the classes cannot tell (replacement, defaults)
 * is only held to the rules of the format.
 */
class TypeTablesTest {
  private static final Set<String> TYPES =
      Set.of(
          "string", "boolean", "integer", "number", "list", "set", "map", "object", "asset",
          "archive", "any");
  private static final Set<String> FLAGS =
      Set.of(
          "input", "output", "required", "replaces", "computed", "secret", "autoname", "writeOnly");
  private static final Set<String> KEYS =
      Set.of("type", "default", "imported", "spellings", "items", "properties");

  private final JsonNode tables = read();

  @Test
  void everyTypeSaysWhereItsFactsAreFromAndWhichOperationsItStandsFor() {
    tables
        .properties()
        .forEach(
            type -> {
              JsonNode table = type.getValue();
              assertThat(table.path("source").asText())
                  .as(type.getKey())
                  .startsWith("https://www.pulumi.com/registry/packages/aws/api-docs/")
                  .contains("hashicorp/terraform-provider-aws internal/service/");
              assertThat(table.path("noun").asText()).as(type.getKey()).isNotBlank();
              assertThat(names(table.path("operation")))
                  .as(type.getKey())
                  .contains("create", "read");
            });
  }

  @Test
  void tokensAreThoseOfTheSdk() {
    tables
        .fieldNames()
        .forEachRemaining(
            token ->
                assertThat(resource(token).getAnnotation(ResourceType.class).type())
                    .isEqualTo(token));
  }

  @Test
  void inputsAndWhichOfThemAreRequiredAreThoseOfTheSdk() {
    tables
        .properties()
        .forEach(
            type ->
                assertThat(flagged(type.getValue(), "input"))
                    .as(type.getKey())
                    .isEqualTo(inputs(arguments(type.getKey()), "")));
  }

  @Test
  void outputsAreThoseOfTheSdk() {
    tables
        .properties()
        .forEach(
            type ->
                assertThat(flagged(type.getValue(), "output").keySet())
                    .as(type.getKey())
                    .isEqualTo(outputs(resource(type.getKey()))));
  }

  @Test
  void whatReplacesIsDefaultedNamedOrComputedIsAnInput() {
    everyProperty(
        (path, property) -> {
          for (String word :
              List.of("replaces", "default", "required", "autoname", "computed", "writeOnly")) {
            if (property.has(word)) {
              assertThat(property.path("input").asBoolean()).as("%s %s", path, word).isTrue();
            }
          }
          if (property.has("default")) {
            assertThat(property.has("required") || property.has("computed")).as(path).isFalse();
          }
        });
  }

  @Test
  void defaultsAreOfTheirPropertysType() {
    everyProperty(
        (path, property) -> {
          JsonNode value = property.path("default");
          String type = property.path("type").asText();
          boolean fits =
              value.isMissingNode()
                  || (type.equals("boolean") && value.isBoolean())
                  || (type.equals("integer") && value.isInt())
                  || (type.equals("number") && value.isNumber())
                  || (type.equals("string") && value.isTextual());
          assertThat(fits).as("%s: %s = %s", path, type, value).isTrue();
        });
  }

  @Test
  void noPropertyIsWrittenInWordsTheFormatDoesNotHave() {
    everyProperty(
        (path, property) -> {
          assertThat(TYPES).as(path).contains(property.path("type").asText());
          names(property)
              .forEach(
                  word -> {
                    assertThat(FLAGS.contains(word) || KEYS.contains(word))
                        .as("%s %s", path, word)
                        .isTrue();
                    if (FLAGS.contains(word)) {
                      assertThat(property.get(word).asBoolean()).as("%s %s", path, word).isTrue();
                    }
                  });
        });
  }

  @Test
  void whatTheSdkKeepsSecretIsSecret() {
    assertThat(flagged(tables.path("aws:rds/instance:Instance"), "secret")).containsKey("password");
    assertThat(flagged(tables.path("aws:ssm/parameter:Parameter"), "secret")).containsKey("value");
    assertThat(flagged(tables.path("aws:secretsmanager/secretVersion:SecretVersion"), "secret"))
        .containsKey("secretString");
  }

  /** The properties that a word stands on, by path, each with whether it is required. */
  private static Map<String, Boolean> flagged(JsonNode table, String word) {
    Map<String, Boolean> found = new TreeMap<>();
    walk(
        table,
        "",
        (path, property) -> {
          if (property.path(word).asBoolean()) {
            found.put(path, property.path("required").asBoolean());
          }
        });
    return found;
  }

  private void everyProperty(BiConsumer<String, JsonNode> visitor) {
    tables.properties().forEach(type -> walk(type.getValue(), type.getKey() + " ", visitor));
  }

  private static void walk(JsonNode holder, String path, BiConsumer<String, JsonNode> visitor) {
    holder
        .path("properties")
        .properties()
        .forEach(
            entry -> {
              String here = path + entry.getKey();
              visitor.accept(here, entry.getValue());
              JsonNode inner = entry.getValue();
              while (inner.has("items")) {
                inner = inner.get("items");
              }
              walk(inner, here + ".", visitor);
            });
  }

  private static Map<String, Boolean> inputs(Class<?> arguments, String path) {
    Map<String, Boolean> found = new TreeMap<>();
    for (Field field : arguments.getDeclaredFields()) {
      Import property = field.getAnnotation(Import.class);
      if (property != null) {
        found.put(path + property.name(), property.required());
        nested(field.getGenericType(), ".inputs.")
            .ifPresent(inner -> found.putAll(inputs(inner, path + property.name() + ".")));
      }
    }
    return found;
  }

  private static Set<String> outputs(Class<?> resource) {
    Set<String> found = new TreeSet<>();
    for (Field field : resource.getDeclaredFields()) {
      Export property = field.getAnnotation(Export.class);
      if (property != null) {
        found.add(property.name());
        nested(field.getGenericType(), ".outputs.")
            .ifPresent(inner -> found.addAll(nestedOutputs(inner, property.name() + ".")));
      }
    }
    return found;
  }

  private static Set<String> nestedOutputs(Class<?> block, String path) {
    Map<String, String> names = new HashMap<>();
    for (Class<?> builder : block.getDeclaredClasses()) {
      for (Method method : builder.getDeclaredMethods()) {
        CustomType.Setter setter = method.getAnnotation(CustomType.Setter.class);
        if (setter != null) {
          names.put(method.getName(), setter.value().isEmpty() ? method.getName() : setter.value());
        }
      }
    }
    Set<String> found = new TreeSet<>();
    for (Field field : block.getDeclaredFields()) {
      String name = path + names.get(field.getName());
      if (names.containsKey(field.getName())) {
        found.add(name);
        nested(field.getGenericType(), ".outputs.")
            .ifPresent(inner -> found.addAll(nestedOutputs(inner, name + ".")));
      }
    }
    return found;
  }

  /** The class of the block within {@code Output<List<…>>} and the like, if there is one. */
  private static Optional<Class<?>> nested(Type type, String place) {
    List<Class<?>> classes = new ArrayList<>();
    collect(type, classes);
    return classes.stream()
        .filter(each -> each.getName().contains(place) && !each.isEnum())
        .findFirst();
  }

  private static void collect(Type type, List<Class<?>> into) {
    if (type instanceof Class<?> plain) {
      into.add(plain);
    } else if (type instanceof ParameterizedType generic) {
      Stream.of(generic.getActualTypeArguments()).forEach(each -> collect(each, into));
    } else if (type instanceof WildcardType wildcard) {
      Stream.of(wildcard.getUpperBounds()).forEach(each -> collect(each, into));
    }
  }

  private static Class<?> resource(String token) {
    return load(token, "");
  }

  private static Class<?> arguments(String token) {
    return load(token, "Args");
  }

  private static Class<?> load(String token, String suffix) {
    String[] parts = token.split(":");
    String module = parts[1].substring(0, parts[1].indexOf('/'));
    String name = "com.pulumi.aws." + module + "." + parts[2] + suffix;
    try {
      return Class.forName(name, false, TypeTablesTest.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new AssertionError("The SDK has no class " + name + " for " + token, e);
    }
  }

  private static Set<String> names(JsonNode object) {
    Set<String> names = new TreeSet<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }

  private static JsonNode read() {
    try (InputStream file = TypeTablesTest.class.getResourceAsStream("types.json")) {
      return new ObjectMapper().readTree(file);
    } catch (IOException e) {
      throw new AssertionError("types.json cannot be read", e);
    }
  }
}
