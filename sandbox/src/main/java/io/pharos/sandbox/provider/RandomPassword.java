package io.pharos.sandbox.provider;

import io.pharos.sandbox.core.Ids;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * {@code aws:secretsmanager/getRandomPassword}: a new password at every call, as from AWS, so that
 * a program that takes it for stable is found out. Equal sequences of calls give equal passwords.
 * Defaults and character sets as in
 * https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetRandomPassword.html
 */
final class RandomPassword implements Invokes.Invoke {
  private static final String LOWERCASE = "abcdefghijklmnopqrstuvwxyz";
  private static final String UPPERCASE = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
  private static final String NUMBERS = "0123456789";
  private static final String PUNCTUATION = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~";
  private static final int DEFAULT_LENGTH = 32;
  private static final int LONGEST = 4096;

  private final long seed;
  private final Map<String, Integer> calls = new HashMap<>();

  RandomPassword(long seed) {
    this.seed = seed;
  }

  @Override
  public Map<String, Object> answer(String region, Map<String, Object> arguments) {
    int length = ((Number) arguments.getOrDefault("passwordLength", DEFAULT_LENGTH)).intValue();
    List<String> kinds = kinds(arguments);
    boolean each = flag(arguments, "requireEachIncludedType", true);
    if (length < 1 || length > LONGEST || each && length < kinds.size()) {
      throw refused("Password length " + length + " is not possible with these characters.");
    }
    int call = calls.merge(region, 1, Integer::sum);
    String password = generate(kinds, length, each, new Random(Ids.number(seed, region, call)));
    Map<String, Object> result = new LinkedHashMap<>(arguments);
    result.put("id", password);
    result.put("randomPassword", password);
    return result;
  }

  private static List<String> kinds(Map<String, Object> arguments) {
    Map<String, String> all = new LinkedHashMap<>();
    all.put("excludeLowercase", LOWERCASE);
    all.put("excludeUppercase", UPPERCASE);
    all.put("excludeNumbers", NUMBERS);
    all.put("excludePunctuation", PUNCTUATION);
    String excluded = (String) arguments.getOrDefault("excludeCharacters", "");
    List<String> kinds = new ArrayList<>();
    all.forEach(
        (exclusion, characters) -> {
          if (!flag(arguments, exclusion, false)) {
            kinds.add(without(characters, excluded));
          }
        });
    if (flag(arguments, "includeSpace", false)) {
      kinds.add(" ");
    }
    kinds.removeIf(String::isEmpty);
    if (kinds.isEmpty()) {
      throw refused("You can't exclude all character types.");
    }
    return kinds;
  }

  private static String generate(List<String> kinds, int length, boolean each, Random random) {
    List<Character> characters = new ArrayList<>();
    if (each) {
      kinds.forEach(kind -> characters.add(any(kind, random)));
    }
    String all = String.join("", kinds);
    while (characters.size() < length) {
      characters.add(any(all, random));
    }
    Collections.shuffle(characters, random);
    StringBuilder password = new StringBuilder();
    characters.forEach(password::append);
    return password.toString();
  }

  private static char any(String characters, Random random) {
    return characters.charAt(random.nextInt(characters.length()));
  }

  private static String without(String characters, String excluded) {
    StringBuilder left = new StringBuilder();
    characters.chars().filter(c -> excluded.indexOf(c) < 0).forEach(c -> left.append((char) c));
    return left.toString();
  }

  private static boolean flag(Map<String, Object> arguments, String name, boolean otherwise) {
    return Boolean.TRUE.equals(arguments.getOrDefault(name, otherwise));
  }

  private static ProviderFailure refused(String message) {
    return new ProviderFailure(
        "reading Secrets Manager Get Random Password: operation error Secrets Manager:"
            + " GetRandomPassword, https response error StatusCode: 400, RequestID: sandbox,"
            + " InvalidParameterException: "
            + message);
  }
}
