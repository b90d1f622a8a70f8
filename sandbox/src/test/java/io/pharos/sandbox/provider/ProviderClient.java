package io.pharos.sandbox.provider;

import com.google.protobuf.Struct;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.util.List;
import java.util.Map;
import pulumirpc.Provider.CheckRequest;
import pulumirpc.Provider.CheckResponse;
import pulumirpc.Provider.ConfigureRequest;
import pulumirpc.Provider.CreateRequest;
import pulumirpc.Provider.CreateResponse;
import pulumirpc.Provider.DeleteRequest;
import pulumirpc.Provider.DiffRequest;
import pulumirpc.Provider.DiffResponse;
import pulumirpc.Provider.InvokeRequest;
import pulumirpc.Provider.ReadRequest;
import pulumirpc.Provider.ReadResponse;
import pulumirpc.Provider.UpdateRequest;
import pulumirpc.ResourceProviderGrpc;

/** What the engine is to a provider: one connection, one configuration. */
final class ProviderClient implements AutoCloseable {
  private final ManagedChannel channel;
  private final ResourceProviderGrpc.ResourceProviderBlockingStub provider;

  ProviderClient(Server server, Map<String, Object> configuration) {
    channel = NettyChannelBuilder.forAddress("127.0.0.1", server.getPort()).usePlaintext().build();
    provider = ResourceProviderGrpc.newBlockingStub(channel);
    provider.configure(ConfigureRequest.newBuilder().setArgs(Wire.encode(configuration)).build());
  }

  static String urn(String type, String name) {
    return "urn:pulumi:primary::pharos::pharos:component:Database$" + type + "::" + name;
  }

  CheckResponse check(String urn, Map<String, Object> news) {
    return provider.check(CheckRequest.newBuilder().setUrn(urn).setNews(Wire.encode(news)).build());
  }

  Map<String, Object> checked(String urn, Map<String, Object> news) {
    return Wire.decode(check(urn, news).getInputs());
  }

  CreateResponse create(String urn, Map<String, Object> inputs) {
    return provider.create(
        CreateRequest.newBuilder().setUrn(urn).setProperties(Wire.encode(inputs)).build());
  }

  Map<String, Object> previewed(String urn, Map<String, Object> inputs) {
    return Wire.decode(
        provider
            .create(
                CreateRequest.newBuilder()
                    .setUrn(urn)
                    .setPreview(true)
                    .setProperties(Wire.encode(inputs))
                    .build())
            .getProperties());
  }

  DiffResponse diff(
      String urn,
      Struct state,
      Map<String, Object> oldInputs,
      Map<String, Object> news,
      String... ignored) {
    return provider.diff(
        DiffRequest.newBuilder()
            .setUrn(urn)
            .setOlds(state)
            .setOldInputs(Wire.encode(oldInputs))
            .setNews(Wire.encode(news))
            .addAllIgnoreChanges(List.of(ignored))
            .build());
  }

  Map<String, Object> update(
      String urn,
      String id,
      Struct state,
      Map<String, Object> oldInputs,
      Map<String, Object> news) {
    return Wire.decode(
        provider
            .update(
                UpdateRequest.newBuilder()
                    .setUrn(urn)
                    .setId(id)
                    .setOlds(state)
                    .setOldInputs(Wire.encode(oldInputs))
                    .setNews(Wire.encode(news))
                    .build())
            .getProperties());
  }

  ReadResponse refresh(String urn, String id, Struct state, Map<String, Object> inputs) {
    return provider.read(
        ReadRequest.newBuilder()
            .setUrn(urn)
            .setId(id)
            .setProperties(state)
            .setInputs(Wire.encode(inputs))
            .build());
  }

  ReadResponse importing(String urn, String id) {
    return provider.read(ReadRequest.newBuilder().setUrn(urn).setId(id).build());
  }

  void delete(String urn, String id) {
    provider.delete(DeleteRequest.newBuilder().setUrn(urn).setId(id).build());
  }

  Map<String, Object> invoke(String token, Map<String, Object> arguments) {
    return Wire.decode(
        provider
            .invoke(
                InvokeRequest.newBuilder().setTok(token).setArgs(Wire.encode(arguments)).build())
            .getReturn());
  }

  @Override
  public void close() {
    channel.shutdownNow();
  }
}
