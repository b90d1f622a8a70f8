package io.pharos.config;

/** What a Region does now. It follows from {@code pharos:active} and is part of no name. */
public enum Role {
  ACTIVE,
  STANDBY
}
