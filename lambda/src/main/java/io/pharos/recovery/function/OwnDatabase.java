package io.pharos.recovery.function;

import io.pharos.recovery.aws.Aws;
import io.pharos.recovery.aws.DatabaseAddress;
import io.pharos.recovery.contract.LocalParameter;
import io.pharos.recovery.contract.Variable;
import java.util.regex.Pattern;
import software.amazon.awssdk.protocols.jsoncore.JsonNode;
import software.amazon.awssdk.protocols.jsoncore.JsonNodeParser;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;

/** Where this Region's current database is, and how to log in: as the application does. */
record OwnDatabase(Aws aws, Environment environment) {

  /**
   * The address.
   *
   * @throws Failed when the parameter or the secret does not say; never with what the secret holds
   */
  DatabaseAddress address() {
    return address(new LocalParameters(aws, environment).get(LocalParameter.DATABASE_ENDPOINT));
  }

  /**
   * Where it can be read, whatever its role is: with Aurora another name, because the one for
   * writes leads nowhere in a standby.
   */
  DatabaseAddress reader() {
    return environment.aurora()
        ? address(
            new LocalParameters(aws, environment).get(LocalParameter.DATABASE_READER_ENDPOINT))
        : address();
  }

  /**
   * A copy of it that was made for a rehearsal, and for nothing else: the secret is sent nowhere
   * but to such an instance of this Region.
   *
   * @throws Failed when the endpoint is that of something else
   */
  DatabaseAddress rehearsal(String endpoint) {
    String host =
        Pattern.quote(environment.names().rehearsalDatabase())
            + "\\.[a-z0-9]+\\."
            + Pattern.quote(environment.region())
            + "\\.rds\\.amazonaws\\.com:\\d{1,5}";
    if (!endpoint.matches(host)) {
      throw new Failed(
          ErrorCode.INPUT_INVALID,
          "'rehearsal' must be the endpoint of "
              + environment.names().rehearsalDatabase()
              + " in "
              + environment.region()
              + ", not "
              + endpoint);
    }
    return address(endpoint);
  }

  private DatabaseAddress address(String endpoint) {
    String name = environment.names().databaseSecret();
    String secret =
        aws.client(SecretsManagerClient.class, environment.region())
            .getSecretValue(get -> get.secretId(name))
            .secretString();
    String engine = environment.get(Variable.PHAROS_DATABASE_ENGINE);
    String database = environment.get(Variable.PHAROS_DATABASE_NAME);
    try {
      int colon = endpoint.lastIndexOf(':');
      JsonNode credentials = JsonNodeParser.create().parse(secret);
      return new DatabaseAddress(
          engine,
          endpoint.substring(0, colon),
          Integer.parseInt(endpoint.substring(colon + 1)),
          database,
          Operation.text(credentials, "username").orElseThrow(),
          Operation.text(credentials, "password").orElseThrow());
    } catch (RuntimeException e) {
      // Without the cause: its message may quote the secret.
      throw new Failed(
          ErrorCode.DEPLOYMENT_INCOMPLETE,
          "parameter local/"
              + LocalParameter.DATABASE_ENDPOINT
              + " must be host:port (it is '"
              + endpoint
              + "') and secret "
              + name
              + " must hold username and password");
    }
  }
}
