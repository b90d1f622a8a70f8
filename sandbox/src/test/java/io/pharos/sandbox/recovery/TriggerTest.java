package io.pharos.sandbox.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.pharos.sandbox.core.Caller;
import io.pharos.sandbox.core.Faults;
import io.pharos.sandbox.service.EventBridge;
import io.pharos.sandbox.service.Sns;
import io.pharos.sandbox.service.sns.Publication;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sfn.SfnClient;

/** What an alarm may start: after a person's approval, or by itself, and never twice. */
class TriggerTest {
  private static final Optional<String> APPROVAL =
      Optional.of("{\"trigger\":\"approval\",\"reason\":\"alarm shop-prod-peer-lost\"}");

  private final TwoRegionShop shop = new TwoRegionShop(2);
  private GivenDetection detection;

  @Test
  void an_operation_that_needs_approval_changes_nothing_until_a_person_says_yes() {
    loseThePrimary(APPROVAL);
    shop.pass(Duration.ofMinutes(20));
    String operation = detection.operations().get(0);

    assertThat(detection.outcome(operation)).isEqualTo("RUNNING");
    assertThat(shop.item(shop.secondary, "lock", "lock")).isEmpty();
    assertThat(shop.steps(operation)).extracting(step -> step.get("step")).containsOnly("approval");
    assertThat(alerts())
        .last()
        .satisfies(
            alert -> {
              assertThat(alert.subject())
                  .isEqualTo("[shop-prod] approve the failover to eu-central-1?");
              assertThat(alert.message())
                  .contains("pharos approve " + operation, "pharos reject " + operation)
                  .doesNotContain(token());
            });

    states().sendTaskSuccess(send -> send.taskToken(token()).output("{\"approvedBy\":\"Ada\"}"));
    shop.pass(Duration.ofMinutes(20));

    assertThat(detection.outcome(operation)).isEqualTo("SUCCEEDED");
    assertThat(shop.item(shop.secondary, "approval", "pending")).isEmpty();
    assertThat(shop.steps(operation).get(0)).contains(entry("detail", "approved by Ada"));
    assertThat(shop.user("PUT", "/rows/1")).isEqualTo("201 committed from eu-central-1");
  }

  @Test
  void a_rejected_operation_ends_as_refused_and_says_who_said_no() {
    loseThePrimary(APPROVAL);
    shop.pass(Duration.ofMinutes(10));
    String operation = detection.operations().get(0);

    states()
        .sendTaskFailure(
            send -> send.taskToken(token()).error("Rejected").cause("rejected by Ada (a test)"));
    shop.pass(Duration.ofMinutes(2));

    assertThat(detection.outcome(operation))
        .startsWith("FAILED Refused NOT_APPROVED: rejected by Ada (a test)");
    assertThat(shop.item(shop.secondary, "approval", "pending")).isEmpty();
    assertThat(shop.read(shop.secondary.database).attributes()).containsKey("replicateSourceDb");
  }

  @Test
  void without_an_answer_it_ends_as_refused_after_an_hour() {
    loseThePrimary(APPROVAL);
    shop.pass(Duration.ofMinutes(70));

    assertThat(detection.outcome(detection.operations().get(0)))
        .startsWith("FAILED Refused NOT_APPROVED: nobody approved within an hour");
    assertThat(shop.read(shop.secondary.database).attributes()).containsKey("replicateSourceDb");
  }

  @Test
  void what_is_approved_after_the_peer_returned_is_refused() {
    loseThePrimary(APPROVAL);
    shop.pass(Duration.ofMinutes(10));
    shop.world.faults().heal(shop.primary.region);
    shop.pass(Duration.ofMinutes(3));

    states().sendTaskSuccess(send -> send.taskToken(token()).output("{\"approvedBy\":\"Ada\"}"));
    shop.pass(Duration.ofMinutes(2));

    assertThat(detection.outcome(detection.operations().get(0)))
        .startsWith("FAILED Refused PEER_REACHABLE");
    assertThat(shop.user("PUT", "/rows/1")).isEqualTo("201 committed from eu-west-1");
  }

  @Test
  void a_flapping_alarm_asks_once() {
    loseThePrimary(APPROVAL);
    shop.pass(Duration.ofMinutes(10));
    alarm();
    alarm();
    shop.pass(Duration.ofMinutes(2));

    assertThat(detection.operations()).hasSize(3);
    assertThat(detection.operations().stream().map(detection::outcome))
        .filteredOn("RUNNING"::equals)
        .hasSize(1);
    assertThat(alerts())
        .filteredOn(alert -> alert.subject().contains("approve the failover"))
        .hasSize(1);
  }

  @Test
  void a_flapping_alarm_never_starts_a_second_automatic_operation() {
    loseThePrimary(Optional.empty());
    shop.pass(Duration.ofMinutes(25));
    assertThat(detection.outcome(detection.operations().get(0))).isEqualTo("SUCCEEDED");

    alarm();
    shop.pass(Duration.ofMinutes(5));

    assertThat(detection.operations()).hasSize(2);
    assertThat(detection.operations().stream().map(detection::outcome))
        .anySatisfy(
            outcome ->
                assertThat(outcome)
                    .startsWith("FAILED Refused TOO_SOON: operation ")
                    .contains("60 minutes later at the earliest", "pharos failover"));
  }

  private void loseThePrimary(Optional<String> input) {
    shop.primaryRuntime.everyMinute();
    shop.secondaryRuntime.everyMinute();
    detection = new GivenDetection(shop.secondary, shop.secondaryRuntime, input);
    shop.pass(Duration.ofMinutes(5));
    shop.world.faults().fail(shop.primary.region, Faults.Kind.DEAD);
  }

  /** The alarm goes off once more, as CloudWatch says it. */
  private void alarm() {
    shop.pass(Duration.ofSeconds(20));
    String arn =
        "arn:aws:cloudwatch:eu-central-1:123456789012:alarm:" + GivenRegion.NAMES.peerLostAlarm();
    shop.world
        .service(EventBridge.class)
        .emit(
            shop.secondary.region,
            Map.of(
                "source",
                "aws.cloudwatch",
                "detail-type",
                "CloudWatch Alarm State Change",
                "region",
                shop.secondary.region,
                "resources",
                List.of(arn),
                "detail",
                Map.of(
                    "alarmName",
                    GivenRegion.NAMES.peerLostAlarm(),
                    "state",
                    Map.of("value", "ALARM"))));
  }

  private String token() {
    return shop.item(shop.secondary, "approval", "pending").get("token").toString();
  }

  private SfnClient states() {
    return shop.world.bareClient(
        SfnClient.class, shop.secondary.region, Caller.operator(shop.world.clock()));
  }

  private List<Publication> alerts() {
    return shop.world.service(Sns.class).delivered().stream()
        .filter(each -> each.region().equals(shop.secondary.region))
        .filter(each -> each.subject().startsWith("[shop-prod]"))
        .toList();
  }
}
