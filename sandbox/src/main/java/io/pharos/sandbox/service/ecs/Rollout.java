package io.pharos.sandbox.service.ecs;

import java.time.Instant;
import software.amazon.awssdk.services.ecs.model.DeploymentRolloutState;

/** One deployment of a service: the tasks of one definition, and how far they have come. */
final class Rollout {
  private final String id;
  private final String definitionArn;
  private final Instant created;
  private final boolean rollback;
  private Instant updated;
  private DeploymentRolloutState state = DeploymentRolloutState.IN_PROGRESS;
  private String reason;
  private int failedTasks;

  /**
   * @param why it was begun by the circuit breaker; empty when somebody asked for it
   */
  Rollout(String id, String definitionArn, Instant created, String why) {
    this.id = id;
    this.rollback = !why.isEmpty();
    this.definitionArn = definitionArn;
    this.created = created;
    this.updated = created;
    this.reason = rollback ? why : "ECS deployment " + id + " in progress.";
  }

  String id() {
    return id;
  }

  /** Whether the circuit breaker began it: it is not rolled back again. */
  boolean rollback() {
    return rollback;
  }

  String definitionArn() {
    return definitionArn;
  }

  Instant created() {
    return created;
  }

  Instant updated() {
    return updated;
  }

  DeploymentRolloutState state() {
    return state;
  }

  String reason() {
    return reason;
  }

  int failedTasks() {
    return failedTasks;
  }

  boolean inProgress() {
    return state == DeploymentRolloutState.IN_PROGRESS;
  }

  boolean failed() {
    return state == DeploymentRolloutState.FAILED;
  }

  void taskFailed() {
    failedTasks++;
  }

  void complete(Instant now) {
    become(DeploymentRolloutState.COMPLETED, "ECS deployment " + id + " completed.", now);
  }

  void fail(String why, Instant now) {
    become(DeploymentRolloutState.FAILED, why, now);
  }

  void because(String why) {
    reason = why;
  }

  private void become(DeploymentRolloutState next, String why, Instant now) {
    state = next;
    reason = why;
    updated = now;
  }
}
