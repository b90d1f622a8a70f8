package io.pharos.example;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What users, load balancers and drills get from it, with a database in this process. */
class AppTest {
  private final String url = "jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1";
  private App app;

  @BeforeEach
  void start() throws IOException {
    app = start("SELECT TRUE");
  }

  private App start(String writableQuery) throws IOException {
    return new App(0, new Rows(url, "sa", "", writableQuery), "eu-west-1");
  }

  @AfterEach
  void stop() {
    app.close();
  }

  private String ask(String method, String path) throws Exception {
    return ask(app, method, path, "");
  }

  private static String ask(App app, String method, String path, String body) throws Exception {
    var reply =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + app.port() + path))
                    .method(method, HttpRequest.BodyPublishers.ofString(body))
                    .build(),
                BodyHandlers.ofString());
    return reply.statusCode() + " " + reply.body().strip();
  }

  @Test
  void itIsUpAndSaysWhetherItsDatabaseTakesWrites() throws Exception {
    assertThat(ask("GET", "/healthz")).isEqualTo("200 ok");
    assertThat(ask("GET", "/dbcheck")).isEqualTo("200 writable");
    try (App standby = start("SELECT FALSE")) {
      assertThat(ask(standby, "GET", "/dbcheck", "")).isEqualTo("200 read-only");
    }
  }

  @Test
  void aRowIsThereAsSoonAsItWasAcknowledged() throws Exception {
    assertThat(ask("GET", "/rows/1")).startsWith("503 database: ");
    assertThat(ask("PUT", "/rows/1")).isEqualTo("201 committed");
    assertThat(ask("GET", "/rows/1")).isEqualTo("200 1");
    assertThat(ask(app, "PUT", "/rows/1", "again")).isEqualTo("201 committed");
    assertThat(ask("GET", "/rows/1")).isEqualTo("200 again");
    assertThat(ask("GET", "/rows/2")).isEqualTo("404 no such row");
    assertThat(ask(app, "PUT", "/rows/3", "x".repeat(2001))).startsWith("413 ");
  }

  @Test
  void theCounterCountsEveryPostOnce() throws Exception {
    assertThat(ask("POST", "/counter")).isEqualTo("201 1 from eu-west-1");
    IntStream.range(0, 20)
        .parallel()
        .forEach(
            i -> {
              try {
                assertThat(ask("POST", "/counter")).startsWith("201 ");
              } catch (Exception e) {
                throw new AssertionError(e);
              }
            });

    assertThat(ask("GET", "/counter")).isEqualTo("200 21 from eu-west-1");
  }

  @Test
  void withoutItsDatabaseItIsUp_andWritesAreRefused() throws Exception {
    try (App lost =
        new App(
            0, new Rows("jdbc:h2:tcp://127.0.0.1:1/gone", "sa", "", "SELECT TRUE"), "eu-west-1")) {
      assertThat(ask(lost, "GET", "/healthz", "")).isEqualTo("200 ok");
      assertThat(ask(lost, "GET", "/dbcheck", "")).startsWith("503 database: ");
      assertThat(ask(lost, "PUT", "/rows/1", "")).startsWith("503 database: ");
    }
  }

  @Test
  void theEngineFollowsFromThePort() {
    assertThat(Engine.of("db.example.com:5432").url("db.example.com:5432", "shop"))
        .startsWith("jdbc:postgresql://db.example.com:5432/shop?sslmode=require");
    assertThat(Engine.of("db.example.com:3306").url("db.example.com:3306", "shop"))
        .startsWith("jdbc:mysql://db.example.com:3306/shop?sslMode=REQUIRED");
  }
}
