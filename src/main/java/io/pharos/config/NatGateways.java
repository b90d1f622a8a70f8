package io.pharos.config;

/** How many NAT gateways a Region has; the words are those of {@code awsx:ec2:Vpc}. */
public enum NatGateways implements Choice {
  ONE_PER_AZ("OnePerAz"),
  SINGLE("Single");

  private final String word;

  NatGateways(String word) {
    this.word = word;
  }

  @Override
  public String word() {
    return word;
  }
}
