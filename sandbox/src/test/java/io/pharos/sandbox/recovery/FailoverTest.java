package io.pharos.sandbox.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.pharos.sandbox.core.Caller;
import io.pharos.sandbox.core.Faults;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sfn.SfnClient;

class FailoverTest {
  @Test
  void debug() {
    TwoRegionShop shop = new TwoRegionShop(2);
    shop.primaryRuntime.everyMinute();
    shop.secondaryRuntime.everyMinute();
    GivenDetection d = new GivenDetection(shop.secondary, shop.secondaryRuntime);
    shop.pass(Duration.ofMinutes(6));
    System.out.println(shop.user("PUT", "/rows/1"));
    System.out.println(shop.user("GET", "/dbcheck"));
    shop.world.faults().fail(shop.primary.region, Faults.Kind.DEAD);
    System.out.println("fault " + shop.world.clock().instant());
    shop.pass(Duration.ofMinutes(25));
    SfnClient sfn = shop.world.bareClient(SfnClient.class, shop.secondary.region, Caller.operator(shop.world.clock()));
    sfn.listExecutions(l -> l.stateMachineArn(d.machine.string("arn"))).executions().forEach(x -> {
      System.out.println(x);
      System.out.println(sfn.describeExecution(y -> y.executionArn(x.executionArn())));
      shop.dynamoDb(shop.secondary).query(q -> q.tableName("shop-prod-dr").keyConditionExpression("pk = :p").expressionAttributeValues(java.util.Map.of(":p", software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromS("operation#" + x.name())))).items().forEach(i -> System.out.println(TwoRegionShop.plain(i)));
    });
    System.out.println(shop.user("PUT", "/rows/2"));
    System.out.println(shop.user("GET", "/rows/1"));
    System.out.println(shop.item(shop.secondary, "sample", "latest"));
    System.out.println(shop.item(shop.secondary, "peer", "probe"));
    shop.world.service(io.pharos.sandbox.service.Lambda.class).log();
    shop.world.faults().heal(shop.primary.region);
    shop.pass(Duration.ofMinutes(3));
    System.out.println(shop.primary.fencedCidrs());
    shop.world.service(io.pharos.sandbox.service.Sns.class).delivered().forEach(System.out::println);
    assertThat(List.of(1)).isNotEmpty();
  }
}
