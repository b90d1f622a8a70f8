package io.pharos.sandbox.provider;

import pulumirpc.Provider.PropertyDiff;

/** What happens to a property, and whether only a new resource can have it. */
record Change(Kind kind, boolean replaces) {

  enum Kind {
    ADD,
    DELETE,
    UPDATE
  }

  PropertyDiff.Kind onTheWire() {
    return switch (kind) {
      case ADD -> replaces ? PropertyDiff.Kind.ADD_REPLACE : PropertyDiff.Kind.ADD;
      case DELETE -> replaces ? PropertyDiff.Kind.DELETE_REPLACE : PropertyDiff.Kind.DELETE;
      case UPDATE -> replaces ? PropertyDiff.Kind.UPDATE_REPLACE : PropertyDiff.Kind.UPDATE;
    };
  }
}
