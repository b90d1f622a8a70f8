package io.pharos.sandbox.provider;

import com.google.protobuf.ListValue;
import com.google.protobuf.NullValue;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Pulumi's property values on the wire, and the same as plain Java: String, Boolean, Integer, Long,
 * Double, List, Map, {@link #UNKNOWN}, {@link Secret}. Maps come out sorted by key, whatever the
 * engine's order was. An asset or archive stays a map with its signature, {@code path} and {@code
 * hash}.
 */
final class Wire {
  /** A value of Pulumi's that is more than JSON says what it is under this key. */
  static final String SIGNATURE = "4dabf18193072939515e22adb298388d";

  private static final String SECRET = "1b47061264138c4ac30d75fd1eb44270";
  private static final String OUTPUT = "d0e6a833031e9bbcd3f4e8bde6ca49a4";
  private static final String ASSET = "c44067f5952c0a294b673a41bacd8c17";
  private static final String ARCHIVE = "0def7320c3a5731c473e5ecbe6d01bc7";
  private static final String UNKNOWN_TEXT = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

  /** In a preview: what only an update will know. */
  static final Object UNKNOWN =
      new Object() {
        @Override
        public String toString() {
          return "unknown";
        }
      };

  /** A value that must not be shown. */
  record Secret(Object value) {}

  private Wire() {}

  /** The properties, without those that are null. */
  static Map<String, Object> decode(Struct struct) {
    Map<String, Object> properties = new LinkedHashMap<>();
    new TreeMap<>(struct.getFieldsMap())
        .forEach(
            (key, value) -> {
              Object decoded = decode(value);
              if (decoded != null) {
                properties.put(key, decoded);
              }
            });
    return properties;
  }

  private static Object decode(Value value) {
    return switch (value.getKindCase()) {
      case NULL_VALUE, KIND_NOT_SET -> null;
      case BOOL_VALUE -> value.getBoolValue();
      case STRING_VALUE ->
          value.getStringValue().equals(UNKNOWN_TEXT) ? UNKNOWN : value.getStringValue();
      case NUMBER_VALUE -> number(value.getNumberValue());
      case LIST_VALUE -> {
        List<Object> list = new ArrayList<>();
        value.getListValue().getValuesList().forEach(item -> list.add(decode(item)));
        yield list;
      }
      case STRUCT_VALUE -> object(decode(value.getStructValue()));
    };
  }

  private static Object object(Map<String, Object> fields) {
    if (SECRET.equals(fields.get(SIGNATURE))) {
      return new Secret(fields.get("value"));
    }
    if (OUTPUT.equals(fields.get(SIGNATURE))) {
      Object value = fields.getOrDefault("value", UNKNOWN);
      return Boolean.TRUE.equals(fields.get("secret")) ? new Secret(value) : value;
    }
    return fields;
  }

  private static Object number(double value) {
    if (value != Math.rint(value) || Math.abs(value) > 1L << 53) {
      return value;
    }
    long whole = (long) value;
    return whole == (int) whole ? (Object) (int) whole : (Object) whole;
  }

  static Struct encode(Map<String, Object> properties) {
    Struct.Builder struct = Struct.newBuilder();
    properties.forEach(
        (key, value) -> {
          if (value != null) {
            struct.putFields(key, encode(value));
          }
        });
    return struct.build();
  }

  @SuppressWarnings("unchecked")
  static Value encode(Object value) {
    Value.Builder encoded = Value.newBuilder();
    if (value == null) {
      encoded.setNullValue(NullValue.NULL_VALUE);
    } else if (value == UNKNOWN) {
      encoded.setStringValue(UNKNOWN_TEXT);
    } else if (value instanceof Secret secret) {
      encoded.setStructValue(
          Struct.newBuilder()
              .putFields(SIGNATURE, encode(SECRET))
              .putFields("value", encode(secret.value())));
    } else if (value instanceof Boolean flag) {
      encoded.setBoolValue(flag);
    } else if (value instanceof Number number) {
      encoded.setNumberValue(number.doubleValue());
    } else if (value instanceof Map<?, ?> map) {
      encoded.setStructValue(encode((Map<String, Object>) map));
    } else if (value instanceof Iterable<?> items) {
      ListValue.Builder list = ListValue.newBuilder();
      items.forEach(item -> list.addValues(encode(item)));
      encoded.setListValue(list);
    } else {
      encoded.setStringValue(value.toString());
    }
    return encoded.build();
  }

  /** The value without any mark of secrecy, unknowns included. */
  static Object plain(Object value) {
    if (value instanceof Secret secret) {
      return plain(secret.value());
    }
    if (value instanceof Map<?, ?> map) {
      Map<String, Object> copy = new LinkedHashMap<>();
      map.forEach((key, item) -> copy.put(key.toString(), plain(item)));
      return copy;
    }
    if (value instanceof List<?> list) {
      List<Object> copy = new ArrayList<>();
      list.forEach(item -> copy.add(plain(item)));
      return copy;
    }
    return value;
  }

  @SuppressWarnings("unchecked")
  static Map<String, Object> plainMap(Map<String, Object> properties) {
    return (Map<String, Object>) plain(properties);
  }

  static boolean hasSecret(Object value) {
    return value instanceof Secret
        || value instanceof Map<?, ?> map && map.values().stream().anyMatch(Wire::hasSecret)
        || value instanceof List<?> list && list.stream().anyMatch(Wire::hasSecret);
  }

  static boolean isAsset(Object value) {
    return value instanceof Map<?, ?> map && ASSET.equals(map.get(SIGNATURE));
  }

  static boolean isArchive(Object value) {
    return value instanceof Map<?, ?> map && ARCHIVE.equals(map.get(SIGNATURE));
  }
}
