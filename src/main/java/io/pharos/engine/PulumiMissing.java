package io.pharos.engine;

/** There is no Pulumi CLI that runs; the message says how to get one. */
public final class PulumiMissing extends RuntimeException {
  private static final long serialVersionUID = 1L;

  PulumiMissing(Throwable cause) {
    super(
        "The Pulumi CLI does not run: "
            + cause.getMessage()
            + "\nInstall it (https://www.pulumi.com/docs/install/), or start Pharos with ./pharos,"
            + " which builds it when Go is there.",
        cause);
  }
}
