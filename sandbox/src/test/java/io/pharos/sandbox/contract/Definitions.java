package io.pharos.sandbox.contract;

/** State machines for the suites, in the States Language. */
final class Definitions {
  /** Waits for an hour, so that an execution is still running when it is looked at. */
  static final String WAITING =
      """
      {"QueryLanguage": "JSONata", "StartAt": "Wait", "States": {\
      "Wait": {"Type": "Wait", "Seconds": 3600, "End": true}}}""";

  private Definitions() {}
}
