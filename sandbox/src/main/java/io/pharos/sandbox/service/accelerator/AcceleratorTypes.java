package io.pharos.sandbox.service.accelerator;

/** The provider's tokens of Global Accelerator, and where its control plane is. */
public final class AcceleratorTypes {
  public static final String ACCELERATOR = "aws:globalaccelerator/accelerator:Accelerator";
  public static final String LISTENER = "aws:globalaccelerator/listener:Listener";
  public static final String ENDPOINT_GROUP = "aws:globalaccelerator/endpointGroup:EndpointGroup";

  /**
   * The only Region that takes changes.
   *
   * @see <a
   *     href="https://docs.aws.amazon.com/global-accelerator/latest/api/Welcome.html">Welcome</a>
   */
  public static final String CONTROL_PLANE = "us-west-2";

  /** What Route 53 calls the zone of every accelerator's name. */
  public static final String ZONE_ID = "Z2BJ6XQ5FK7U4H";

  private static final String SUFFIX = ".awsglobalaccelerator.com";

  private AcceleratorTypes() {}

  /** Whether a name can be an accelerator's. */
  public static boolean names(String dnsName) {
    return dnsName.endsWith(SUFFIX) || dnsName.endsWith(SUFFIX + ".");
  }

  static String dnsName(String hash) {
    return "a" + hash + SUFFIX;
  }
}
