package io.pharos.sandbox.core;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What was found out about one copy of an account, and holds for all its equal copies. */
final class CopiesKnow {
  private final Map<String, Map<Object, Object>> answers = new ConcurrentHashMap<>();

  /** By question; many threads read and write it. */
  Map<Object, Object> answers(String what) {
    return answers.computeIfAbsent(what, any -> new ConcurrentHashMap<>());
  }
}
