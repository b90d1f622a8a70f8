package io.pharos.sandbox.service.ec2;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** A block of IPv4 addresses. {@link #of} keeps the network's address and forgets host bits. */
public record Cidr(long first, int prefix) {
  public static final Cidr WORLD = new Cidr(0, 0);

  private static final Map<String, Optional<Cidr>> PARSED = new ConcurrentHashMap<>();

  /** Empty when the text is no CIDR block. */
  public static Optional<Cidr> parse(String text) {
    return PARSED.computeIfAbsent(text, Cidr::read);
  }

  private static Optional<Cidr> read(String text) {
    String[] parts = text.split("/", -1);
    String[] bytes = parts[0].split("\\.", -1);
    if (parts.length != 2 || bytes.length != 4) {
      return Optional.empty();
    }
    try {
      long address = 0;
      for (String each : bytes) {
        int value = Integer.parseInt(each);
        if (value < 0 || value > 255) {
          return Optional.empty();
        }
        address = address << 8 | value;
      }
      int prefix = Integer.parseInt(parts[1]);
      return prefix < 0 || prefix > 32
          ? Optional.empty()
          : Optional.of(new Cidr(address & mask(prefix), prefix));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  public static Cidr of(String text) {
    return parse(text).orElseThrow(() -> new IllegalArgumentException(text + " is no CIDR block"));
  }

  public long size() {
    return 1L << 32 - prefix;
  }

  public boolean covers(Cidr other) {
    return prefix <= other.prefix && (other.first & mask(prefix)) == first;
  }

  public boolean overlaps(Cidr other) {
    return covers(other) || other.covers(this);
  }

  /** The address at this offset from the start of the block. */
  public String address(long offset) {
    long address = first + offset;
    return (address >> 24 & 255)
        + "."
        + (address >> 16 & 255)
        + "."
        + (address >> 8 & 255)
        + "."
        + (address & 255);
  }

  @Override
  public String toString() {
    return address(0) + "/" + prefix;
  }

  private static long mask(int prefix) {
    return prefix == 0 ? 0 : 0xffffffffL << 32 - prefix & 0xffffffffL;
  }
}
