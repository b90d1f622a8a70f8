package io.pharos.component;

import io.pharos.component.PolicyDocument.Statement;
import io.pharos.config.Site;
import io.pharos.recovery.contract.Names;
import io.pharos.recovery.contract.Position;
import io.pharos.recovery.contract.RecoveryFunction;
import io.pharos.recovery.contract.StateMachine;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What {@code status}, {@code ready}, {@code failover}, {@code failback}, {@code approve}, {@code
 * reject} and {@code follow} ask of AWS, in both Regions. What changes AWS is the runtime's own.
 */
final class OperatorPolicy {
  private final Names names;
  private final String account;
  private final List<String> regions;

  private OperatorPolicy(Site site, String account) {
    this.names = site.names();
    this.account = account;
    this.regions =
        Stream.of(Position.PRIMARY, Position.SECONDARY)
            .map(position -> site.settings().regions().of(position))
            .toList();
  }

  static String of(Site site, String account) {
    return new OperatorPolicy(site, account).document().toString();
  }

  private PolicyDocument document() {
    return PolicyDocument.of(
        Statement.allow("Look")
            .actions(
                "autoscaling:DescribeAutoScalingGroups",
                "backup:ListRecoveryPointsByBackupVault",
                "cloudwatch:DescribeAlarms",
                "ec2:DescribeNetworkAcls",
                "ecs:DescribeServices",
                "rds:DescribeDBInstances",
                "rds:DescribeDBInstanceAutomatedBackups",
                "rds:DescribeDBSnapshots",
                "states:ListStateMachines")
            .resources("*"),
        Statement.allow("ReadJournal")
            .actions("dynamodb:GetItem", "dynamodb:Query")
            .resources(everywhere(region -> arn("dynamodb", region, "table/" + names.table()))),
        Statement.allow("ReadParameters")
            .actions("ssm:GetParameter")
            .resources(
                everywhere(region -> arn("ssm", region, "parameter" + names.localParameter("*")))),
        Statement.allow("LookAtOperations")
            .actions("states:DescribeExecution")
            .resources(machines("execution", ":*")),
        Statement.allow("StartOperations")
            .actions("states:StartExecution", "states:ListExecutions")
            .resources(machines("stateMachine", "")),
        // Whoever holds the token of a task may answer it: there is nothing to name.
        Statement.allow("Approve")
            .actions("states:SendTaskSuccess", "states:SendTaskFailure")
            .resources("*"),
        Statement.allow("LookNow")
            .actions("lambda:InvokeFunction")
            .resources(
                everywhere(
                    region ->
                        arn("lambda", region, "function:" + names.function(RecoveryFunction.READY))
                            + ":"
                            + RecoveryFunction.ALIAS)));
  }

  /** Those that are operations, in both Regions. */
  private String[] machines(String kind, String suffix) {
    List<String> arns = new ArrayList<>();
    for (StateMachine machine : StateMachine.values()) {
      if (!machine.scheduled()) {
        arns.addAll(
            List.of(
                everywhere(
                    region ->
                        arn("states", region, kind + ":" + names.stateMachine(machine) + suffix))));
      }
    }
    return arns.toArray(String[]::new);
  }

  private String[] everywhere(Function<String, String> arn) {
    return regions.stream().map(arn).toArray(String[]::new);
  }

  private String arn(String service, String region, String resource) {
    return "arn:aws:" + service + ":" + region + ":" + account + ":" + resource;
  }
}
