package io.pharos.sandbox.provider;

import io.grpc.Attributes;
import io.grpc.BindableService;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerTransportFilter;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * What a gRPC service remembers of each connection. The engine attaches every provider of a
 * program, and several engines at a time, to the same port: their connections tell them apart.
 */
final class PerConnection<T> {
  /** Held, because a logger without references forgets its level. */
  private static final List<Logger> NOISE =
      List.of(Logger.getLogger("io.grpc"), Logger.getLogger("com.pulumi"));

  private static final int LARGEST_MESSAGE_BYTES = 400 << 20;

  private final Context.Key<T> current = Context.key("connection");
  private final Attributes.Key<T> attribute = Attributes.Key.create("connection");
  private final Supplier<T> fresh;

  static {
    // gRPC reports each channel that the SDK leaks; what the SDK logs, the engine reports as well.
    NOISE.forEach(logger -> logger.setLevel(Level.OFF));
  }

  PerConnection(Supplier<T> fresh) {
    this.fresh = fresh;
  }

  /** What is remembered of the connection whose call is being served. */
  T get() {
    return current.get();
  }

  /**
   * Serves on 127.0.0.1.
   *
   * @param port 0 for a free one
   */
  Server serve(BindableService service, int port) {
    try {
      InetAddress loopback = InetAddress.getByAddress("localhost", new byte[] {127, 0, 0, 1});
      return NettyServerBuilder.forAddress(new InetSocketAddress(loopback, port))
          .maxInboundMessageSize(LARGEST_MESSAGE_BYTES)
          .addService(service)
          .addTransportFilter(new Remembering())
          .intercept(new Recalling())
          .build()
          .start();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot serve on port " + port + " of 127.0.0.1", e);
    }
  }

  private final class Remembering extends ServerTransportFilter {
    @Override
    public Attributes transportReady(Attributes attributes) {
      return attributes.toBuilder().set(attribute, fresh.get()).build();
    }
  }

  private final class Recalling implements ServerInterceptor {
    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
        ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
      return Contexts.interceptCall(
          Context.current().withValue(current, call.getAttributes().get(attribute)),
          call,
          headers,
          next);
    }
  }
}
