package io.pharos.sandbox.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.RuleState;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.EventSourceMappingConfiguration;
import software.amazon.awssdk.services.lambda.model.InvocationType;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;
import software.amazon.awssdk.services.lambda.model.ResourceInUseException;
import software.amazon.awssdk.services.lambda.model.ResourceNotFoundException;

/** A function's concurrency, what is mapped to it, and rules: all that is switched on and off. */
abstract class EventSourcesContract {
  private static final Refused NO_FUNCTION =
      new Refused(ResourceNotFoundException.class, 404, "ResourceNotFoundException");
  private static final Refused NO_RULE =
      new Refused(
          software.amazon.awssdk.services.eventbridge.model.ResourceNotFoundException.class,
          400,
          "ResourceNotFoundException");

  private static final SdkBytes EMPTY = SdkBytes.fromUtf8String("{}");

  private final ContractWorld world;
  private final LambdaClient lambda;
  private final EventBridgeClient events;

  EventSourcesContract(ContractWorld world) {
    this.world = world;
    this.lambda = world.client(LambdaClient.class);
    this.events = world.client(EventBridgeClient.class);
  }

  @BeforeEach
  void aFunctionThatIsFedAndARule() {
    world.fedFunction("orders");
    world.settle();
    world.rule("nightly");
  }

  @Test
  void invoke_ofAnUnknownFunction_isNotFound() {
    assertThat(Refused.by(() -> lambda.invoke(call -> call.functionName("none").payload(EMPTY))))
        .isEqualTo(new Refused(ResourceNotFoundException.class, 404, "ResourceNotFoundException"));
  }

  @Test
  void invoke_asAnEvent_isAccepted_butNotOfAnUnknownFunction() {
    InvokeResponse accepted =
        lambda.invoke(
            call ->
                call.functionName("orders").invocationType(InvocationType.EVENT).payload(EMPTY));

    assertThat(accepted.statusCode()).isEqualTo(202);
    assertThat(
            Refused.by(
                () ->
                    lambda.invoke(
                        call ->
                            call.functionName("none")
                                .invocationType(InvocationType.EVENT)
                                .payload(EMPTY))))
        .isEqualTo(new Refused(ResourceNotFoundException.class, 404, "ResourceNotFoundException"));
  }

  private Integer reserved(String function) {
    return lambda
        .getFunctionConcurrency(get -> get.functionName(function))
        .reservedConcurrentExecutions();
  }

  private EventSourceMappingConfiguration mapping() {
    List<EventSourceMappingConfiguration> all =
        lambda.listEventSourceMappings(list -> {}).eventSourceMappings();
    assertThat(all).hasSize(1);
    return all.get(0);
  }

  private Refused enable(String uuid, boolean on) {
    return Refused.by(
        () -> lambda.updateEventSourceMapping(update -> update.uuid(uuid).enabled(on)));
  }

  private RuleState state(String rule) {
    return events.describeRule(describe -> describe.name(rule)).state();
  }

  @Test
  void concurrency_isNothing_untilItIsReserved_andAgainAfterwards() {
    assertThat(reserved("orders")).isNull();

    lambda.putFunctionConcurrency(
        put -> put.functionName("orders").reservedConcurrentExecutions(5));
    assertThat(reserved("orders")).isEqualTo(5);
    lambda.putFunctionConcurrency(
        put -> put.functionName("orders").reservedConcurrentExecutions(0));
    assertThat(reserved("orders")).isZero();
    lambda.deleteFunctionConcurrency(delete -> delete.functionName("orders"));

    assertThat(reserved("orders")).isNull();
  }

  @Test
  void concurrency_thatIsNotReserved_canBeDeleted() {
    assertThat(
            Refused.by(
                () -> lambda.deleteFunctionConcurrency(delete -> delete.functionName("orders"))))
        .isEqualTo(Refused.NOT);
  }

  @Test
  void concurrency_ofAnUnknownFunction_isNotFound() {
    assertThat(Refused.by(() -> reserved("none"))).isEqualTo(NO_FUNCTION);
    assertThat(
            Refused.by(
                () ->
                    lambda.putFunctionConcurrency(
                        put -> put.functionName("none").reservedConcurrentExecutions(0))))
        .isEqualTo(NO_FUNCTION);
    assertThat(
            Refused.by(
                () -> lambda.deleteFunctionConcurrency(delete -> delete.functionName("none"))))
        .isEqualTo(NO_FUNCTION);
  }

  @Test
  void concurrency_leavesAHundredForTheOthers() {
    assertThat(
            Refused.by(
                    () ->
                        lambda.putFunctionConcurrency(
                            put -> put.functionName("orders").reservedConcurrentExecutions(901)))
                .code())
        .isEqualTo(
            world.expected(
                KnownDifference.CONCURRENCY_IS_NOT_BOUNDED,
                "InvalidParameterValueException",
                Refused.NOT.code()));
  }

  @Test
  void mapping_saysWhatItLeadsToAndWhetherItIsOn() {
    assertThat(mapping().state()).isEqualTo("Enabled");
    assertThat(mapping().functionArn())
        .isEqualTo("arn:aws:lambda:eu-west-1:123456789012:function:orders");
    assertThat(mapping().uuid()).matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
  }

  @Test
  void mapping_isDisabledAndEnabledAgain() {
    String uuid = mapping().uuid();

    assertThat(enable(uuid, false)).isEqualTo(Refused.NOT);
    world.settle();
    assertThat(mapping().state()).isEqualTo("Disabled");
    assertThat(enable(uuid, true)).isEqualTo(Refused.NOT);
    world.settle();
    assertThat(mapping().state()).isEqualTo("Enabled");
  }

  @Test
  void mapping_onItsWay_isInUse() {
    String uuid = mapping().uuid();
    enable(uuid, false);

    assertThat(mapping().state())
        .isEqualTo(world.expected(KnownDifference.MAPPINGS_TAKE_NO_TIME, "Disabling", "Disabled"));
    assertThat(enable(uuid, true))
        .isEqualTo(
            world.expected(
                KnownDifference.MAPPINGS_TAKE_NO_TIME,
                new Refused(ResourceInUseException.class, 400, "ResourceInUseException"),
                Refused.NOT));
  }

  @Test
  void mapping_thatIsUnknown_isNotFound() {
    assertThat(enable("01234567-89ab-cdef-0123-456789abcdef", true))
        .isEqualTo(
            world.expected(KnownDifference.UNKNOWN_MAPPINGS_ARE_UPDATED, NO_FUNCTION, Refused.NOT));
  }

  @Test
  void rule_isDisabledAndEnabledAgain_asOftenAsOneLikes() {
    assertThat(state("nightly")).isEqualTo(RuleState.ENABLED);

    events.disableRule(disable -> disable.name("nightly"));
    events.disableRule(disable -> disable.name("nightly"));
    assertThat(state("nightly")).isEqualTo(RuleState.DISABLED);
    events.enableRule(enable -> enable.name("nightly"));
    events.enableRule(enable -> enable.name("nightly"));

    assertThat(state("nightly")).isEqualTo(RuleState.ENABLED);
  }

  @Test
  void rule_thatIsUnknown_isNotFound() {
    assertThat(Refused.by(() -> state("none"))).isEqualTo(NO_RULE);
    assertThat(Refused.by(() -> events.disableRule(disable -> disable.name("none"))))
        .isEqualTo(NO_RULE);
    assertThat(Refused.by(() -> events.enableRule(enable -> enable.name("none"))))
        .isEqualTo(NO_RULE);
  }
}
