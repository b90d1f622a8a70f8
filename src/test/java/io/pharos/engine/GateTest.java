package io.pharos.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.pulumi.automation.OperationType;
import com.pulumi.automation.events.EngineEvent;
import com.pulumi.automation.events.ResourcePreEvent;
import com.pulumi.automation.events.StepEventMetadata;
import com.pulumi.automation.events.StepEventStateMetadata;
import io.pharos.config.Strategy;
import io.pharos.recovery.contract.Position;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class GateTest {
  private static final String INSTANCE = "aws:rds/instance:Instance";
  private static final String RULE = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule";
  private static final String NETWORK = "pharos:component:Network$";

  private static String urn(String type, String name) {
    return "urn:pulumi:secondary::pharos::" + type + "::" + name;
  }

  private static StepEventStateMetadata state(Map<String, Object> inputs) {
    return new StepEventStateMetadata(
        "", "", true, false, "", "", false, inputs, Map.of(), "", List.of());
  }

  private static Plan plan(EngineEvent... events) {
    Plan.Reader reader = new Plan.Reader();
    List.of(events).forEach(reader::accept);
    return reader.plan(StackName.SECONDARY, new Change(Map.of()));
  }

  private static EngineEvent step(
      OperationType operation,
      String type,
      String urn,
      Map<String, Object> old,
      Map<String, Object> inputs,
      String... keys) {
    StepEventMetadata step =
        new StepEventMetadata(
            operation,
            urn,
            type,
            old == null ? null : state(old),
            inputs == null ? null : state(inputs),
            List.of(keys),
            List.of(keys),
            Map.of(),
            true,
            "");
    return new EngineEvent(
        0, 0, null, null, null, null, null, new ResourcePreEvent(step, true), null, null, null);
  }

  private static EngineEvent database(OperationType operation, String... keys) {
    return step(
        operation,
        INSTANCE,
        urn(INSTANCE, "database-1"),
        Map.of("password", "[secret]"),
        Map.of("password", "[secret]"),
        keys);
  }

  private static List<Objection> judge(Plan plan, String... allowed) {
    return new Gate(List.of(allowed).stream().map(Allowance::of).toList()).objections(plan);
  }

  @Test
  void replacingADatabase_isRefusedOnce_andNamesWhatForcesIt() {
    Plan plan =
        plan(
            database(OperationType.CREATE_REPLACEMENT, "engine"),
            database(OperationType.REPLACE, "engine"),
            database(OperationType.DELETE_REPLACED, "engine"));

    List<Objection> objections = judge(plan);

    assertThat(objections).hasSize(1);
    assertThat(objections.get(0).why())
        .contains("rds/instance database-1 would be replaced")
        .contains("forced by engine");
    assertThat(objections.get(0).needed()).contains(Allowance.of("replace:database-1"));
    assertThat(judge(plan, "replace:database-1")).isEmpty();
    assertThat(judge(plan, "replace:" + urn(INSTANCE, "database-1"))).isEmpty();
    assertThat(judge(plan, "replace:database-2", "delete:database-1")).hasSize(1);
  }

  @Test
  void deletingADatabase_isRefused_unlessExactlyThatIsAllowed() {
    Plan plan = plan(database(OperationType.DELETE));

    assertThat(judge(plan)).hasSize(1);
    assertThat(judge(plan, "delete:database-1")).isEmpty();
    assertThat(judge(plan, "replace:database-1")).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource(
      value = OperationType.class,
      names = {"CREATE", "UPDATE", "IMPORT", "SAME", "REFRESH", "READ"})
  void whatLosesNothing_passes(OperationType operation) {
    assertThat(judge(plan(database(operation, "multiAz")))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "aws:rds/instance:Instance",
        "aws:s3/bucketV2:BucketV2",
        "aws:kms/key:Key",
        "aws:secretsmanager/secret:Secret",
        "aws:dynamodb/table:Table",
        "aws:backup/vault:Vault",
        "aws:route53/zone:Zone"
      })
  void whatHoldsData_isNotDeleted(String type) {
    assertThat(judge(plan(step(OperationType.DELETE, type, urn(type, "x"), Map.of(), null))))
        .hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"aws:rds/parameterGroup:ParameterGroup", "aws:lambda/function:Function"})
  void whatHoldsNone_mayBeReplacedAndDeleted(String type) {
    assertThat(judge(plan(step(OperationType.DELETE, type, urn(type, "x"), Map.of(), null))))
        .isEmpty();
  }

  private static Map<String, Object> open(String cidr, double port) {
    return Map.of("cidrIpv4", cidr, "ipProtocol", "tcp", "fromPort", port, "toPort", port);
  }

  @ParameterizedTest
  @CsvSource({
    "network-app-ssh, 0.0.0.0/0, 22, true",
    "network-app-ssh, 10.0.0.0/8, 22, false",
    "network-world-to-load-balancer-https, 0.0.0.0/0, 443, false",
    "network-world-to-load-balancer-http, 0.0.0.0/0, 22, true",
    "network-app-https, 0.0.0.0/0, 443, true"
  })
  void aPortForTheWholeInternet_isRefused_butTheLoadBalancers(
      String name, String cidr, double port, boolean refused) {
    Plan plan =
        plan(step(OperationType.CREATE, RULE, urn(NETWORK + RULE, name), null, open(cidr, port)));

    assertThat(!judge(plan).isEmpty()).isEqualTo(refused);
    assertThat(judge(plan, "open:" + name)).isEmpty();
  }

  @Test
  void aPortThatIsOpenAlready_isNotOpened() {
    Map<String, Object> open = open("0.0.0.0/0", 22);
    assertThat(judge(plan(step(OperationType.UPDATE, RULE, urn(RULE, "ssh"), open, open, "tags"))))
        .isEmpty();
    assertThat(
            judge(
                plan(
                    step(
                        OperationType.UPDATE,
                        RULE,
                        urn(RULE, "ssh"),
                        open("10.0.0.0/8", 22),
                        open,
                        "cidrIpv4"))))
        .hasSize(1);
  }

  @Test
  void aRuleWithinASecurityGroup_andAPublicDatabase_areOpenings() {
    String group = "aws:ec2/securityGroup:SecurityGroup";
    Map<String, Object> inputs =
        Map.of(
            "ingress",
            List.of(
                Map.of(
                    "protocol",
                    "-1",
                    "cidrBlocks",
                    List.of("0.0.0.0/0"),
                    "fromPort",
                    0.0,
                    "toPort",
                    0.0)));
    assertThat(judge(plan(step(OperationType.CREATE, group, urn(group, "g"), null, inputs))))
        .hasSize(1);
    assertThat(
            judge(
                plan(
                    step(
                        OperationType.UPDATE,
                        INSTANCE,
                        urn(INSTANCE, "database-1"),
                        Map.of(),
                        Map.of("publiclyAccessible", true)))))
        .hasSize(1);
  }

  @Test
  void anotherActiveRegion_isRefused_whenOneIsKnownToServe() {
    Gate gate = new Gate(List.of());
    assertThat(gate.role(StackName.PRIMARY, Position.PRIMARY, Optional.of(Position.SECONDARY)))
        .get()
        .extracting(Objection::why)
        .asString()
        .contains("pharos:active is primary", "the secondary Region serves", "pharos reconcile");
    assertThat(gate.role(StackName.PRIMARY, Position.PRIMARY, Optional.of(Position.PRIMARY)))
        .isEmpty();
    assertThat(gate.role(StackName.PRIMARY, Position.PRIMARY, Optional.empty())).isEmpty();
    assertThat(
            new Gate(List.of(Allowance.of("active:primary")))
                .role(StackName.PRIMARY, Position.PRIMARY, Optional.of(Position.SECONDARY)))
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "BACKUP_RESTORE, PILOT_LIGHT, SECONDARY, refused",
    "PILOT_LIGHT, BACKUP_RESTORE, SECONDARY, refused",
    "WARM_STANDBY, BACKUP_RESTORE, SECONDARY, refused",
    "BACKUP_RESTORE, BACKUP_RESTORE, SECONDARY, fine",
    "WARM_STANDBY, PILOT_LIGHT, SECONDARY, fine",
    "PILOT_LIGHT, BACKUP_RESTORE, PRIMARY, fine",
    "PILOT_LIGHT, , SECONDARY, fine",
    "PILOT_LIGHT, BACKUP_RESTORE, , fine",
  })
  void betweenBackupsAndAReplica_theSecondaryRegionMustNotServe(
      Strategy configured, Strategy deployed, Position real, String expected) {
    Optional<Objection> objection =
        new Gate(List.of(Allowance.of("active:secondary")))
            .strategy(
                StackName.GLOBAL,
                configured,
                Optional.ofNullable(deployed),
                Optional.ofNullable(real));

    assertThat(objection.isPresent()).isEqualTo(expected.equals("refused"));
    objection.ifPresent(
        said -> {
          assertThat(said.needed()).isEmpty();
          assertThat(said.toString())
              .startsWith("stack global: pharos:strategy is " + configured.word())
              .contains("the secondary Region serves", "pharos failback");
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "replace", "replace:", "everything:x", ":x", "replace-all:x"})
  void anAllowance_needsWhatAndName(String text) {
    assertThatThrownBy(() -> Allowance.of(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("replace, delete, open, active");
  }

  @Test
  void aReport_namesPropertiesAndNoValue() {
    Plan plan =
        plan(
            step(
                OperationType.REPLACE,
                INSTANCE,
                urn(INSTANCE, "database-1"),
                Map.of("username", "hidden"),
                Map.of("username", "other"),
                "username"));
    PlanReport report = new PlanReport(List.of(plan), judge(plan));

    for (String text : List.of(report.table(), report.json(), report.markdown())) {
      assertThat(text).contains("database-1", "username").doesNotContain("hidden", "other\"");
    }
    assertThat(report.markdown()).contains("`--allow replace:database-1`").contains("holds data");
    assertThat(report.json()).contains("\"verdict\":\"refused\"").contains("\"stateful\":true");
  }
}
