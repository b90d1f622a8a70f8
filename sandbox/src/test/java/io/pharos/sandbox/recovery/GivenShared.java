package io.pharos.sandbox.recovery;

import io.pharos.sandbox.core.Caller;
import io.pharos.sandbox.core.Resource;
import io.pharos.sandbox.service.SecretsManager;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.ssm.SsmClient;

/** The shared parameters and the secret of a Region. */
final class GivenShared {
  private GivenShared() {}

  static void put(GivenRegion place, String key, String type, String value) {
    place
        .given
        .world
        .bareClient(SsmClient.class, place.region, Caller.operator(place.given.world.clock()))
        .putParameter(
            put ->
                put.name(GivenRegion.NAMES.sharedParameter(key))
                    .type(type)
                    .keyId(type.equals("SecureString") ? place.key.string("arn") : null)
                    .value(value)
                    .overwrite(true));
  }

  static void secret(GivenRegion place, String value) {
    place
        .given
        .world
        .bareClient(
            SecretsManagerClient.class, place.region, Caller.operator(place.given.world.clock()))
        .putSecretValue(
            put -> put.secretId(GivenRegion.NAMES.databaseSecret()).secretString(value));
  }

  static String secret(GivenRegion place) {
    return place
        .given
        .world
        .service(SecretsManager.class)
        .value(place.region, GivenRegion.NAMES.databaseSecret())
        .orElseThrow();
  }

  /** Values by key, with the secret's. */
  static Map<String, String> of(GivenRegion place) {
    Map<String, String> all = new TreeMap<>();
    String path = GivenRegion.NAMES.sharedParameter("");
    for (Resource parameter :
        place.given.world.account().list("aws:ssm/parameter:Parameter", place.region)) {
      if (parameter.id().startsWith(path)) {
        all.put(parameter.id().substring(path.length()), parameter.string("value"));
      }
    }
    all.put("secret", secret(place));
    return all;
  }

  static Resource parameter(GivenRegion place, String key) {
    return place
        .given
        .world
        .account()
        .find("aws:ssm/parameter:Parameter", place.region, GivenRegion.NAMES.sharedParameter(key))
        .orElseThrow();
  }
}
