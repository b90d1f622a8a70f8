package io.pharos.sandbox.service.lambda;

import io.pharos.sandbox.core.Caller;
import io.pharos.sandbox.core.Resource;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalInt;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.DeleteFunctionConcurrencyRequest;
import software.amazon.awssdk.services.lambda.model.DeleteFunctionConcurrencyResponse;
import software.amazon.awssdk.services.lambda.model.EventSourceMappingConfiguration;
import software.amazon.awssdk.services.lambda.model.GetFunctionConcurrencyRequest;
import software.amazon.awssdk.services.lambda.model.GetFunctionConcurrencyResponse;
import software.amazon.awssdk.services.lambda.model.InvocationType;
import software.amazon.awssdk.services.lambda.model.InvokeRequest;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;
import software.amazon.awssdk.services.lambda.model.ListEventSourceMappingsRequest;
import software.amazon.awssdk.services.lambda.model.ListEventSourceMappingsResponse;
import software.amazon.awssdk.services.lambda.model.PutFunctionConcurrencyRequest;
import software.amazon.awssdk.services.lambda.model.PutFunctionConcurrencyResponse;
import software.amazon.awssdk.services.lambda.model.UpdateEventSourceMappingRequest;
import software.amazon.awssdk.services.lambda.model.UpdateEventSourceMappingResponse;

/**
 * Lambda as the SDK's client of one Region. An error of the function is an answer, not an error of
 * the call.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html">Invoke</a>
 */
public final class LambdaApi implements LambdaClient {
  private static final int OK = 200;
  private static final int ACCEPTED = 202;
  private static final int PAGE = 100;

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
  public GetFunctionConcurrencyResponse getFunctionConcurrency(
      GetFunctionConcurrencyRequest request) {
    OptionalInt reserved = fleet.concurrency().reserved(region, request.functionName());
    return GetFunctionConcurrencyResponse.builder()
        .reservedConcurrentExecutions(reserved.isPresent() ? reserved.getAsInt() : null)
        .build();
  }

  @Override
  public PutFunctionConcurrencyResponse putFunctionConcurrency(
      PutFunctionConcurrencyRequest request) {
    fleet
        .concurrency()
        .reserve(region, request.functionName(), request.reservedConcurrentExecutions());
    return PutFunctionConcurrencyResponse.builder()
        .reservedConcurrentExecutions(request.reservedConcurrentExecutions())
        .build();
  }

  @Override
  public DeleteFunctionConcurrencyResponse deleteFunctionConcurrency(
      DeleteFunctionConcurrencyRequest request) {
    fleet.concurrency().share(region, request.functionName());
    return DeleteFunctionConcurrencyResponse.builder().build();
  }

  /** A hundred at a time, those of one function only when they are asked for. */
  @Override
  public ListEventSourceMappingsResponse listEventSourceMappings(
      ListEventSourceMappingsRequest request) {
    if (request.functionName() != null || request.eventSourceArn() != null) {
      throw new UnsupportedOperationException("the sandbox lists all event source mappings");
    }
    List<Resource> all = fleet.mappings().all(region);
    int from = request.marker() == null ? 0 : Integer.parseInt(request.marker());
    int size = Math.min(PAGE, request.maxItems() == null ? PAGE : Math.max(1, request.maxItems()));
    int to = Math.min(all.size(), from + size);
    return ListEventSourceMappingsResponse.builder()
        .eventSourceMappings(all.subList(from, to).stream().map(LambdaApi::described).toList())
        .nextMarker(to < all.size() ? Integer.toString(to) : null)
        .build();
  }

  @Override
  public UpdateEventSourceMappingResponse updateEventSourceMapping(
      UpdateEventSourceMappingRequest request) {
    if (request.functionName() != null || request.batchSize() != null) {
      throw new UnsupportedOperationException("the sandbox only switches event source mappings");
    }
    Resource mapping =
        fleet.mappings().find(region, request.uuid()).orElseThrow(LambdaRefusal::noMapping);
    if (request.enabled() != null) {
      fleet.mappings().enable(mapping, request.enabled());
    }
    return UpdateEventSourceMappingResponse.builder()
        .uuid(mapping.id())
        .functionArn(mapping.string("functionArn"))
        .eventSourceArn(mapping.string("eventSourceArn"))
        .state(mapping.string("state"))
        .build();
  }

  private static EventSourceMappingConfiguration described(Resource mapping) {
    return EventSourceMappingConfiguration.builder()
        .uuid(mapping.id())
        .functionArn(mapping.string("functionArn"))
        .eventSourceArn(mapping.string("eventSourceArn"))
        .state(mapping.string("state"))
        .build();
  }

  @Override
  public String serviceName() {
    return SERVICE_NAME;
  }

  @Override
  public void close() {}
}
