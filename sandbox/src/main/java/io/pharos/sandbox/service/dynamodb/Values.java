package io.pharos.sandbox.service.dynamodb;

import io.pharos.sandbox.service.dynamodb.expression.InvalidExpression;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * DynamoDB's values: their types, order and sizes. Values are kept in a canonical form (numbers
 * without trailing zeros, sets in order), so that equal values are equal objects.
 */
public final class Values {
  private static final int PRECISION = 38;

  private Values() {}

  /** S, N, B, BOOL, NULL, M, L, SS, NS or BS. */
  public static String type(AttributeValue value) {
    return switch (value.type()) {
      case S -> "S";
      case N -> "N";
      case B -> "B";
      case BOOL -> "BOOL";
      case NUL -> "NULL";
      case M -> "M";
      case L -> "L";
      case SS -> "SS";
      case NS -> "NS";
      case BS -> "BS";
      case UNKNOWN_TO_SDK_VERSION ->
          throw new InvalidExpression(
              "Supplied AttributeValue is empty, must contain exactly one of the supported datatypes");
    };
  }

  public static AttributeValue number(BigDecimal number) {
    if (number.stripTrailingZeros().precision() > PRECISION) {
      throw new InvalidExpression(
          "Attempting to store more than 38 significant digits in a Number");
    }
    return AttributeValue.fromN(plain(number));
  }

  private static String plain(BigDecimal number) {
    return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
  }

  private static BigDecimal parse(String number) {
    try {
      return new BigDecimal(number);
    } catch (NumberFormatException e) {
      throw new InvalidExpression(
          "The parameter cannot be converted to a numeric value: " + number);
    }
  }

  /** The same value in canonical form. */
  public static AttributeValue canonical(AttributeValue value) {
    return switch (value.type()) {
      case N -> number(parse(value.n()));
      case M -> AttributeValue.fromM(canonical(value.m()));
      case L -> AttributeValue.fromL(value.l().stream().map(Values::canonical).toList());
      case SS -> withMembers(value, checked(value.ss()));
      case NS ->
          withMembers(value, checked(value.ns().stream().map(one -> plain(parse(one))).toList()));
      case S, B, BOOL, NUL, BS -> value;
      case UNKNOWN_TO_SDK_VERSION -> {
        type(value);
        yield value;
      }
    };
  }

  public static Map<String, AttributeValue> canonical(Map<String, AttributeValue> item) {
    Map<String, AttributeValue> canonical = new LinkedHashMap<>();
    new TreeMap<>(item).forEach((name, value) -> canonical.put(name, canonical(value)));
    return canonical;
  }

  private static Collection<String> checked(List<String> members) {
    if (members.isEmpty()) {
      throw new InvalidExpression(
          "One or more parameter values were invalid: An string set  may not be empty");
    }
    if (new TreeSet<>(members).size() < members.size()) {
      throw new InvalidExpression(
          "One or more parameter values were invalid: Input collection %s contains duplicates."
              .formatted(members));
    }
    return members;
  }

  public static boolean isSet(AttributeValue value) {
    return value.hasSs() || value.hasNs();
  }

  public static List<String> members(AttributeValue set) {
    return set.hasSs() ? set.ss() : set.ns();
  }

  /** A set of the same type with other members. */
  public static AttributeValue withMembers(AttributeValue set, Collection<String> members) {
    List<String> ordered = List.copyOf(new TreeSet<>(members));
    return set.hasSs() ? AttributeValue.fromSs(ordered) : AttributeValue.fromNs(ordered);
  }

  /** Whether the two can be compared by order: both strings, numbers or bytes. */
  public static boolean ordered(AttributeValue left, AttributeValue right) {
    return left.s() != null && right.s() != null
        || left.n() != null && right.n() != null
        || left.b() != null && right.b() != null;
  }

  /** Numbers by value, strings by their UTF-8 bytes. */
  public static int compare(AttributeValue left, AttributeValue right) {
    if (left.n() != null) {
      return new BigDecimal(left.n()).compareTo(new BigDecimal(right.n()));
    }
    return left.s() != null && right.s() != null
        ? compare(left.s(), right.s())
        : Arrays.compareUnsigned(bytes(left), bytes(right));
  }

  /** By UTF-8 bytes: the order of the characters, unless one of them needs two. */
  private static int compare(String left, String right) {
    int length = Math.min(left.length(), right.length());
    for (int i = 0; i < length; i++) {
      char l = left.charAt(i);
      char r = right.charAt(i);
      if (l != r) {
        return Character.isSurrogate(l) || Character.isSurrogate(r)
            ? Integer.compare(left.codePointAt(i), right.codePointAt(i))
            : l - r;
      }
    }
    return left.length() - right.length();
  }

  /** How many bytes it takes: names and values in UTF-8, as the quota counts them. */
  static long bytes(Map<String, AttributeValue> item) {
    long sum = 0;
    for (Map.Entry<String, AttributeValue> entry : item.entrySet()) {
      sum += utf8(entry.getKey()) + weight(entry.getValue());
    }
    return sum;
  }

  private static long weight(AttributeValue value) {
    return switch (value.type()) {
      case S -> utf8(value.s());
      case N -> (value.n().length() + 1) / 2 + 1L;
      case B -> value.b().asByteArrayUnsafe().length;
      case BOOL, NUL -> 1;
      case M -> 3 + value.m().size() + bytes(value.m());
      case L -> 3 + value.l().size() + value.l().stream().mapToLong(Values::weight).sum();
      case SS -> value.ss().stream().mapToLong(Values::utf8).sum();
      case NS -> value.ns().stream().mapToLong(each -> (each.length() + 1) / 2 + 1L).sum();
      case BS -> value.bs().stream().mapToLong(each -> each.asByteArrayUnsafe().length).sum();
      case UNKNOWN_TO_SDK_VERSION -> 0;
    };
  }

  private static long utf8(String text) {
    long bytes = text.length();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c > 0x7f) {
        // A pair of surrogates makes four bytes of two characters.
        bytes += c > 0x7ff && !Character.isSurrogate(c) ? 2 : 1;
      }
    }
    return bytes;
  }

  private static byte[] bytes(AttributeValue value) {
    return value.s() == null
        ? value.b().asByteArrayUnsafe()
        : value.s().getBytes(StandardCharsets.UTF_8);
  }

  /** What {@code size()} says: characters of a string, bytes, or elements. */
  public static long size(AttributeValue value) {
    return switch (value.type()) {
      case S -> value.s().length();
      case B -> value.b().asByteArrayUnsafe().length;
      case M -> value.m().size();
      case L -> value.l().size();
      case SS -> value.ss().size();
      case NS -> value.ns().size();
      case BS -> value.bs().size();
      case N, BOOL, NUL, UNKNOWN_TO_SDK_VERSION ->
          throw new InvalidExpression(
              "Invalid operand type for operator or function; operator or function: size, operand type: "
                  + type(value));
    };
  }
}
