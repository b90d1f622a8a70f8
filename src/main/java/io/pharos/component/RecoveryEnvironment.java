package io.pharos.component;

import com.pulumi.core.Output;
import io.pharos.config.Settings;
import io.pharos.config.Site;
import io.pharos.recovery.contract.RecoveryFunction;
import io.pharos.recovery.contract.Variable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Gives each function the environment variables that it declares, and no others. */
final class RecoveryEnvironment {
  private final RecoveryArgs args;
  private final Output<String> account;
  private final Output<String> tableName;

  RecoveryEnvironment(RecoveryArgs args, Output<String> account, Output<String> tableName) {
    this.args = args;
    this.account = account;
    this.tableName = tableName;
  }

  Output<Map<String, String>> of(RecoveryFunction function) {
    List<Variable> variables = List.copyOf(function.variables());
    List<Output<String>> values = new ArrayList<>();
    variables.forEach(variable -> values.add(value(variable)));
    return Output.all(values)
        .applyValue(
            resolved -> {
              Map<String, String> environment = new TreeMap<>();
              for (int i = 0; i < variables.size(); i++) {
                environment.put(variables.get(i).name(), resolved.get(i));
              }
              return environment;
            });
  }

  private Output<String> value(Variable variable) {
    Site site = args.site();
    Settings settings = site.settings();
    return switch (variable) {
      case PHAROS_APP -> Output.of(settings.app());
      case PHAROS_ENVIRONMENT -> Output.of(settings.environment());
      case PHAROS_POSITION -> Output.of(site.position().word());
      case PHAROS_PEER_REGION -> Output.of(site.peerRegion());
      case PHAROS_DOMAIN -> Output.of(settings.routing().domain());
      case PHAROS_SCHEME -> Output.of(settings.routing().scheme());
      case PHAROS_TABLE -> tableName;
      case PHAROS_AUTO_SCALING_GROUP -> args.compute().computeName();
      case PHAROS_TARGET_GROUP -> args.loadBalancer().targetGroupArn();
      case PHAROS_TAKEOVER_RULE -> args.loadBalancer().takeoverRuleArn();
      case PHAROS_PEER_TAKEOVER_RULE -> args.peer().orElseThrow().takeoverRuleArn();
      case PHAROS_USERS_RULE -> orNone(args.users().map(UsersEntrance::ruleArn));
      case PHAROS_CLOSED_TARGET_GROUP ->
          orNone(args.users().map(UsersEntrance::closedTargetGroupArn));
      case PHAROS_PEER_USERS_RULE -> orNone(peerUsers().map(RecoveryArgs.PeerEntrance::ruleArn));
      case PHAROS_PEER_CLOSED_TARGET_GROUP ->
          orNone(peerUsers().map(RecoveryArgs.PeerEntrance::closedTargetGroupArn));
      case PHAROS_ACCOUNT -> account;
      case PHAROS_NETWORK_ACL -> args.network().isolatedNetworkAclId();
      case PHAROS_PEER_NETWORK_ACL -> args.peer().orElseThrow().networkAclId();
      case PHAROS_QUARANTINE_GROUP -> args.network().quarantineSecurityGroupId();
      case PHAROS_PEER_QUARANTINE_GROUP -> args.peer().orElseThrow().quarantineSecurityGroupId();
      case PHAROS_PEER_AUTO_SCALING_GROUP ->
          Output.of(site.names().compute(settings.compute().kind().platform()));
      case PHAROS_APP_CIDRS -> joined(args.network().privateSubnetCidrs());
      case PHAROS_PEER_APP_CIDRS -> joined(args.peer().orElseThrow().appCidrs());
      case PHAROS_ALERT_TOPIC -> args.monitoring().topicArn();
      case PHAROS_MAX_REPLICA_LAG_SECONDS -> number(settings.failover().maxReplicaLagSeconds());
      case PHAROS_CAPACITY -> Output.of(settings.failover().capacity().word());
      case PHAROS_BACKUP_RETENTION_DAYS -> number(settings.database().backupRetentionDays());
      case PHAROS_BACKUP_WINDOW -> Output.of(settings.database().backupWindow());
      case PHAROS_PEER_KEY -> args.peerKeyArn().orElseThrow();
      case PHAROS_BACKUP_VAULT ->
          Output.of(settings.backup().isPresent() ? site.names().backupVault() : Variable.NONE);
      case PHAROS_RESTORE_TEST ->
          site.restoreTest()
              .map(test -> number(test.alarmAfterHours()))
              .orElseGet(() -> Output.of(Variable.NONE));
      case PHAROS_PROVEN_TABLES ->
          Output.of(
              site.restoreTest()
                  .map(test -> String.join(",", test.tables()))
                  .filter(tables -> !tables.isEmpty())
                  .orElse("-"));
      case PHAROS_SNAPSHOT_DAYS -> number(settings.schedules().snapshot().keepDays());
      case PHAROS_IMAGES -> number(settings.schedules().image().keep());
      case PHAROS_REGISTRY_IMAGES ->
          Output.of(
              settings.compute().registryImages().isEmpty()
                  ? "none"
                  : settings.compute().registryImages().stream()
                      .map(image -> image.in(site.region()).uri())
                      .distinct()
                      .collect(Collectors.joining(",")));
      case PHAROS_EVENT_SOURCES -> Output.of(settings.eventSources().text());
      case PHAROS_NAT_SUBNETS ->
          settings.skeleton(site.position())
              ? joined(args.network().natSubnetIds())
              : Output.of("permanent");
      case PHAROS_PRIVATE_ROUTE_TABLES -> joined(args.network().privateRouteTableIds());
      case PHAROS_STANDBY -> Output.of(settings.standby());
      case PHAROS_DATABASE_ENGINE -> Output.of(settings.database().engine().word());
      case PHAROS_DATABASE_PORT -> number(settings.database().port());
      case PHAROS_DATABASE_NAME -> Output.of(settings.database().name());
    };
  }

  private Optional<RecoveryArgs.PeerEntrance> peerUsers() {
    return args.peer().orElseThrow().users();
  }

  private static Output<String> orNone(Optional<Output<String>> value) {
    return value.orElseGet(() -> Output.of(Variable.NONE));
  }

  private static Output<String> joined(Output<List<String>> values) {
    return values.applyValue(list -> String.join(",", list));
  }

  private static Output<String> number(int value) {
    return Output.of(Integer.toString(value));
  }
}
