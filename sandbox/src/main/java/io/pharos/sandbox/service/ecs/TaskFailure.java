package io.pharos.sandbox.service.ecs;

/** Why a task does not start, as ECS tells it as the reason for its end. */
final class TaskFailure extends Exception {
  private static final long serialVersionUID = 1L;

  TaskFailure(String message) {
    super(message, null, false, false);
  }
}
