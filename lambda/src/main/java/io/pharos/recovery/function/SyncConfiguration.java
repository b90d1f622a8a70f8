package io.pharos.recovery.function;

import io.pharos.recovery.aws.Aws;
import io.pharos.recovery.aws.LiveAws;
import io.pharos.recovery.contract.RecoveryFunction;
import io.pharos.recovery.contract.Upkeep;
import io.pharos.recovery.contract.Variable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import software.amazon.awssdk.protocols.jsoncore.JsonNode;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.model.GetSecretValueResponse;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.Parameter;
import software.amazon.awssdk.services.ssm.model.ParameterTier;
import software.amazon.awssdk.services.ssm.model.ParameterType;
import software.amazon.awssdk.services.ssm.model.SsmException;

/**
 * Brings the shared parameters and the database's secret of the Region that serves to its peer, and
 * writes only what differs. What only the peer has stays there; what is local is never looked at.
 * It says names, never a value.
 */
public final class SyncConfiguration extends ScheduledTask {
  /** A longer value needs the advanced tier. */
  private static final int STANDARD_BYTES = 4096;

  public SyncConfiguration() {
    this(LiveAws.create());
  }

  public SyncConfiguration(Aws aws) {
    super(aws, Upkeep.SYNC, RecoveryFunction.SYNC);
  }

  @Override
  Outcome act(JsonNode event) {
    String peer = environment.get(Variable.PHAROS_PEER_REGION);
    Map<String, Parameter> here = in(environment.region()).parameters();
    Map<String, Parameter> there = in(peer).parameters();
    List<String> written = new ArrayList<>();
    List<String> refused = new ArrayList<>();
    for (Parameter parameter : here.values()) {
      if (!SharedConfiguration.same(parameter, there.get(parameter.name()))) {
        (put(peer, parameter) ? written : refused).add(parameter.name());
      }
    }
    if (syncSecret(peer)) {
      written.add(environment.names().databaseSecret());
    }
    if (!refused.isEmpty()) {
      throw new Failed(
          ErrorCode.NOT_SYNCED,
          String.join(", ", refused)
              + " cannot be written in "
              + peer
              + " as here: the type differs, or the value breaks a rule there. Put right or delete"
              + " the parameter in "
              + peer
              + "; everything else is in sync");
    }
    there.keySet().removeAll(here.keySet());
    return Outcome.succeeded(
            written.isEmpty()
                ? peer + " has everything as it is here"
                : "written in " + peer + ": " + String.join(", ", written))
        .with("written", written.size())
        .with("onlyThere", there.size());
  }

  /** What AWS says of an invalid one may quote the value: only that it was refused is told. */
  private boolean put(String peer, Parameter parameter) {
    boolean secret = parameter.type() == ParameterType.SECURE_STRING;
    boolean large = parameter.value().getBytes(StandardCharsets.UTF_8).length > STANDARD_BYTES;
    try {
      aws.client(SsmClient.class, peer)
          .putParameter(
              put ->
                  put.name(parameter.name())
                      .value(parameter.value())
                      .type(parameter.type())
                      .dataType(secret ? null : parameter.dataType())
                      .keyId(secret ? environment.get(Variable.PHAROS_PEER_KEY) : null)
                      .tier(large ? ParameterTier.ADVANCED : null)
                      .overwrite(true));
      return true;
    } catch (SsmException e) {
      if (AwsErrors.code(e).equals("ValidationException")) {
        return false;
      }
      throw e;
    }
  }

  private boolean syncSecret(String peer) {
    GetSecretValueResponse here = in(environment.region()).secret().orElseThrow(this::noSecret);
    Optional<GetSecretValueResponse> there = in(peer).secret();
    String before = there.map(GetSecretValueResponse::secretString).orElse("");
    if (here.secretString().equals(before)) {
      return false;
    }
    // The same step twice is one version; going back to an earlier value is another step.
    String step = here.versionId() + there.map(GetSecretValueResponse::versionId).orElse("");
    aws.client(SecretsManagerClient.class, peer)
        .putSecretValue(
            put ->
                put.secretId(environment.names().databaseSecret())
                    .clientRequestToken(
                        UUID.nameUUIDFromBytes(step.getBytes(StandardCharsets.UTF_8)).toString())
                    .secretString(here.secretString()));
    return true;
  }

  private Failed noSecret() {
    return new Failed(
        ErrorCode.DEPLOYMENT_INCOMPLETE,
        "secret "
            + environment.names().databaseSecret()
            + " has no value in "
            + environment.region()
            + "; run `pulumi up`");
  }

  private SharedConfiguration in(String region) {
    return new SharedConfiguration(aws, environment, region);
  }
}
