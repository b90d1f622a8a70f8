package io.pharos.recovery.function;

import java.util.Map;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.GetParameterRequest;
import software.amazon.awssdk.services.ssm.model.GetParameterResponse;
import software.amazon.awssdk.services.ssm.model.ParameterNotFoundException;

/** Parameter Store with these values, by full name. */
record FakeParameters(Map<String, String> values) implements SsmClient {
  static final FakeParameters ONE_DATABASE =
      new FakeParameters(Map.of("/shop/prod/local/database-identifier", FakeDatabase.IDENTIFIER));

  @Override
  public GetParameterResponse getParameter(GetParameterRequest request) {
    if (!values.containsKey(request.name())) {
      throw ParameterNotFoundException.builder().message("no such parameter").build();
    }
    return GetParameterResponse.builder()
        .parameter(parameter -> parameter.value(values.get(request.name())))
        .build();
  }

  @Override
  public String serviceName() {
    return "ssm";
  }

  @Override
  public void close() {}
}
