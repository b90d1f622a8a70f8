package io.pharos.config;

/** A setting that is one of a few words. */
interface Choice {

  /** The word that stands in the configuration. */
  String word();

  /** Whether this version of Pharos can do it; what it cannot do is refused, never ignored. */
  default boolean available() {
    return true;
  }
}
