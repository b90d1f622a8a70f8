package io.pharos.config;

/** An IPv4 network, as a first address and a prefix length. */
public record Cidr(int address, int prefix) {

  /**
   * The network that is written like this.
   *
   * @throws IllegalArgumentException when it is no network: wrong form, or host bits set
   */
  public static Cidr of(String text) {
    if (!text.matches("\\d{1,3}(\\.\\d{1,3}){3}/\\d{1,2}")) {
      throw new IllegalArgumentException("it has not the form a.b.c.d/n");
    }
    String[] parts = text.split("[./]");
    int address = 0;
    for (int i = 0; i < 4; i++) {
      int octet = Integer.parseInt(parts[i]);
      if (octet > 255) {
        throw new IllegalArgumentException(octet + " is above 255");
      }
      address = address << 8 | octet;
    }
    int prefix = Integer.parseInt(parts[4]);
    if (prefix > 32) {
      throw new IllegalArgumentException("/" + prefix + " is above /32");
    }
    Cidr cidr = new Cidr(address, prefix);
    if ((address & cidr.mask()) != address) {
      throw new IllegalArgumentException(
          "it is an address within " + new Cidr(address & cidr.mask(), prefix));
    }
    return cidr;
  }

  /** The {@code index}-th network of this prefix length within this one. */
  public Cidr subnet(int subnetPrefix, int index) {
    if (subnetPrefix < prefix || index < 0 || index >= count(subnetPrefix)) {
      throw new IllegalArgumentException(
          "no /" + subnetPrefix + " number " + index + " in " + this);
    }
    return new Cidr(address + (index << (32 - subnetPrefix)), subnetPrefix);
  }

  /** The last network of this prefix length within this one. */
  public Cidr last(int subnetPrefix) {
    return subnet(subnetPrefix, count(subnetPrefix) - 1);
  }

  public boolean overlaps(Cidr other) {
    int shorter = Math.min(prefix, other.prefix);
    int common = shorter == 0 ? 0 : -1 << (32 - shorter);
    return (address & common) == (other.address & common);
  }

  /** Whether it lies in one of the blocks of RFC 1918. */
  public boolean isPrivate() {
    return within("10.0.0.0/8") || within("172.16.0.0/12") || within("192.168.0.0/16");
  }

  private boolean within(String block) {
    Cidr outer = of(block);
    return prefix >= outer.prefix && overlaps(outer);
  }

  private int count(int subnetPrefix) {
    return 1 << (subnetPrefix - prefix);
  }

  private int mask() {
    return prefix == 0 ? 0 : -1 << (32 - prefix);
  }

  @Override
  public String toString() {
    return (address >>> 24)
        + "."
        + (address >>> 16 & 0xff)
        + "."
        + (address >>> 8 & 0xff)
        + "."
        + (address & 0xff)
        + "/"
        + prefix;
  }
}
