package io.pharos.sandbox.provider;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What a program asks of {@code awsx:ec2:Vpc}, as far as the sandbox knows it; more is refused. */
record VpcInputs(
    String cidrBlock,
    List<String> zoneNames,
    int zones,
    String natStrategy,
    List<SubnetLayout.Spec> subnetSpecs,
    List<Map<String, Object>> endpointSpecs,
    Map<String, String> tags,
    Boolean enableDnsHostnames,
    Boolean enableDnsSupport) {

  private static final int DEFAULT_ZONES = 3;

  private static final Set<String> KNOWN =
      Set.of(
          "availabilityZoneNames",
          "cidrBlock",
          "enableDnsHostnames",
          "enableDnsSupport",
          "natGateways",
          "numberOfAvailabilityZones",
          "subnetSpecs",
          "subnetStrategy",
          "tags",
          "vpcEndpointSpecs");

  @SuppressWarnings("unchecked")
  static VpcInputs of(Map<String, Object> given) {
    Map<String, Object> inputs = Wire.plainMap(given);
    inputs.forEach(
        (name, value) -> {
          if (!KNOWN.contains(name)) {
            throw new ProviderFailure("the sandbox's awsx:ec2:Vpc has no input '" + name + "'");
          }
          if (value == Wire.UNKNOWN) {
            throw new ProviderFailure("awsx:ec2:Vpc needs to know '" + name + "' in a preview");
          }
        });
    if (!"Auto".equals(inputs.get("subnetStrategy"))) {
      throw new ProviderFailure(
          "the sandbox lays out the subnets of awsx:ec2:Vpc only with subnetStrategy Auto");
    }
    List<String> names = (List<String>) inputs.getOrDefault("availabilityZoneNames", List.of());
    int zones =
        names.isEmpty()
            ? ((Number) inputs.getOrDefault("numberOfAvailabilityZones", DEFAULT_ZONES)).intValue()
            : names.size();
    Map<String, Object> nat = (Map<String, Object>) inputs.getOrDefault("natGateways", Map.of());
    VpcInputs vpc =
        new VpcInputs(
            (String) inputs.getOrDefault("cidrBlock", "10.0.0.0/16"),
            names,
            zones,
            (String) nat.getOrDefault("strategy", "OnePerAz"),
            specs((List<Map<String, Object>>) inputs.getOrDefault("subnetSpecs", List.of())),
            (List<Map<String, Object>>) inputs.getOrDefault("vpcEndpointSpecs", List.of()),
            texts(inputs.get("tags")),
            (Boolean) inputs.get("enableDnsHostnames"),
            (Boolean) inputs.get("enableDnsSupport"));
    vpc.requireNatPossible();
    return vpc;
  }

  @SuppressWarnings("unchecked")
  private static List<SubnetLayout.Spec> specs(List<Map<String, Object>> given) {
    List<SubnetLayout.Spec> specs = new ArrayList<>();
    for (Map<String, Object> spec : given) {
      Number mask = (Number) spec.get("cidrMask");
      specs.add(
          new SubnetLayout.Spec(
              (String) spec.get("type"),
              (String) spec.get("name"),
              mask == null ? null : mask.intValue(),
              (List<String>) spec.getOrDefault("cidrBlocks", List.of()),
              texts(spec.get("tags"))));
    }
    return specs;
  }

  private void requireNatPossible() {
    if (!Set.of("OnePerAz", "Single", "None").contains(natStrategy)) {
      throw new ProviderFailure("'" + natStrategy + "' is no NAT Gateway strategy");
    }
    boolean hasPublic = subnetSpecs.stream().anyMatch(spec -> spec.type().equals("Public"));
    if (!subnetSpecs.isEmpty() && !hasPublic && !natStrategy.equals("None")) {
      throw new ProviderFailure(
          "NAT Gateway strategy '"
              + natStrategy
              + "' needs at least one subnet of type Public in each zone");
    }
  }

  static Map<String, String> texts(Object map) {
    Map<String, String> texts = new TreeMap<>();
    if (map instanceof Map<?, ?> entries) {
      entries.forEach((key, value) -> texts.put(key.toString(), value.toString()));
    }
    return texts;
  }
}
