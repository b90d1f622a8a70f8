package io.pharos.sandbox.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.pulumi.resources.ComponentResourceOptions;
import com.pulumi.test.Mocks;
import com.pulumi.test.PulumiTest;
import com.pulumi.test.TestOptions;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against what was recorded from the real awsx 2.22.0. */
class VpcComponentTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Answers with ids that read like the recording's references. */
  private static final class Cloud implements Mocks {
    private final Map<String, Map<String, Object>> made = new ConcurrentHashMap<>();

    @Override
    public CompletableFuture<ResourceResult> newResourceAsync(ResourceArgs args) {
      made.put(args.type + " " + args.name, args.inputs);
      String id =
          "${" + args.type.substring(args.type.lastIndexOf(':') + 1) + " " + args.name + "}";
      Map<String, Object> outputs = new HashMap<>(args.inputs);
      outputs.put("allocationId", id);
      return CompletableFuture.completedFuture(ResourceResult.of(Optional.of(id), outputs));
    }

    @Override
    public CompletableFuture<Map<String, Object>> callAsync(CallArgs args) {
      return CompletableFuture.completedFuture(
          Map.of(
              "id", "eu-west-1",
              "names", List.of("eu-west-1a", "eu-west-1b", "eu-west-1c"),
              "zoneIds", List.of("euw1-az1", "euw1-az2", "euw1-az3"),
              "groupNames", List.of("eu-west-1")));
    }
  }

  @AfterEach
  void cleanUp() {
    PulumiTest.cleanup();
  }

  @ParameterizedTest
  @ValueSource(strings = {"OnePerAz", "Single", "None"})
  void children_are_those_of_the_real_one(String natStrategy) throws IOException {
    JsonNode recording = recording();
    Map<String, Object> arguments =
        JSON.convertValue(
            recording.required("arguments"), new TypeReference<Map<String, Object>>() {});
    arguments.keySet().removeAll(List.of("name", "region"));
    arguments.put("natGateways", Map.of("strategy", natStrategy));
    Cloud cloud = new Cloud();

    List<String> urns = run(cloud, arguments);

    Map<String, String> parents = new TreeMap<>();
    Map<String, Map<String, Object>> inputs = new TreeMap<>();
    for (JsonNode child : recording.required("byNatStrategy").required(natStrategy)) {
      String key = child.required("type").asText() + " " + child.required("name").asText();
      parents.put(key, child.required("parentType").asText());
      inputs.put(
          key,
          JSON.convertValue(child.required("inputs"), new TypeReference<Map<String, Object>>() {}));
    }
    assertThat(parentTypes(urns)).isEqualTo(parents);
    cloud.made.forEach(
        (key, given) -> {
          if (parents.containsKey(key)) {
            Map<String, Object> known = new TreeMap<>(given);
            known.remove("allocationId"); // the recording's engine had none
            assertThat(known).as(key).isEqualTo(inputs.get(key));
          }
        });
  }

  @Test
  void two_zones_have_half_of_the_vpc_each() {
    List<SubnetLayout.Spec> specs =
        List.of(spec("Public", 24), spec("Private", 22), spec("Isolated", 24));

    assertThat(SubnetLayout.of("net", "10.1.0.0/16", 2, specs))
        .extracting(SubnetLayout.Subnet::cidrBlock)
        .containsExactly(
            "10.1.0.0/24",
            "10.1.4.0/22",
            "10.1.8.0/24",
            "10.1.128.0/24",
            "10.1.132.0/22",
            "10.1.136.0/24");
  }

  @Test
  void subnets_without_masks_share_their_zone() {
    assertThat(
            SubnetLayout.of(
                "net", "10.0.0.0/16", 2, List.of(spec("Public", null), spec("Private", null))))
        .extracting(SubnetLayout.Subnet::cidrBlock)
        .containsExactly("10.0.0.0/18", "10.0.64.0/18", "10.0.128.0/18", "10.0.192.0/18");
  }

  @Test
  void subnets_that_do_not_fit_are_refused() {
    assertThatThrownBy(() -> SubnetLayout.of("net", "10.0.0.0/24", 2, List.of(spec("Public", 24))))
        .hasMessageContaining("Subnets are too large for VPC");
  }

  private static SubnetLayout.Spec spec(String type, Integer mask) {
    return new SubnetLayout.Spec(type, null, mask, List.of(), Map.of());
  }

  private static List<String> run(Cloud cloud, Map<String, Object> arguments) {
    List<String> urns = new ArrayList<>();
    PulumiTest.withMocks(cloud)
        .withOptions(TestOptions.builder().projectName("p").stackName("s").build())
        .runTest(
            context ->
                new VpcComponent("net", VpcInputs.of(arguments), ComponentResourceOptions.Empty))
        .throwOnError()
        .resources()
        .forEach(child -> urns.add(PulumiTest.extractValue(child.urn())));
    return urns;
  }

  /** By type and name; the component itself and the stack left out. */
  private static Map<String, String> parentTypes(List<String> urns) {
    Map<String, String> parents = new TreeMap<>();
    for (String urn : urns) {
      String[] types = urn.split("::")[2].split("\\$");
      String type = types[types.length - 1];
      if (type.startsWith("aws:")) {
        parents.put(type + " " + urn.split("::")[3], types[types.length - 2]);
      }
    }
    return parents;
  }

  private static JsonNode recording() throws IOException {
    try (InputStream file = VpcComponentTest.class.getResourceAsStream("awsx-vpc-2.22.0.json")) {
      return JSON.readTree(file);
    }
  }
}
