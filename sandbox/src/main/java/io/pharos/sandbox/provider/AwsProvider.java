package io.pharos.sandbox.provider;

import com.google.protobuf.Empty;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import io.pharos.sandbox.core.Resource;
import io.pharos.sandbox.core.World;
import io.pharos.sandbox.service.Iam;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import pulumirpc.Plugin;
import pulumirpc.Provider.CheckRequest;
import pulumirpc.Provider.CheckResponse;
import pulumirpc.Provider.ConfigureRequest;
import pulumirpc.Provider.ConfigureResponse;
import pulumirpc.Provider.CreateRequest;
import pulumirpc.Provider.CreateResponse;
import pulumirpc.Provider.DeleteRequest;
import pulumirpc.Provider.DiffRequest;
import pulumirpc.Provider.DiffResponse;
import pulumirpc.Provider.GetSchemaRequest;
import pulumirpc.Provider.GetSchemaResponse;
import pulumirpc.Provider.InvokeRequest;
import pulumirpc.Provider.InvokeResponse;
import pulumirpc.Provider.ProviderHandshakeRequest;
import pulumirpc.Provider.ProviderHandshakeResponse;
import pulumirpc.Provider.ReadRequest;
import pulumirpc.Provider.ReadResponse;
import pulumirpc.Provider.UpdateRequest;
import pulumirpc.Provider.UpdateResponse;
import pulumirpc.ResourceProviderGrpc;

/**
 * The Pulumi provider {@code aws} over a simulated world: what the engine asks becomes a change of
 * the world's account, with the real provider's strictness, texts and outputs. Secrets come in
 * marked and go out marked.
 */
public final class AwsProvider extends ResourceProviderGrpc.ResourceProviderImplBase {
  static final String VERSION = "6.83.0";

  private static final class Connection {
    private ProviderConfig config;
  }

  private final World world;
  private final TypeTable types;
  private final SimulatedResources resources;
  private final Invokes invokes;
  private final PerConnection<Connection> connections = new PerConnection<>(Connection::new);

  public AwsProvider(World world, TypeTable types) {
    this.world = world;
    this.types = types;
    this.resources = new SimulatedResources(world);
    this.invokes = new Invokes(world);
  }

  /**
   * @param port 0 for a free one
   */
  Server serve(int port) {
    return connections.serve(this, port);
  }

  @Override
  public void handshake(
      ProviderHandshakeRequest request, StreamObserver<ProviderHandshakeResponse> observer) {
    answer(observer, () -> ProviderHandshakeResponse.newBuilder().setAcceptSecrets(true).build());
  }

  @Override
  public void attach(Plugin.PluginAttach request, StreamObserver<Empty> observer) {
    answer(observer, Empty::getDefaultInstance);
  }

  @Override
  public void getPluginInfo(Empty request, StreamObserver<Plugin.PluginInfo> observer) {
    answer(observer, () -> Plugin.PluginInfo.newBuilder().setVersion(VERSION).build());
  }

  @Override
  public void getSchema(GetSchemaRequest request, StreamObserver<GetSchemaResponse> observer) {
    answer(
        observer,
        () ->
            GetSchemaResponse.newBuilder()
                .setSchema("{\"name\":\"aws\",\"version\":\"" + VERSION + "\"}")
                .build());
  }

  @Override
  public void checkConfig(CheckRequest request, StreamObserver<CheckResponse> observer) {
    answer(observer, () -> CheckResponse.newBuilder().setInputs(request.getNews()).build());
  }

  @Override
  public void diffConfig(DiffRequest request, StreamObserver<DiffResponse> observer) {
    answer(observer, () -> Diffs.ofConfig(request));
  }

  @Override
  public void configure(ConfigureRequest request, StreamObserver<ConfigureResponse> observer) {
    answer(
        observer,
        () -> {
          ProviderConfig config = ProviderConfig.of(Wire.decode(request.getArgs()));
          config.role().ifPresent(this::take);
          connections.get().config = config;
          return ConfigureResponse.newBuilder()
              .setAcceptSecrets(true)
              .setSupportsPreview(true)
              .build();
        });
  }

  /** What the role then allows is not looked at here: the program may do everything. */
  private void take(String roleArn) {
    if (!world.service(Iam.class).openToAccount(roleArn)) {
      throw new ProviderFailure(
          "Cannot assume IAM Role. IAM Role ("
              + roleArn
              + ") cannot be assumed. There are a number of possible causes of this - the most common"
              + " are: * The credentials used in order to assume the role are invalid * The"
              + " credentials do not have appropriate permission to assume the role * The role ARN is"
              + " not valid. Error: operation error STS: AssumeRole, https response error StatusCode:"
              + " 403, api error AccessDenied: not authorized to perform: sts:AssumeRole on"
              + " resource: "
              + roleArn);
    }
  }

  @Override
  public void check(CheckRequest request, StreamObserver<CheckResponse> observer) {
    answer(
        observer,
        () ->
            InputCheck.answer(
                types.get(token(request.getUrn())),
                request,
                config().defaultTags(),
                resources.creations(request.getUrn())));
  }

  @Override
  public void diff(DiffRequest request, StreamObserver<DiffResponse> observer) {
    answer(observer, () -> Diffs.of(types.get(token(request.getUrn())), request));
  }

  @Override
  public void create(CreateRequest request, StreamObserver<CreateResponse> observer) {
    answer(
        observer,
        () -> {
          ResourceType type = types.get(token(request.getUrn()));
          Map<String, Object> given = Wire.decode(request.getProperties());
          Map<String, Object> inputs = Wire.plainMap(given);
          Secrecy secrecy = new Secrecy(type, given);
          if (request.getPreview()) {
            return CreateResponse.newBuilder()
                .setProperties(Wire.encode(secrecy.wrap(Planned.created(type, inputs))))
                .build();
          }
          Resource resource =
              redacting(
                  secrecy,
                  () -> resources.create(type, config().region(), request.getUrn(), inputs));
          return CreateResponse.newBuilder()
              .setId(resource.id())
              .setProperties(Wire.encode(outputs(type, resource, inputs, secrecy)))
              .build();
        });
  }

  @Override
  public void read(ReadRequest request, StreamObserver<ReadResponse> observer) {
    answer(
        observer,
        () -> {
          ResourceType type = types.get(token(request.getUrn()));
          Map<String, Object> state = Wire.decode(request.getProperties());
          Map<String, Object> oldInputs = Wire.decode(request.getInputs());
          Optional<Resource> found = resources.read(type, config().region(), request.getId());
          if (found.isEmpty()) {
            return ReadResponse.getDefaultInstance();
          }
          Resource resource = found.get();
          Secrecy secrecy = new Secrecy(type, state, oldInputs);
          boolean isImport = state.isEmpty() && oldInputs.isEmpty();
          Map<String, Object> attributes =
              isImport
                  ? Planned.imported(type, resource.attributes())
                  : Planned.refreshed(type, resource.attributes(), Wire.plainMap(state));
          Map<String, Object> inputs =
              isImport
                  ? ReadInputs.imported(type, attributes)
                  : ReadInputs.refreshed(type, attributes, Wire.plainMap(oldInputs));
          return ReadResponse.newBuilder()
              .setId(resource.id())
              .setProperties(
                  Wire.encode(secrecy.wrap(SimulatedResources.outputs(type, attributes))))
              .setInputs(Wire.encode(secrecy.wrap(inputs)))
              .build();
        });
  }

  @Override
  public void update(UpdateRequest request, StreamObserver<UpdateResponse> observer) {
    answer(
        observer,
        () -> {
          ResourceType type = types.get(token(request.getUrn()));
          Map<String, Object> state = Wire.decode(request.getOlds());
          Map<String, Object> oldInputs = Wire.decode(request.getOldInputs());
          Map<String, Object> given = Wire.decode(request.getNews());
          Secrecy secrecy = new Secrecy(type, given, state, oldInputs);
          Map<String, Object> inputs = Wire.plainMap(given);
          Map<String, Object> wasInputs = Wire.plainMap(oldInputs);
          if (request.getPreview()) {
            Map<String, Object> planned =
                Planned.updated(type, Wire.plainMap(state), wasInputs, inputs);
            return UpdateResponse.newBuilder()
                .setProperties(Wire.encode(secrecy.wrap(planned)))
                .build();
          }
          Resource resource =
              redacting(
                  secrecy,
                  () ->
                      resources.update(
                          type,
                          config().region(),
                          request.getId(),
                          Wire.plainMap(state),
                          wasInputs,
                          inputs));
          return UpdateResponse.newBuilder()
              .setProperties(Wire.encode(outputs(type, resource, inputs, secrecy)))
              .build();
        });
  }

  @Override
  public void delete(DeleteRequest request, StreamObserver<Empty> observer) {
    answer(
        observer,
        () -> {
          resources.delete(
              types.get(token(request.getUrn())),
              config().region(),
              request.getId(),
              Wire.plainMap(Wire.decode(request.getProperties())));
          return Empty.getDefaultInstance();
        });
  }

  @Override
  public void invoke(InvokeRequest request, StreamObserver<InvokeResponse> observer) {
    answer(
        observer,
        () ->
            InvokeResponse.newBuilder()
                .setReturn(
                    Wire.encode(
                        invokes.answer(
                            request.getTok(),
                            config().region(),
                            Wire.plainMap(Wire.decode(request.getArgs())))))
                .build());
  }

  @Override
  public void cancel(Empty request, StreamObserver<Empty> observer) {
    observer.onNext(Empty.getDefaultInstance());
    observer.onCompleted();
  }

  private static Map<String, Object> outputs(
      ResourceType type, Resource resource, Map<String, Object> inputs, Secrecy secrecy) {
    return secrecy.wrap(
        SimulatedResources.outputs(type, Planned.applied(type, resource.attributes(), inputs)));
  }

  /** No error text shows a secret. */
  private static <T> T redacting(Secrecy secrecy, Supplier<T> work) {
    try {
      return work.get();
    } catch (ProviderFailure failure) {
      throw new ProviderFailure(secrecy.redact(failure.getMessage()), failure);
    }
  }

  private ProviderConfig config() {
    ProviderConfig config = connections.get().config;
    if (config == null) {
      throw new ProviderFailure("the provider has not been configured");
    }
    return config;
  }

  /** {@code urn:pulumi:stack::project::parent$type::name}. */
  private static String token(String urn) {
    String qualified = urn.split("::")[2];
    return qualified.substring(qualified.lastIndexOf('$') + 1);
  }

  private <T> void answer(StreamObserver<T> observer, Supplier<T> work) {
    T result;
    try {
      synchronized (world) {
        result = work.get();
      }
    } catch (ProviderFailure failure) {
      observer.onError(Status.UNKNOWN.withDescription(failure.getMessage()).asRuntimeException());
      return;
    } catch (RuntimeException defect) {
      observer.onError(
          Status.INTERNAL
              .withDescription("the sandbox's provider failed: " + defect)
              .withCause(defect)
              .asRuntimeException());
      return;
    }
    observer.onNext(result);
    observer.onCompleted();
  }
}
