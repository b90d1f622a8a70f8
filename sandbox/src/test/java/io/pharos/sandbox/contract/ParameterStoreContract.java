package io.pharos.sandbox.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.GetParametersByPathResponse;
import software.amazon.awssdk.services.ssm.model.Parameter;
import software.amazon.awssdk.services.ssm.model.ParameterAlreadyExistsException;
import software.amazon.awssdk.services.ssm.model.ParameterNotFoundException;
import software.amazon.awssdk.services.ssm.model.ParameterType;
import software.amazon.awssdk.services.ssm.model.ParameterVersionNotFoundException;
import software.amazon.awssdk.services.ssm.model.ValidationException;

/** What runs in a Region is read from its parameters, and written there. */
abstract class ParameterStoreContract {
  private static final String AMI = "/shop/prod/local/ami";
  private static final Refused VALIDATION =
      new Refused(ValidationException.class, 400, "ValidationException");

  private final SsmClient ssm;
  private final ContractWorld world;

  ParameterStoreContract(ContractWorld world) {
    this.world = world;
    this.ssm = world.client(SsmClient.class);
  }

  private long put(String name, String value, Boolean overwrite) {
    return ssm.putParameter(
            put -> put.name(name).value(value).type(ParameterType.STRING).overwrite(overwrite))
        .version();
  }

  private Parameter get(String name) {
    return ssm.getParameter(get -> get.name(name)).parameter();
  }

  @Test
  void getParameter_answersValueVersionAndArn() {
    assertThat(put(AMI, "ami-1", null)).isEqualTo(1);

    Parameter parameter = get(AMI);

    assertThat(parameter.name()).isEqualTo(AMI);
    assertThat(parameter.value()).isEqualTo("ami-1");
    assertThat(parameter.version()).isEqualTo(1);
    assertThat(parameter.type()).isEqualTo(ParameterType.STRING);
    assertThat(parameter.arn())
        .isEqualTo("arn:aws:ssm:eu-west-1:123456789012:parameter/shop/prod/local/ami");
  }

  @Test
  void getParameter_byVersion() {
    put(AMI, "ami-1", null);

    assertThat(get(AMI + ":1").value()).isEqualTo("ami-1");
    assertThat(Refused.by(() -> get(AMI + ":2")))
        .isEqualTo(
            new Refused(ParameterVersionNotFoundException.class, 400, "ParameterVersionNotFound"));
  }

  @Test
  void getParameter_ofTheOtherRegion_isNotFound() {
    put(AMI, "ami-1", null);

    assertThat(
            Refused.by(
                () ->
                    world
                        .client(SsmClient.class, ContractWorld.PEER_REGION)
                        .getParameter(get -> get.name(AMI))))
        .isEqualTo(new Refused(ParameterNotFoundException.class, 400, "ParameterNotFound"));
  }

  @Test
  void putParameter_overExisting_needsOverwrite_andMakesAVersion() {
    put(AMI, "ami-1", null);

    assertThat(Refused.by(() -> put(AMI, "ami-2", false)))
        .isEqualTo(
            new Refused(ParameterAlreadyExistsException.class, 400, "ParameterAlreadyExists"));
    assertThat(put(AMI, "ami-2", true)).isEqualTo(2);
    assertThat(put(AMI, "ami-2", true)).as("the same value again").isEqualTo(3);
    assertThat(get(AMI).value()).isEqualTo("ami-2");
  }

  @Test
  void putParameter_withOverwrite_createsToo() {
    assertThat(put(AMI, "ami-1", true)).isEqualTo(1);
  }

  @Test
  void putParameter_whenNew_needsAType() {
    assertThat(Refused.by(() -> ssm.putParameter(put -> put.name(AMI).value("ami-1"))))
        .isEqualTo(VALIDATION);
  }

  @Test
  void putParameter_withoutValue_isRefused() {
    assertThat(Refused.by(() -> put(AMI, "", null))).isEqualTo(VALIDATION);
  }

  @Test
  void putParameter_withAReservedName_isRefused() {
    assertThat(Refused.by(() -> put("ssm-posture", "x", null))).isEqualTo(VALIDATION);
  }

  @Test
  void getParametersByPath_readsAllBelow_pageByPage_decrypted() {
    SsmClient ssm = world.client(SsmClient.class);
    for (int i = 0; i < 12; i++) {
      String name = "/shop/prod/shared/some/" + i;
      ssm.putParameter(put -> put.name(name).value("value").type(ParameterType.STRING));
    }
    ssm.putParameter(
        put -> put.name("/shop/prod/shared/sealed").value("v").type(ParameterType.SECURE_STRING));
    ssm.putParameter(
        put -> put.name("/shop/prod/sharedBeside").value("v").type(ParameterType.STRING));

    GetParametersByPathResponse first =
        ssm.getParametersByPath(
            get -> get.path("/shop/prod/shared").recursive(true).withDecryption(true));
    GetParametersByPathResponse second =
        ssm.getParametersByPath(
            get ->
                get.path("/shop/prod/shared")
                    .recursive(true)
                    .withDecryption(true)
                    .nextToken(first.nextToken()));

    assertThat(first.parameters()).hasSize(10);
    assertThat(second.parameters()).hasSize(3);
    assertThat(second.nextToken()).isNull();
    assertThat(first.parameters())
        .extracting(Parameter::name)
        .doesNotContain("/shop/prod/sharedBeside");
    assertThat(Stream.concat(first.parameters().stream(), second.parameters().stream()))
        .filteredOn(parameter -> parameter.type() == ParameterType.SECURE_STRING)
        .extracting(Parameter::value)
        .containsExactly("v");
  }
}
