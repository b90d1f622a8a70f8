package io.pharos.recovery.function;

import io.pharos.recovery.aws.Aws;
import io.pharos.recovery.contract.Names;
import io.pharos.recovery.contract.RecoveryFunction;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.protocols.jsoncore.JsonNode;
import software.amazon.awssdk.protocols.jsoncore.JsonNodeParser;
import software.amazon.awssdk.protocols.jsoncore.JsonWriter;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;
import software.amazon.awssdk.services.rds.RdsClient;
import software.amazon.awssdk.services.rds.model.DBInstance;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;

/**
 * An instance that a restore test of AWS Backup has made. Its users and passwords are those of the
 * backup, and so the application's.
 */
record RestoredInstance(Aws aws, Environment environment, String arn) {
  private static final String NAME = Names.RESTORE_TEST_PREFIX + "[a-z0-9-]+";

  /**
   * Throws unless an endpoint is of such an instance in this Region: the application's password is
   * sent nowhere else.
   */
  static void check(String endpoint, String region) {
    if (!endpoint.matches(
        NAME + "\\.[a-z0-9]+\\." + Pattern.quote(region) + "\\.rds\\.amazonaws\\.com:\\d{1,5}")) {
      throw new Failed(
          ErrorCode.INPUT_INVALID, endpoint + " is no instance of a restore test in " + region);
    }
  }

  /** What is in it, as {@link LookAtRows} says it. */
  JsonNode look(List<String> tables) {
    String endpoint = endpoint();
    check(endpoint, environment.region());
    InvokeResponse answer =
        aws.client(LambdaClient.class, environment.region())
            .invoke(
                invoke ->
                    invoke
                        .functionName(environment.names().function(RecoveryFunction.LOOK))
                        .qualifier(RecoveryFunction.ALIAS)
                        .payload(SdkBytes.fromByteArray(question(endpoint, tables))));
    String text = answer.payload().asString(StandardCharsets.UTF_8);
    if (answer.functionError() != null) {
      throw new Unavailable(
          ErrorCode.UNAVAILABLE,
          environment.names().function(RecoveryFunction.LOOK) + " says: " + text,
          null);
    }
    return JsonNodeParser.create().parse(text);
  }

  private String endpoint() {
    String identifier = arn.substring(arn.lastIndexOf(':') + 1);
    if (!identifier.matches(NAME)) {
      throw new Failed(ErrorCode.INPUT_INVALID, arn + " is no instance of a restore test");
    }
    DBInstance instance =
        aws.client(RdsClient.class, environment.region())
            .describeDBInstances(describe -> describe.dbInstanceIdentifier(identifier))
            .dbInstances()
            .get(0);
    return instance.endpoint().address() + ":" + instance.endpoint().port();
  }

  private byte[] question(String endpoint, List<String> tables) {
    String name = environment.names().databaseSecret();
    String secret =
        aws.client(SecretsManagerClient.class, environment.region())
            .getSecretValue(get -> get.secretId(name))
            .secretString();
    try (JsonWriter json = JsonWriter.create()) {
      JsonNode credentials = JsonNodeParser.create().parse(secret);
      json.writeStartObject();
      json.writeFieldName("endpoint").writeValue(endpoint);
      for (String field : List.of("username", "password")) {
        json.writeFieldName(field).writeValue(Operation.text(credentials, field).orElseThrow());
      }
      json.writeFieldName("tables").writeStartArray();
      tables.forEach(json::writeValue);
      json.writeEndArray();
      json.writeEndObject();
      return json.getBytes();
    } catch (RuntimeException e) {
      // Without the cause: its message may quote the secret.
      throw incomplete(name);
    }
  }

  private static Failed incomplete(String name) {
    return new Failed(
        ErrorCode.DEPLOYMENT_INCOMPLETE, "secret " + name + " must hold username and password");
  }
}
