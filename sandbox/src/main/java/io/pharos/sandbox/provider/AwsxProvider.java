package io.pharos.sandbox.provider;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.protobuf.Empty;
import com.pulumi.core.Output;
import com.pulumi.core.internal.Internal;
import com.pulumi.core.internal.OutputData;
import com.pulumi.deployment.internal.InlineDeploymentSettings;
import com.pulumi.resources.ComponentResourceOptions;
import com.pulumi.resources.DependencyResource;
import com.pulumi.resources.ProviderResource;
import com.pulumi.resources.internal.DependencyProviderResource;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import pulumirpc.Plugin;
import pulumirpc.Provider.CheckRequest;
import pulumirpc.Provider.CheckResponse;
import pulumirpc.Provider.ConfigureRequest;
import pulumirpc.Provider.ConfigureResponse;
import pulumirpc.Provider.ConstructRequest;
import pulumirpc.Provider.ConstructResponse;
import pulumirpc.Provider.DiffRequest;
import pulumirpc.Provider.DiffResponse;
import pulumirpc.Provider.ProviderHandshakeRequest;
import pulumirpc.Provider.ProviderHandshakeResponse;
import pulumirpc.ResourceProviderGrpc;

/**
 * The Pulumi provider {@code awsx}, as far as Pharos uses it: it constructs {@link VpcComponent}
 * out of {@code aws} resources, through the engine and with the providers that the program gave.
 */
public final class AwsxProvider extends ResourceProviderGrpc.ResourceProviderImplBase {
  private static final String VERSION = "2.22.0";

  private static final class Connection {
    private volatile String engine;
  }

  private final PerConnection<Connection> connections = new PerConnection<>(Connection::new);

  /**
   * @param port 0 for a free one
   */
  Server serve(int port) {
    return connections.serve(this, port);
  }

  @Override
  public void handshake(
      ProviderHandshakeRequest request, StreamObserver<ProviderHandshakeResponse> observer) {
    connections.get().engine = request.getEngineAddress();
    answer(
        observer,
        ProviderHandshakeResponse.newBuilder()
            .setAcceptSecrets(true)
            .setAcceptOutputs(true)
            .setAcceptResources(true)
            .build());
  }

  @Override
  public void attach(Plugin.PluginAttach request, StreamObserver<Empty> observer) {
    connections.get().engine = request.getAddress();
    answer(observer, Empty.getDefaultInstance());
  }

  @Override
  public void getPluginInfo(Empty request, StreamObserver<Plugin.PluginInfo> observer) {
    answer(observer, Plugin.PluginInfo.newBuilder().setVersion(VERSION).build());
  }

  @Override
  public void checkConfig(CheckRequest request, StreamObserver<CheckResponse> observer) {
    answer(observer, CheckResponse.newBuilder().setInputs(request.getNews()).build());
  }

  @Override
  public void diffConfig(DiffRequest request, StreamObserver<DiffResponse> observer) {
    answer(observer, DiffResponse.getDefaultInstance());
  }

  @Override
  public void configure(ConfigureRequest request, StreamObserver<ConfigureResponse> observer) {
    answer(
        observer,
        ConfigureResponse.newBuilder()
            .setAcceptSecrets(true)
            .setAcceptResources(true)
            .setAcceptOutputs(true)
            .setSupportsPreview(true)
            .build());
  }

  @Override
  public void cancel(Empty request, StreamObserver<Empty> observer) {
    answer(observer, Empty.getDefaultInstance());
  }

  @Override
  public void construct(ConstructRequest request, StreamObserver<ConstructResponse> observer) {
    ConstructResponse response;
    try {
      if (!request.getType().equals(VpcComponent.TYPE)) {
        throw new ProviderFailure("the sandbox does not know component " + request.getType());
      }
      VpcInputs inputs = VpcInputs.of(Wire.decode(request.getInputs()));
      response =
          InlineProgram.call(
              settings(request, connections.get().engine),
              context -> answerOf(new VpcComponent(request.getName(), inputs, options(request))));
    } catch (RuntimeException e) {
      Throwable cause = e instanceof CompletionException && e.getCause() != null ? e.getCause() : e;
      String message = cause instanceof ProviderFailure ? cause.getMessage() : cause.toString();
      observer.onError(Status.UNKNOWN.withDescription(message).asRuntimeException());
      return;
    }
    answer(observer, response);
  }

  /** Complete when every child is registered, as the real provider does it. */
  private static CompletableFuture<ConstructResponse> answerOf(VpcComponent vpc) {
    CompletableFuture<?>[] children =
        vpc.children().stream()
            .map(child -> Internal.of(child.urn()).getDataAsync())
            .toArray(CompletableFuture[]::new);
    Map<String, Output<?>> outputs = new TreeMap<>();
    outputs.put("vpcId", vpc.vpcId());
    outputs.put("publicSubnetIds", vpc.subnetIds("public"));
    outputs.put("privateSubnetIds", vpc.subnetIds("private"));
    outputs.put("isolatedSubnetIds", vpc.subnetIds("isolated"));
    return CompletableFuture.allOf(children)
        .thenCompose(done -> values(outputs))
        .thenCombine(
            Internal.of(vpc.urn()).getDataAsync(),
            (state, urn) ->
                ConstructResponse.newBuilder()
                    .setUrn(urn.getValueNullable())
                    .setState(Wire.encode(state))
                    .build());
  }

  private static CompletableFuture<Map<String, Object>> values(Map<String, Output<?>> outputs) {
    CompletableFuture<Map<String, Object>> values =
        CompletableFuture.completedFuture(new TreeMap<>());
    for (Map.Entry<String, Output<?>> output : outputs.entrySet()) {
      values =
          values.thenCombine(
              Internal.of(output.getValue()).getDataAsync(),
              (all, data) -> {
                all.put(output.getKey(), value(data));
                return all;
              });
    }
    return values;
  }

  private static Object value(OutputData<?> data) {
    return data.isKnown() ? data.getValueNullable() : Wire.UNKNOWN;
  }

  private static InlineDeploymentSettings settings(ConstructRequest request, String engine) {
    return InlineDeploymentSettings.builder()
        .monitorAddr(request.getMonitorEndpoint())
        .engineAddr(engine)
        .project(request.getProject())
        .stack(request.getStack())
        .organization(request.getOrganization())
        .isDryRun(request.getDryRun())
        .config(ImmutableMap.copyOf(request.getConfigMap()))
        .configSecretKeys(ImmutableSet.copyOf(request.getConfigSecretKeysList()))
        .build();
  }

  private static ComponentResourceOptions options(ConstructRequest request) {
    ProviderResource[] providers =
        request.getProvidersMap().values().stream()
            .map(DependencyProviderResource::new)
            .toArray(ProviderResource[]::new);
    ComponentResourceOptions.Builder options =
        ComponentResourceOptions.builder().providers(providers).protect(request.getProtect());
    if (!request.getParent().isEmpty()) {
      options.parent(new DependencyResource(request.getParent()));
    }
    return options
        .dependsOn(
            request.getDependenciesList().stream()
                .map(DependencyResource::new)
                .toArray(com.pulumi.resources.Resource[]::new))
        .build();
  }

  private static <T> void answer(StreamObserver<T> observer, T response) {
    observer.onNext(response);
    observer.onCompleted();
  }
}
