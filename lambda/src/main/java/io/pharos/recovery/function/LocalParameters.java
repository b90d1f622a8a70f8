package io.pharos.recovery.function;

import io.pharos.recovery.aws.Aws;
import io.pharos.recovery.contract.LocalParameter;
import java.time.Instant;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.Parameter;
import software.amazon.awssdk.services.ssm.model.ParameterNotFoundException;
import software.amazon.awssdk.services.ssm.model.ParameterType;

/** The parameters of a Region, this one or the peer, which say what runs there now. */
record LocalParameters(Aws aws, Environment environment, String region) {

  LocalParameters(Aws aws, Environment environment) {
    this(aws, environment, environment.region());
  }

  /**
   * The parameter's value.
   *
   * @param key one of {@link io.pharos.recovery.contract.LocalParameter}
   */
  String get(String key) {
    return parameter(key).value();
  }

  /** When the parameter got its value. */
  Instant changed(String key) {
    return parameter(key).lastModifiedDate();
  }

  private Parameter parameter(String key) {
    String name = environment.names().localParameter(key);
    try {
      return aws.client(SsmClient.class, region).getParameter(get -> get.name(name)).parameter();
    } catch (ParameterNotFoundException e) {
      throw new Failed(
          ErrorCode.DEPLOYMENT_INCOMPLETE,
          "parameter " + name + " is missing in " + region + "; run `pulumi up`",
          e);
    }
  }

  /** Writes the parameter when it differs; says whether it did. */
  boolean put(String key, String value) {
    return put(key, value, "text");
  }

  /** Makes new instances start from this image; says whether another one was used before. */
  boolean putImage(String id) {
    return put(LocalParameter.AMI, id, "aws:ec2:image");
  }

  private boolean put(String key, String value, String dataType) {
    if (get(key).equals(value)) {
      return false;
    }
    String name = environment.names().localParameter(key);
    aws.client(SsmClient.class, region)
        .putParameter(
            put ->
                put.name(name)
                    .value(value)
                    .type(ParameterType.STRING)
                    .dataType(dataType)
                    .overwrite(true));
    return true;
  }
}
