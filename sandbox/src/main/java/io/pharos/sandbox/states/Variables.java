package io.pharos.sandbox.states;

import java.util.LinkedHashMap;
import java.util.Map;

/** The variables of a scope; inner scopes read the outer ones and assign only their own. */
final class Variables {
  private final Variables outer;
  private final Map<String, Object> own = new LinkedHashMap<>();

  Variables(Variables outer) {
    this.outer = outer;
  }

  void assign(Map<String, Object> values) {
    own.putAll(values);
  }

  Map<String, Object> visible() {
    Map<String, Object> all = outer == null ? new LinkedHashMap<>() : outer.visible();
    all.putAll(own);
    return all;
  }
}
