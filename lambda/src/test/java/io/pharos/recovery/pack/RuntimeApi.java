package io.pharos.recovery.pack;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Lambda's Runtime API for one process: hands out events, one after the other, and keeps what the
 * function answers to the last one. Whoever asks for more waits until this is closed, as a function
 * does that is frozen.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html">Runtime API</a>
 */
final class RuntimeApi implements AutoCloseable {
  private static final String INVOCATION = "/2018-06-01/runtime/invocation/";
  private static final String REQUEST = "00000000-0000-0000-0000-00000000000";
  private static final String DEADLINE_MILLIS = "4102444800000";

  /** The last answer; it fails with what the function or the runtime reports as an error. */
  final CompletableFuture<Answer> answer = new CompletableFuture<>();

  private final AtomicInteger invoked = new AtomicInteger();
  private final List<String> events;
  private final HttpServer server;
  private volatile long asked;

  /**
   * @param asked when its event was handed out, in {@link System#nanoTime()}
   * @param nanos when it came
   */
  record Answer(String body, long asked, long nanos) {}

  RuntimeApi(List<String> events) throws IOException {
    this.events = events;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::serve);
    server.start();
  }

  String address() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private void serve(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    if (path.equals(INVOCATION + "next")) {
      int number = invoked.getAndIncrement();
      if (number < events.size()) {
        invoke(exchange, number);
      }
      return;
    }
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    long nanos = System.nanoTime();
    if (path.equals(INVOCATION + REQUEST + (events.size() - 1) + "/response")) {
      answer.complete(new Answer(body, asked, nanos));
    } else if (!path.endsWith("/response")) {
      answer.completeExceptionally(new IllegalStateException(path + ": " + body));
    }
    exchange.sendResponseHeaders(202, -1);
    exchange.close();
  }

  private void invoke(HttpExchange exchange, int number) throws IOException {
    byte[] bytes = events.get(number).getBytes(StandardCharsets.UTF_8);
    asked = System.nanoTime();
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.getResponseHeaders().add("Lambda-Runtime-Aws-Request-Id", REQUEST + number);
    exchange.getResponseHeaders().add("Lambda-Runtime-Deadline-Ms", DEADLINE_MILLIS);
    exchange
        .getResponseHeaders()
        .add(
            "Lambda-Runtime-Invoked-Function-Arn",
            "arn:aws:lambda:eu-central-1:123456789012:function:bench");
    exchange.sendResponseHeaders(200, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }
}
