package io.pharos.recovery.contract;

/**
 * What a beacon sends to the functions of an operation that may be near, so that Lambda has an
 * environment with their code ready. It is no step: it names no operation, as every step's input
 * does, and a function that is called awake changes nothing and writes nothing down.
 */
public final class WakeUpCall {
  /** The only field of such an input; its value is true. */
  public static final String FIELD = "wakeUp";

  public static final String INPUT = "{\"" + FIELD + "\":true}";

  private WakeUpCall() {}
}
