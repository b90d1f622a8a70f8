package io.pharos.component;

import com.pulumi.Context;
import com.pulumi.resources.ComponentResourceOptions;
import com.pulumi.resources.CustomResourceOptions;
import com.pulumi.resources.ResourceOptions;
import com.pulumi.resources.ResourceTransformation;
import com.pulumi.test.Mocks;
import com.pulumi.test.PulumiTest;
import com.pulumi.test.TestOptions;
import com.pulumi.test.TestResult;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;

/**
 * An AWS that takes everything and remembers it: resources with their inputs and options, and the
 * questions that were asked. Keys are {@code <short type>/<logical name>}.
 */
public final class MockAws implements Mocks {
  static final String ACCOUNT = "123456789012";
  private final Map<String, ResourceArgs> resources = new ConcurrentHashMap<>();
  private final Map<String, ResourceOptions> options = new ConcurrentHashMap<>();
  private final Map<String, com.pulumi.resources.ResourceArgs> arguments =
      new ConcurrentHashMap<>();
  private final List<CallArgs> calls = new CopyOnWriteArrayList<>();
  private final Map<String, Map<String, Object>> stacks = new HashMap<>();

  /** What a stack reference to this stack reads; a secret stays one. */
  public MockAws withStack(String stack, Map<String, Object> outputs) {
    stacks.put(stack, outputs);
    return this;
  }

  /** Runs a program with an explicit provider, as the stacks do. */
  TestResult run(BiConsumer<Context, ComponentResourceOptions> program) {
    ResourceTransformation remember =
        args -> {
          String key =
              shortType(args.resource().pulumiResourceType())
                  + "/"
                  + args.resource().pulumiResourceName();
          options.put(key, args.options());
          arguments.put(key, args.args());
          return Optional.empty();
        };
    return PulumiTest.withMocks(this)
        .withOptions(
            TestOptions.builder()
                .projectName("pharos")
                .stackName("primary")
                .resourceTransformations(List.of(remember))
                .build())
        .runTest(
            context -> {
              var provider =
                  new com.pulumi.aws.Provider(
                      "aws", com.pulumi.aws.ProviderArgs.builder().region("eu-west-1").build());
              program.accept(
                  context, ComponentResourceOptions.builder().providers(List.of(provider)).build());
            })
        .throwOnError();
  }

  @Override
  public CompletableFuture<ResourceResult> newResourceAsync(ResourceArgs args) {
    String type = shortType(args.type);
    if (type.equals("StackReference")) {
      return CompletableFuture.completedFuture(reference(args));
    }
    resources.put(type + "/" + args.name, args);
    Map<String, Object> outputs = new HashMap<>(args.inputs);
    String id = type + "-" + args.name;
    outputs.put("arn", "arn:" + id);
    switch (type) {
      case "Vpc" -> {
        outputs.put("vpcId", "vpc-1");
        outputs.put("publicSubnetIds", List.of("public-1", "public-2", "public-3"));
        outputs.put("privateSubnetIds", List.of("private-1", "private-2", "private-3"));
        outputs.put("isolatedSubnetIds", List.of("isolated-1", "isolated-2", "isolated-3"));
      }
      case "LoadBalancer", "TargetGroup" -> outputs.put("arnSuffix", "suffix/" + args.name);
      case "Accelerator" -> {
        outputs.put("dnsName", "a1.awsglobalaccelerator.com");
        outputs.put("hostedZoneId", "Z2BJ6XQ5FK7U4H");
        outputs.put("ipSets", List.of(Map.of("ipAddresses", List.of("99.83.0.1", "75.2.0.1"))));
      }
      case "Function" -> outputs.put("version", "1");
      case "Canary" ->
          outputs.put(
              "engineArn",
              "arn:aws:lambda:eu-central-1:123456789012:function:cwsyn-shop-prod-users-1:1");
      case "Key" -> outputs.put("keyId", "key-1");
      case "Instance" -> {
        outputs.put("endpoint", "db.example:3306");
        outputs.put("address", "db.example");
        outputs.put("resourceId", "db-ABC");
      }
      case "Cluster" -> {
        outputs.put("endpoint", "cluster.example");
        outputs.put("readerEndpoint", "cluster-ro.example");
      }
      default -> {}
    }
    return CompletableFuture.completedFuture(ResourceResult.of(Optional.of(id), outputs));
  }

  private ResourceResult reference(ResourceArgs args) {
    String stack = args.name.substring(args.name.lastIndexOf('/') + 1);
    Map<String, Object> outputs = stacks.getOrDefault(stack, Map.of());
    return ResourceResult.of(
        Optional.of(args.name),
        Map.of(
            "name",
            args.name,
            "outputs",
            outputs,
            "secretOutputNames",
            outputs.keySet().stream().filter(name -> name.contains("redentials")).toList()));
  }

  @Override
  public CompletableFuture<Map<String, Object>> callAsync(CallArgs args) {
    calls.add(args);
    String function = args.token.substring(args.token.lastIndexOf(':') + 1);
    return CompletableFuture.completedFuture(
        switch (function) {
          case "getCallerIdentity" ->
              Map.of("accountId", ACCOUNT, "arn", "arn:caller", "id", ACCOUNT, "userId", "U");
          case "getAvailabilityZones" ->
              Map.of(
                  "id", "eu-west-1",
                  "groupNames", List.of("eu-west-1"),
                  "names", List.of("eu-west-1a", "eu-west-1b", "eu-west-1c"),
                  "zoneIds", List.of("euw1-az1", "euw1-az2", "euw1-az3"));
          case "getRouteTable" ->
              Map.of("routeTableId", "rtb-" + args.args.get("subnetId"), "id", "rtb");
          case "getParameter" ->
              Map.of("id", "p", "name", args.args.get("name"), "value", "ami-1", "type", "String");
          case "getRandomPassword" -> Map.of("id", "r", "randomPassword", "correcthorse");
          case "getZone" ->
              Map.of("id", "Z1", "zoneId", "Z1", "name", String.valueOf(args.args.get("name")));
          case "getCertificate" ->
              Map.of("id", "c", "arn", "arn:certificate", "domain", args.args.get("domain"));
          default -> throw new IllegalArgumentException("unexpected question " + args.token);
        });
  }

  /** The inputs of one resource. */
  public Map<String, Object> inputs(String key) {
    return find(key).inputs;
  }

  public ResourceArgs find(String key) {
    ResourceArgs found = resources.get(key);
    if (found == null) {
      throw new AssertionError(key + " is not among " + keys());
    }
    return found;
  }

  public CustomResourceOptions options(String key) {
    find(key);
    return (CustomResourceOptions) options.get(key);
  }

  /** The arguments as the program gave them: what is secret in them still is. */
  <T extends com.pulumi.resources.ResourceArgs> T arguments(String key, Class<T> type) {
    return type.cast(arguments.get(key));
  }

  ComponentResourceOptions componentOptions(String key) {
    return (ComponentResourceOptions) options.get(key);
  }

  /** All resources of a short type, by logical name. */
  public List<String> named(String type) {
    return keys().stream()
        .filter(key -> key.startsWith(type + "/"))
        .map(key -> key.substring(type.length() + 1))
        .toList();
  }

  public List<String> keys() {
    return resources.keySet().stream().sorted().toList();
  }

  /** The providers that AWS resources were created with. */
  public List<String> providers() {
    return resources.values().stream()
        .filter(args -> args.type.startsWith("aws:"))
        .map(args -> String.valueOf(args.provider))
        .distinct()
        .toList();
  }

  public List<CallArgs> calls() {
    return List.copyOf(calls);
  }

  private static String shortType(String type) {
    return type.substring(type.lastIndexOf(':') + 1);
  }
}
