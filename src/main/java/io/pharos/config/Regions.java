package io.pharos.config;

import io.pharos.recovery.contract.Position;

/** The AWS Region of each position. */
public record Regions(String primary, String secondary) {

  public String of(Position position) {
    return switch (position) {
      case PRIMARY -> primary;
      case SECONDARY -> secondary;
    };
  }
}
