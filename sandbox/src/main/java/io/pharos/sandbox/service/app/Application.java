package io.pharos.sandbox.service.app;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pharos.sandbox.core.NetworkSource;
import io.pharos.sandbox.core.World;
import io.pharos.sandbox.service.DatabaseRefused;
import io.pharos.sandbox.service.Ec2;
import io.pharos.sandbox.service.Rds;
import io.pharos.sandbox.service.RdsConnection;
import io.pharos.sandbox.service.S3;
import java.util.Map;
import java.util.Optional;

/**
 * What a container of the user's does: it keeps rows in the database and objects in the bucket that
 * its environment names. It is up while its database is not, and says so under {@code /dbcheck}.
 */
public final class Application implements Endpoint {
  private static final String ROWS = "/rows/";
  private static final String OBJECTS = "/objects/";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final World world;
  private final NetworkSource place;
  private final String roleArn;
  private final Map<String, String> environment;
  private Login login;

  private record Login(String host, int port, String user, String password, String database) {}

  /**
   * @param roleArn whose credentials the machine hands out; null when it has none
   */
  public Application(
      World world, NetworkSource place, String roleArn, Map<String, String> environment) {
    this.world = world;
    this.place = place;
    this.roleArn = roleArn;
    this.environment = Map.copyOf(environment);
  }

  @Override
  public HttpReply answer(HttpRequest request) {
    String path = request.path();
    try {
      if (path.equals("/healthz")) {
        return new HttpReply(200, "ok");
      }
      if (path.equals("/dbcheck")) {
        RdsConnection connection = connect();
        connection.read("dbcheck");
        return new HttpReply(200, connection.writable() ? "writable" : "read-only");
      }
      if (path.startsWith(ROWS) && request.method().equals("PUT")) {
        String value = request.body().isEmpty() ? path.substring(ROWS.length()) : request.body();
        connect().write(path.substring(1), value);
        return new HttpReply(201, "committed");
      }
      if (path.startsWith(ROWS)) {
        Optional<String> row = connect().read(path.substring(1));
        return new HttpReply(row.isPresent() ? 200 : 404, row.orElse("no such row"));
      }
      if (path.startsWith(OBJECTS) && request.method().equals("PUT")) {
        return store(path.substring(1));
      }
      return new HttpReply(404, "not found");
    } catch (DatabaseRefused e) {
      return new HttpReply(503, "database: " + e.getMessage());
    }
  }

  /** Keeps an object in the bucket that its environment names. */
  private HttpReply store(String key) throws DatabaseRefused {
    String bucket = variable("DATA_BUCKET");
    Optional<String> why =
        roleArn == null
            ? Optional.of("Unable to locate credentials")
            : world
                .service(Ec2.class)
                .awsBlocked(place, "s3")
                .or(() -> world.service(S3.class).put(roleArn, bucket, key));
    return why.map(text -> new HttpReply(503, "objects: " + text))
        .orElseGet(() -> new HttpReply(201, "stored"));
  }

  private RdsConnection connect() throws DatabaseRefused {
    if (login == null) {
      login = login();
    }
    return world
        .service(Rds.class)
        .connect(
            place, login.host(), login.port(), login.user(), login.password(), login.database());
  }

  /** Its environment stays as it was when the container was started. */
  private Login login() throws DatabaseRefused {
    String endpoint = variable("DATABASE_ENDPOINT");
    int colon = endpoint.lastIndexOf(':');
    if (colon < 0 || !endpoint.substring(colon + 1).matches("\\d{1,5}")) {
      throw new DatabaseRefused("DATABASE_ENDPOINT '" + endpoint + "' is not host:port");
    }
    try {
      JsonNode credentials = JSON.readTree(variable("DATABASE_CREDENTIALS"));
      return new Login(
          endpoint.substring(0, colon),
          Integer.parseInt(endpoint.substring(colon + 1)),
          credentials.path("username").asText(),
          credentials.path("password").asText(),
          variable("DATABASE_NAME"));
    } catch (JsonProcessingException e) {
      // The message of the parser would quote the password.
      throw new DatabaseRefused("DATABASE_CREDENTIALS is no JSON object");
    }
  }

  private String variable(String name) throws DatabaseRefused {
    String value = environment.get(name);
    if (value == null || value.isBlank()) {
      throw new DatabaseRefused("the container's environment has no " + name);
    }
    return value;
  }
}
