package io.pharos.sandbox.provider;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.protobuf.Empty;
import com.pulumi.Context;
import com.pulumi.deployment.internal.InlineDeploymentSettings;
import com.pulumi.resources.StackOptions;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.util.function.Consumer;
import pulumirpc.Language.GetRequiredPackagesRequest;
import pulumirpc.Language.GetRequiredPackagesResponse;
import pulumirpc.Language.LanguageHandshakeRequest;
import pulumirpc.Language.LanguageHandshakeResponse;
import pulumirpc.Language.RunRequest;
import pulumirpc.Language.RunResponse;
import pulumirpc.LanguageRuntimeGrpc;
import pulumirpc.Plugin;

/**
 * Runs one Pulumi program in this JVM for whatever engine attaches: no language plugin, no new
 * process per run. Attach with the environment that {@link #debugLanguages} gives and a project
 * whose runtime is java.
 */
public final class LanguageServer implements AutoCloseable {
  /** The SDK's exit code for errors that the user has seen already. */
  private static final int REPORTED = 32;

  private static final class Connection {
    private volatile String engine;
  }

  private final PerConnection<Connection> connections = new PerConnection<>(Connection::new);
  private final Consumer<Context> program;
  private final StackOptions options;
  private final Server server;

  private LanguageServer(Consumer<Context> program, StackOptions options, int port) {
    this.program = program;
    this.options = options;
    this.server = connections.serve(new Runtime(), port);
  }

  /** Serves on a free port of 127.0.0.1. */
  public static LanguageServer start(Consumer<Context> program) {
    return start(program, 0);
  }

  public static LanguageServer start(Consumer<Context> program, int port) {
    return new LanguageServer(program, StackOptions.Empty, port);
  }

  /**
   * Serves on a free port.
   *
   * @param options of the stack, such as transformations of its resources
   */
  public static LanguageServer start(Consumer<Context> program, StackOptions options) {
    return new LanguageServer(program, options, 0);
  }

  public int port() {
    return server.getPort();
  }

  /** The value of PULUMI_DEBUG_LANGUAGES that makes an engine use this server. */
  public String debugLanguages() {
    return "java:" + port();
  }

  @Override
  public void close() {
    server.shutdownNow();
  }

  private final class Runtime extends LanguageRuntimeGrpc.LanguageRuntimeImplBase {
    @Override
    public void handshake(
        LanguageHandshakeRequest request, StreamObserver<LanguageHandshakeResponse> observer) {
      connections.get().engine = request.getEngineAddress();
      answer(observer, LanguageHandshakeResponse.getDefaultInstance());
    }

    @Override
    public void getPluginInfo(Empty request, StreamObserver<Plugin.PluginInfo> observer) {
      answer(observer, Plugin.PluginInfo.newBuilder().setVersion("1.36.1").build());
    }

    @Override
    public void getRequiredPackages(
        GetRequiredPackagesRequest request, StreamObserver<GetRequiredPackagesResponse> observer) {
      answer(observer, GetRequiredPackagesResponse.getDefaultInstance());
    }

    @Override
    public void run(RunRequest request, StreamObserver<RunResponse> observer) {
      InlineDeploymentSettings settings =
          InlineDeploymentSettings.builder()
              .engineAddr(
                  request.getArgsCount() > 0 ? request.getArgs(0) : connections.get().engine)
              .monitorAddr(request.getMonitorAddress())
              .config(ImmutableMap.copyOf(request.getConfigMap()))
              .configSecretKeys(ImmutableSet.copyOf(request.getConfigSecretKeysList()))
              .organization(request.getOrganization())
              .project(request.getProject())
              .stack(request.getStack())
              .isDryRun(request.getDryRun())
              .build();
      int exitCode;
      try {
        exitCode = InlineProgram.run(settings, program, options);
      } catch (RuntimeException e) {
        observer.onError(Status.UNKNOWN.withDescription(e.toString()).asRuntimeException());
        return;
      }
      RunResponse.Builder response = RunResponse.newBuilder();
      if (exitCode == REPORTED) {
        response.setBail(true);
      } else if (exitCode != 0) {
        response.setError("the program ended with exit code " + exitCode);
      }
      answer(observer, response.build());
    }

    private <T> void answer(StreamObserver<T> observer, T response) {
      observer.onNext(response);
      observer.onCompleted();
    }
  }
}
