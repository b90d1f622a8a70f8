package io.pharos.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.pharos.recovery.contract.RecoveryFunction;
import io.pharos.sandbox.Sandbox;
import io.pharos.sandbox.service.lambda.Change;
import io.pharos.sandbox.service.lambda.InvocationResult;
import io.pharos.sandbox.service.lambda.Invoked;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemRequest;
import software.amazon.awssdk.services.ec2.model.AllocateAddressRequest;
import software.amazon.awssdk.services.ec2.model.CreateNetworkAclEntryRequest;
import software.amazon.awssdk.services.ec2.model.CreateRouteRequest;
import software.amazon.awssdk.services.ec2.model.DeleteNetworkAclEntryRequest;
import software.amazon.awssdk.services.ecs.model.UpdateServiceRequest;

class OnceTest {
  private static final String HERE = "eu-central-1";
  private static final SdkRequest CLOSE =
      CreateNetworkAclEntryRequest.builder().networkAclId("acl-1").ruleNumber(10).build();
  private static final SdkRequest OPEN =
      DeleteNetworkAclEntryRequest.builder().networkAclId("acl-1").ruleNumber(10).build();

  private final List<String> violations = new ArrayList<>();
  private final Once once = new Once(violations::add);

  private void does(RecoveryFunction function, String operation, SdkRequest... requests) {
    List<Change> changes = List.of(requests).stream().map(each -> new Change(HERE, each)).toList();
    InvocationResult result = new InvocationResult(false, "{}", Duration.ZERO, "1");
    once.invoked(
        function,
        new Invoked(Sandbox.EPOCH, HERE, function.word(), "{}", result, changes, false),
        operation);
  }

  @Test
  void a_change_that_is_asked_for_again_is_told() {
    does(RecoveryFunction.HOLD, "op-1", CLOSE);
    does(RecoveryFunction.HOLD, "op-1", CLOSE);

    assertThat(violations)
        .containsExactly(
            "hold does CreateNetworkAclEntry in eu-central-1 for op-1, which was done for op-1");
  }

  @Test
  void the_next_operation_finds_it_done_as_well() {
    does(RecoveryFunction.HOLD, "op-1", CLOSE);
    does(RecoveryFunction.NETWORK, "op-2", AllocateAddressRequest.builder().build());
    does(RecoveryFunction.HOLD, "op-2", CLOSE);

    assertThat(violations).hasSize(1);
  }

  @Test
  void what_another_function_has_undone_is_done_again() {
    does(RecoveryFunction.HOLD, "op-1", CLOSE);
    does(RecoveryFunction.RELEASE, "op-1", OPEN);
    does(RecoveryFunction.HOLD, "op-2", CLOSE);
    does(RecoveryFunction.BEACON, "", OPEN);
    does(RecoveryFunction.HOLD, "op-2", CLOSE);

    assertThat(violations).isEmpty();
  }

  @Test
  void what_the_function_itself_has_changed_besides_undoes_nothing() {
    does(RecoveryFunction.NETWORK, "op-1", route("rtb-1"), route("rtb-2"));
    does(RecoveryFunction.NETWORK, "op-1", route("rtb-1"));

    assertThat(violations).hasSize(1);
  }

  private static SdkRequest route(String table) {
    return CreateRouteRequest.builder().routeTableId(table).natGatewayId("nat-1").build();
  }

  @Test
  void tasks_are_renewed_again_but_not_resized() {
    SdkRequest renew = UpdateServiceRequest.builder().forceNewDeployment(true).build();
    does(RecoveryFunction.CAPACITY, "op-1", renew);
    does(RecoveryFunction.CAPACITY, "op-1", renew);
    assertThat(violations).isEmpty();

    SdkRequest resize = UpdateServiceRequest.builder().forceNewDeployment(false).build();
    does(RecoveryFunction.SETTLE, "op-1", resize);
    does(RecoveryFunction.CAPACITY, "op-1", renew);
    does(RecoveryFunction.SETTLE, "op-2", resize);
    assertThat(violations).as("what the renewal has undone").isEmpty();

    does(RecoveryFunction.SETTLE, "op-2", resize);
    assertThat(violations).hasSize(1);
  }

  @Test
  void what_is_another_thing_each_time_may_be_asked_for_again() {
    SdkRequest address = AllocateAddressRequest.builder().domain("vpc").build();
    SdkRequest unlock = DeleteItemRequest.builder().tableName("shop-prod").build();
    does(RecoveryFunction.NETWORK, "op-1", address, address);
    does(RecoveryFunction.RECORD, "op-1", unlock, unlock);

    assertThat(violations).isEmpty();
  }
}
