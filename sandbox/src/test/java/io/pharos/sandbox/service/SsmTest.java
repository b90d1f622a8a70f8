package io.pharos.sandbox.service;

import static io.pharos.sandbox.service.GivenAccount.REGION;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pharos.sandbox.core.Caller;
import io.pharos.sandbox.core.Resource;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.GetParametersByPathResponse;
import software.amazon.awssdk.services.ssm.model.Parameter;
import software.amazon.awssdk.services.ssm.model.ParameterAlreadyExistsException;
import software.amazon.awssdk.services.ssm.model.ParameterNotFoundException;
import software.amazon.awssdk.services.ssm.model.ParameterType;
import software.amazon.awssdk.services.ssm.model.ParameterVersionNotFoundException;
import software.amazon.awssdk.services.ssm.model.SsmException;

class SsmTest {
  private static final String TYPE = "aws:ssm/parameter:Parameter";

  private final GivenAccount account = new GivenAccount();
  private final SsmClient ssm =
      Clients.of(account.world, SsmClient.class, REGION, Caller.operator(account.world.clock()));

  private Resource parameter(String name, String value) {
    return account.create(TYPE, name, "name", name, "type", "String", "value", value);
  }

  @Test
  void a_parameter_is_read_with_its_version() {
    parameter("/shop/local/ami", "ami-1");

    Parameter read = ssm.getParameter(request -> request.name("/shop/local/ami")).parameter();

    assertThat(read.value()).isEqualTo("ami-1");
    assertThat(read.version()).isEqualTo(1);
    assertThat(read.arn()).isEqualTo("arn:aws:ssm:eu-west-1:123456789012:parameter/shop/local/ami");
    assertThatThrownBy(() -> ssm.getParameter(request -> request.name("/shop/local/ami:2")))
        .isInstanceOf(ParameterVersionNotFoundException.class);
    assertThatThrownBy(() -> ssm.getParameter(request -> request.name("/shop/none")))
        .isInstanceOf(ParameterNotFoundException.class);
  }

  @Test
  void writing_needs_overwrite_and_shows_in_the_resource() {
    Resource parameter = parameter("/a", "1");

    assertThatThrownBy(() -> ssm.putParameter(request -> request.name("/a").value("2")))
        .isInstanceOf(ParameterAlreadyExistsException.class);
    assertThat(ssm.putParameter(request -> request.name("/a").value("2").overwrite(true)).version())
        .isEqualTo(2);

    assertThat(parameter.string("value")).isEqualTo("2");
    assertThat(account.world.service(Ssm.class).value(REGION, "/a")).contains("2");
  }

  @Test
  void an_insecure_value_stays_where_the_program_put_it() {
    Resource parameter =
        account.create(TYPE, "p", "name", "/a", "type", "String", "insecureValue", "1");

    ssm.putParameter(request -> request.name("/a").value("2").overwrite(true));

    assertThat(parameter.string("insecureValue")).isEqualTo("2");
    assertThat(parameter.has("value")).isFalse();
  }

  @Test
  void a_new_parameter_needs_a_type() {
    assertThatThrownBy(() -> ssm.putParameter(request -> request.name("/a").value("1")))
        .hasMessageContaining("type is required");
    ssm.putParameter(request -> request.name("/a").value("1").type(ParameterType.STRING));

    assertThat(account.world.account().find(TYPE, REGION, "/a")).isPresent();
  }

  @Test
  void a_path_is_read_in_pages_of_ten() {
    for (int i = 10; i < 23; i++) {
      parameter("/shop/p" + i, "v");
    }
    parameter("/shop/deeper/p", "v");
    parameter("/shopping", "v");

    GetParametersByPathResponse first = ssm.getParametersByPath(request -> request.path("/shop"));
    GetParametersByPathResponse second =
        ssm.getParametersByPath(request -> request.path("/shop").nextToken(first.nextToken()));

    assertThat(first.parameters()).hasSize(10);
    assertThat(second.parameters()).hasSize(3);
    assertThat(second.nextToken()).isNull();
    assertThat(ssm.getParametersByPathPaginator(request -> request.path("/shop").recursive(true)))
        .flatExtracting(GetParametersByPathResponse::parameters)
        .hasSize(14);
  }

  @Test
  void several_are_read_at_once_and_the_missing_ones_named() {
    parameter("/a", "1");

    assertThat(ssm.getParameters(request -> request.names("/a", "/b")).invalidParameters())
        .containsExactly("/b");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/aws/x", "ssm-x", "a/b", "/a b", "/a/", "/1/2/3/4/5/6/7/8/9/a/b/c/d/e/f/g"})
  void names_that_aws_refuses_are_refused(String name) {
    assertThatThrownBy(() -> parameter(name, "v")).isInstanceOf(SsmException.class);
  }

  @Test
  void a_standard_value_has_4_kilobytes_at_most() {
    assertThatThrownBy(() -> parameter("/a", "x".repeat(4097)))
        .hasMessageContaining("maximum parameter value of 4096 characters");
    assertThatThrownBy(() -> parameter("/a", ""))
        .hasMessageContaining("greater than or equal to 1");
  }

  @Test
  void a_write_is_an_event_on_the_bus() {
    Resource queue = account.create("aws:sqs/queue:Queue", "q", "name", "q");
    account.create(
        "aws:cloudwatch/eventRule:EventRule",
        "rule",
        "name",
        "sync",
        "state",
        "ENABLED",
        "eventPattern",
        """
        {"source":["aws.ssm"],"detail-type":["Parameter Store Change"],
         "detail":{"name":[{"prefix":"/shop/shared/"}]}}""");
    account.create(
        "aws:sqs/queuePolicy:QueuePolicy",
        "p",
        "queueUrl",
        queue.id(),
        "policy",
        GivenRoles.document(
            """
            {"Effect":"Allow","Principal":{"Service":"events.amazonaws.com"},
             "Action":"sqs:SendMessage","Resource":"*"}"""));
    account.create(
        "aws:cloudwatch/eventTarget:EventTarget",
        "target",
        "rule",
        "sync",
        "arn",
        queue.string("arn"));

    account.world.service(Ssm.class).put(REGION, "/shop/shared/a", "1");
    account.world.service(Ssm.class).put(REGION, "/shop/local/a", "1");
    account.world.clock().advanceBy(Duration.ofMinutes(1));

    assertThat(account.world.service(Sqs.class).messages(queue.string("arn")))
        .singleElement()
        .satisfies(
            message ->
                assertThat(message.body()).contains("/shop/shared/a").contains("\"Create\""));
  }
}
