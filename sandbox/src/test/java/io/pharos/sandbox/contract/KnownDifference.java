package io.pharos.sandbox.contract;

/** Where moto answers otherwise than AWS's documentation says; each test that meets one names it. */
enum KnownDifference {
  ;

  private final String page;

  KnownDifference(String page) {
    this.page = page;
  }

  /** The page of AWS's documentation that the sandbox follows. */
  String page() {
    return page;
  }
}
