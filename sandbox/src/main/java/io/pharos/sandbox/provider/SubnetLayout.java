package io.pharos.sandbox.provider;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Which subnets a VPC of awsx 2.22 has, and where, with {@code subnetStrategy: Auto}.
 *
 * <p>Every zone gets a block: the VPC's, divided by the smallest power of two that is not less than
 * the number of zones. Within the block the subnets follow each other in the order of their
 * specifications, each at the next address that its size allows. So /24, /22, /24 in a /18 lie at
 * 0, +4 and +8 (times 256 addresses), which is what was recorded from awsx for three zones; two
 * zones have blocks of half the VPC, other sizes follow by the same rule. Without a mask the
 * subnets of a zone share its block equally.
 */
final class SubnetLayout {
  private static final int ADDRESS_BITS = 32;

  /**
   * What the program asks for in every zone.
   *
   * @param type Public, Private, Isolated or Unused
   * @param name of the subnets, or null for the type's
   * @param cidrMask null when it is to be chosen
   * @param cidrBlocks one for every zone, or empty when they are to be chosen
   */
  record Spec(
      String type,
      String name,
      Integer cidrMask,
      List<String> cidrBlocks,
      Map<String, String> tags) {

    String label() {
      return name == null ? type.toLowerCase() : name;
    }
  }

  /**
   * One subnet.
   *
   * @param zone counted from 0
   */
  record Subnet(Spec spec, String name, int zone, String cidrBlock) {

    boolean is(String type) {
      return spec.type().equalsIgnoreCase(type);
    }
  }

  private SubnetLayout() {}

  /**
   * The subnets zone by zone, in the order of the specifications.
   *
   * @param specs empty for awsx's default of a private and a public subnet per zone
   * @throws IllegalArgumentException when they do not fit
   */
  static List<Subnet> of(String vpcName, String vpcCidr, int zones, List<Spec> specs) {
    String[] cidr = vpcCidr.split("/");
    int zoneMask = Integer.parseInt(cidr[1]) + bitsFor(zones);
    List<Spec> wanted = specs.isEmpty() ? defaults(zoneMask) : specs;
    int freeMask = zoneMask + bitsFor(wanted.size());
    requireRoom(wanted, zoneMask, freeMask);
    long base = address(cidr[0]);
    List<Subnet> subnets = new ArrayList<>();
    for (int zone = 0; zone < zones; zone++) {
      long next = base + zone * size(zoneMask);
      for (Spec spec : wanted) {
        String name = vpcName + "-" + spec.label() + "-" + (zone + 1);
        if (!spec.cidrBlocks().isEmpty()) {
          subnets.add(new Subnet(spec, name, zone, spec.cidrBlocks().get(zone)));
          continue;
        }
        int mask = spec.cidrMask() == null ? freeMask : spec.cidrMask();
        long start = roundedUp(next, size(mask));
        subnets.add(new Subnet(spec, name, zone, text(start) + "/" + mask));
        next = start + size(mask);
      }
    }
    return subnets;
  }

  private static List<Spec> defaults(int zoneMask) {
    int mask = Math.max(zoneMask, 16);
    return List.of(
        new Spec("Private", null, mask + 1, List.of(), Map.of()),
        new Spec("Public", null, mask + 2, List.of(), Map.of()));
  }

  private static void requireRoom(List<Spec> specs, int zoneMask, int freeMask) {
    long needed =
        specs.stream()
            .filter(spec -> spec.cidrBlocks().isEmpty())
            .mapToLong(spec -> size(spec.cidrMask() == null ? freeMask : spec.cidrMask()))
            .sum();
    if (needed > size(zoneMask)) {
      throw new IllegalArgumentException(
          "Subnets are too large for VPC. VPC has "
              + size(zoneMask)
              + " addresses, but subnets require "
              + needed
              + " addresses.");
    }
  }

  private static int bitsFor(int count) {
    return ADDRESS_BITS - Integer.numberOfLeadingZeros(count - 1);
  }

  private static long size(int mask) {
    return 1L << ADDRESS_BITS - mask;
  }

  private static long roundedUp(long address, long size) {
    return (address + size - 1) / size * size;
  }

  private static long address(String dotted) {
    long address = 0;
    for (String part : dotted.split("\\.")) {
      address = address << 8 | Integer.parseInt(part);
    }
    return address;
  }

  private static String text(long address) {
    return (address >> 24 & 255)
        + "."
        + (address >> 16 & 255)
        + "."
        + (address >> 8 & 255)
        + "."
        + (address & 255);
  }
}
