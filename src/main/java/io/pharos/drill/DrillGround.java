package io.pharos.drill;

import io.pharos.config.Settings;
import io.pharos.engine.Deployment;
import io.pharos.engine.ReconcileReport;
import io.pharos.engine.Reconciliation;
import io.pharos.engine.SandboxStage;
import io.pharos.engine.StackName;
import io.pharos.recovery.contract.Position;
import io.pharos.world.Cloud;
import io.pharos.world.FaultSwitch;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/** Where a drill takes place: stacks that are deployed, and what they are deployed to. */
record DrillGround(Deployment deployment, Cloud cloud, FaultSwitch faults, Settings settings) {
  static DrillGround of(SandboxStage stage) {
    return new DrillGround(stage.deployment(), stage.cloud(), stage.cloud(), stage.settings());
  }

  /** Lets users in. */
  Drill open(long seed, Consumer<String> progress) {
    return Drill.open(
        cloud,
        faults,
        settings,
        new Drill.Setting(seed, deployment.engineVersion(), stacks()),
        progress);
  }

  ReconcilePhase reconcile(Drill drill, Consumer<String> progress) {
    ReconcileReport report =
        new Reconciliation(
                deployment,
                () -> ObservedReality.of(cloud, settings),
                OperatorLock.of(cloud, settings, "reconcile"),
                progress)
            .run();
    return new ReconcilePhase(drill.header("reconcile", "planned"), report, stacks());
  }

  /** The database of a Region, to be taken away. */
  Breakage database(Position position) {
    return DatabaseCut.of(cloud, settings, output(position, "networkAclId"));
  }

  /** The compute of a Region, to be taken away. */
  Breakage compute(Position position) {
    String region = settings.regions().of(position);
    return switch (settings.compute().kind()) {
      case EC2 -> new ComputeHalt(cloud, region, output(position, "autoScalingGroupName"));
      case ECS -> new TaskHalt(cloud, region, output(position, "serviceName"));
    };
  }

  /** The entrance of a Region, to be taken away. */
  Breakage entrance(Position position) {
    return new EntranceClosure(
        cloud,
        settings.regions().of(position),
        output(position, "loadBalancerDnsName"),
        output(position, "quarantineGroupId"));
  }

  /** The experiment that cuts a Region off; empty where there is none. */
  String isolationTemplate(Position position) {
    return output(position, "isolationTemplateId");
  }

  private String output(Position position, String name) {
    return deployment.outputs(StackName.of(position)).path(name).asText();
  }

  /** The buckets of the Region that serves, and of the other one. */
  ObjectDrill objects(Consumer<String> progress) {
    Position active = ActiveRegion.of(cloud, settings);
    return new ObjectDrill(cloud, bucket(active), bucket(active.peer()), progress);
  }

  private ObjectDrill.Place bucket(Position position) {
    return new ObjectDrill.Place(settings.regions().of(position), output(position, "bucketName"));
  }

  private List<DrillReport.StackSummary> stacks() {
    return Arrays.stream(StackName.values())
        .parallel()
        .map(stack -> new DrillReport.StackSummary(stack.word(), deployment.resources(stack)))
        .toList();
  }
}
