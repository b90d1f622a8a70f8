package io.pharos.example;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.Security;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * An application as Pharos expects it: {@code /healthz} says that it is up, {@code /dbcheck}
 * whether its database takes writes, and drills write and read {@code /rows/<key>}. {@code
 * /counter} is for people: each POST adds one.
 *
 * <p>Its environment is the one that Pharos gives every container: {@code DATABASE_ENDPOINT}
 * (host:port), {@code DATABASE_NAME}, {@code DATABASE_CREDENTIALS} (JSON with username and
 * password), {@code AWS_REGION}.
 */
public final class App implements AutoCloseable {
  private static final int PORT = 8080;
  private static final int THREADS = 16;
  private static final int MOST_CHARACTERS = 2000;
  private static final String ROWS = "/rows/";

  private final Rows rows;
  private final String region;
  private final HttpServer server;
  private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);

  private record Reply(int status, String text) {}

  App(int port, Rows rows, String region) throws IOException {
    this.rows = rows;
    this.region = region;
    this.server = HttpServer.create(new InetSocketAddress(port), 0);
    server.createContext("/", this::handle);
    server.setExecutor(threads);
    server.start();
  }

  public static void main(String[] arguments) throws IOException {
    // An endpoint's address changes when RDS fails over within the Region.
    Security.setProperty("networkaddress.cache.ttl", "5");
    Map<String, String> environment = System.getenv();
    String endpoint = variable(environment, "DATABASE_ENDPOINT");
    JsonNode credentials;
    try {
      credentials = new ObjectMapper().readTree(variable(environment, "DATABASE_CREDENTIALS"));
    } catch (IOException e) {
      // The parser's message would quote the password.
      throw new IllegalStateException("DATABASE_CREDENTIALS is no JSON object");
    }
    Engine engine = Engine.of(endpoint);
    App app =
        new App(
            PORT,
            new Rows(
                engine.url(endpoint, variable(environment, "DATABASE_NAME")),
                credentials.path("username").asText(),
                credentials.path("password").asText(),
                engine.writableQuery()),
            environment.getOrDefault("AWS_REGION", "here"));
    Runtime.getRuntime().addShutdownHook(new Thread(app::close));
  }

  private static String variable(Map<String, String> environment, String name) {
    String value = environment.getOrDefault(name, "");
    if (value.isBlank()) {
      throw new IllegalStateException("the environment has no " + name);
    }
    return value;
  }

  int port() {
    return server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(1);
    threads.shutdown();
    rows.close();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      Reply reply;
      try {
        reply = answer(exchange);
      } catch (SQLException e) {
        reply = new Reply(503, "database: " + e.getMessage());
      }
      byte[] body = (reply.text() + "\n").getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
      exchange.getResponseHeaders().set("Cache-Control", "no-store");
      exchange.sendResponseHeaders(reply.status(), body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private Reply answer(HttpExchange exchange) throws IOException, SQLException {
    String path = exchange.getRequestURI().getPath();
    String method = exchange.getRequestMethod();
    if (path.equals("/healthz")) {
      return new Reply(200, "ok");
    }
    if (path.equals("/dbcheck")) {
      return new Reply(200, rows.writable() ? "writable" : "read-only");
    }
    if (path.startsWith(ROWS) && path.length() > ROWS.length()) {
      return row(path.substring(1), method, exchange);
    }
    if (path.equals("/counter")) {
      return method.equals("POST")
          ? new Reply(201, rows.count("counter") + " from " + region)
          : new Reply(200, rows.read("counter").orElse("0") + " from " + region);
    }
    return new Reply(404, "not found: try /counter");
  }

  private Reply row(String id, String method, HttpExchange exchange)
      throws IOException, SQLException {
    if (!method.equals("PUT")) {
      return rows.read(id)
          .map(content -> new Reply(200, content))
          .orElseGet(() -> new Reply(404, "no such row"));
    }
    byte[] body = exchange.getRequestBody().readNBytes(MOST_CHARACTERS + 1);
    String content = new String(body, StandardCharsets.UTF_8);
    if (body.length > MOST_CHARACTERS) {
      return new Reply(413, "at most " + MOST_CHARACTERS + " bytes");
    }
    rows.write(id, content.isEmpty() ? id.substring(ROWS.length() - 1) : content);
    return new Reply(201, "committed");
  }
}
