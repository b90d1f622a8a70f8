package io.pharos.component.awsx;

import com.pulumi.core.annotations.Import;
import com.pulumi.resources.ResourceArgs;

/** One kind of subnet, of which {@link Vpc} makes one in each zone. */
public final class SubnetSpecArgs extends ResourceArgs {
  @Import(name = "type", required = true)
  private final String type;

  @Import(name = "name")
  private final String name;

  @Import(name = "cidrMask")
  private final Integer cidrMask;

  /**
   * @param type Public, Private or Isolated
   */
  public SubnetSpecArgs(String type, String name, int cidrMask) {
    this.type = type;
    this.name = name;
    this.cidrMask = cidrMask;
  }
}
