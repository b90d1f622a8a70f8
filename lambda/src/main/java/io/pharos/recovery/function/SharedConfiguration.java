package io.pharos.recovery.function;

import io.pharos.recovery.aws.Aws;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.model.GetSecretValueResponse;
import software.amazon.awssdk.services.secretsmanager.model.ResourceNotFoundException;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.GetParametersByPathResponse;
import software.amazon.awssdk.services.ssm.model.Parameter;

/** What is kept equal in both Regions, as it is in one of them. */
record SharedConfiguration(Aws aws, Environment environment, String region) {

  /** The shared parameters by name, opened where they are sealed. */
  Map<String, Parameter> parameters() {
    Map<String, Parameter> all = new TreeMap<>();
    String token = null;
    do {
      String from = token;
      GetParametersByPathResponse page =
          aws.client(SsmClient.class, region)
              .getParametersByPath(
                  get ->
                      get.path(environment.names().sharedParameters())
                          .recursive(true)
                          .withDecryption(true)
                          .nextToken(from));
      page.parameters().forEach(parameter -> all.put(parameter.name(), parameter));
      token = page.nextToken();
    } while (token != null && !token.isEmpty());
    return all;
  }

  static boolean same(Parameter here, Parameter there) {
    return there != null && here.type() == there.type() && here.value().equals(there.value());
  }

  /** The credentials of the database; empty when there are none. */
  Optional<GetSecretValueResponse> secret() {
    try {
      return Optional.of(
          aws.client(SecretsManagerClient.class, region)
              .getSecretValue(get -> get.secretId(environment.names().databaseSecret())));
    } catch (ResourceNotFoundException e) {
      return Optional.empty();
    }
  }
}
