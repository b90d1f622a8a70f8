package io.pharos.sandbox.service.lambda;

import io.pharos.sandbox.core.Caller;
import java.nio.charset.StandardCharsets;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.InvocationType;
import software.amazon.awssdk.services.lambda.model.InvokeRequest;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;

/**
 * Lambda as the SDK's client of one Region. An error of the function is an answer, not an error of
 * the call.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html">Invoke</a>
 */
public final class LambdaApi implements LambdaClient {
  private static final int OK = 200;
  private static final int ACCEPTED = 202;

  private final FunctionFleet fleet;
  private final String region;
  private final Caller caller;

  public LambdaApi(FunctionFleet fleet, String region, Caller caller) {
    this.fleet = fleet;
    this.region = region;
    this.caller = caller;
  }

  @Override
  public InvokeResponse invoke(InvokeRequest request) {
    FunctionName name = FunctionName.of(request.functionName());
    String function =
        request.qualifier() == null
            ? request.functionName()
            : name.name() + ":" + request.qualifier();
    String payload =
        request.payload() == null ? "{}" : request.payload().asString(StandardCharsets.UTF_8);
    InvocationType type =
        request.invocationType() == null
            ? InvocationType.REQUEST_RESPONSE
            : request.invocationType();
    return switch (type) {
      case REQUEST_RESPONSE -> answered(fleet.invoke(region, function, payload));
      case EVENT -> {
        fleet.invokeAsync(region, function, payload);
        yield InvokeResponse.builder().statusCode(ACCEPTED).build();
      }
      case DRY_RUN, UNKNOWN_TO_SDK_VERSION ->
          throw new UnsupportedOperationException("the sandbox invokes no " + type);
    };
  }

  private InvokeResponse answered(InvocationResult result) {
    caller.elapse(result.took());
    return InvokeResponse.builder()
        .statusCode(OK)
        .executedVersion(result.version())
        .functionError(result.failed() ? "Unhandled" : null)
        .payload(SdkBytes.fromUtf8String(result.payload()))
        .build();
  }

  @Override
  public String serviceName() {
    return SERVICE_NAME;
  }

  @Override
  public void close() {}
}
