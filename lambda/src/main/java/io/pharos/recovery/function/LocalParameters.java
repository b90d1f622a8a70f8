package io.pharos.recovery.function;

import io.pharos.recovery.aws.Aws;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.ParameterNotFoundException;

/** The parameters of this Region, which say what runs here now. */
record LocalParameters(Aws aws, Environment environment) {

  /**
   * The parameter's value.
   *
   * @param key one of {@link io.pharos.recovery.contract.LocalParameter}
   */
  String get(String key) {
    String name = environment.names().localParameter(key);
    try {
      return aws.client(SsmClient.class, environment.region())
          .getParameter(get -> get.name(name))
          .parameter()
          .value();
    } catch (ParameterNotFoundException e) {
      throw new Failed(
          ErrorCode.DEPLOYMENT_INCOMPLETE,
          "parameter " + name + " is missing in " + environment.region() + "; run `pulumi up`",
          e);
    }
  }
}
