package io.pharos.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.pharos.config.Json;
import io.pharos.engine.StackName;
import io.pharos.world.FaultSwitch;
import io.pharos.world.SandboxCloud;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Executors;
import picocli.CommandLine;

/**
 * Lets other processes act on a served sandbox, on 127.0.0.1: POST /command runs a command there,
 * /serving says which Region serves, /fault and /heal break and mend a Region, /pass lets time
 * pass.
 */
final class SandboxControl implements AutoCloseable {
  private final HttpServer server;
  private final SandboxCloud cloud;
  private final Surroundings surroundings;

  private SandboxControl(HttpServer server, SandboxCloud cloud, Surroundings surroundings) {
    this.server = server;
    this.cloud = cloud;
    this.surroundings = surroundings;
  }

  /**
   * Starts to listen.
   *
   * @param port 0 for a free one
   */
  static SandboxControl start(int port, SandboxCloud cloud, Surroundings surroundings) {
    try {
      HttpServer server =
          HttpServer.create(
              new InetSocketAddress(
                  InetAddress.getByAddress("localhost", new byte[] {127, 0, 0, 1}), port),
              0);
      SandboxControl control = new SandboxControl(server, cloud, surroundings);
      server.setExecutor(
          Executors.newSingleThreadExecutor(
              task -> {
                Thread thread = new Thread(task, "control");
                thread.setDaemon(true);
                return thread;
              }));
      server.createContext("/", control::answer);
      server.start();
      return control;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot serve on port " + port + " of 127.0.0.1", e);
    }
  }

  String address() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    int status = 200;
    String body;
    try {
      if (!exchange.getRequestMethod().equals("POST")) {
        throw new IllegalArgumentException("only POST");
      }
      body = act(exchange);
    } catch (RuntimeException e) {
      status = 400;
      body = Json.write(Map.of("error", String.valueOf(e.getMessage())));
    }
    byte[] bytes = (body + "\n").getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private String act(HttpExchange exchange) throws IOException {
    Map<String, String> query = query(exchange.getRequestURI().getRawQuery());
    switch (exchange.getRequestURI().getPath()) {
      case "/command" -> {
        return run(Json.MAPPER.readValue(exchange.getRequestBody(), String[].class));
      }
      case "/serving" -> {
        return Json.write(
            Map.of(
                "serving", surroundings.serving(surroundings.settings(StackName.PRIMARY)).word()));
      }
      case "/fault" ->
          cloud.fail(
              required(query, "region"),
              FaultSwitch.Kind.valueOf(
                  query.getOrDefault("kind", "dead").toUpperCase(Locale.ROOT)));
      case "/heal" -> cloud.heal(required(query, "region"));
      case "/pass" -> cloud.pass(Duration.ofSeconds(Long.parseLong(required(query, "seconds"))));
      default ->
          throw new IllegalArgumentException(
              "there is /command, /serving, /fault, /heal and /pass");
    }
    return Json.write(Map.of("time", cloud.clock().instant().toString()));
  }

  private String run(String[] arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine commands = Pharos.commandLine(surroundings);
    commands.setOut(new PrintWriter(out));
    commands.setErr(new PrintWriter(err));
    int exit = commands.execute(arguments);
    commands.getOut().flush();
    commands.getErr().flush();
    return Json.write(Map.of("exit", exit, "out", out.toString(), "err", err.toString()));
  }

  private static String required(Map<String, String> query, String name) {
    String value = query.get(name);
    if (value == null) {
      throw new IllegalArgumentException(name + " is missing");
    }
    return value;
  }

  private static Map<String, String> query(String text) {
    Map<String, String> query = new HashMap<>();
    Arrays.stream(text == null ? new String[0] : text.split("&"))
        .map(part -> part.split("=", 2))
        .filter(pair -> pair.length == 2)
        .forEach(pair -> query.put(pair[0], URLDecoder.decode(pair[1], StandardCharsets.UTF_8)));
    return query;
  }
}
