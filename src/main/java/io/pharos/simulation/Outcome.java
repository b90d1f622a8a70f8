package io.pharos.simulation;

/** How a run ended. */
public enum Outcome {
  RECOVERED,
  STOPPED_SAFELY,
  VIOLATED
}
