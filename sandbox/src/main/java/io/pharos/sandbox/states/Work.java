package io.pharos.sandbox.states;

/** One attempt of a state that can be retried; it ends by telling its {@link Visit}, once. */
interface Work {
  /**
   * @throws StateError when it cannot even begin
   */
  void start();

  /** Its end no longer matters. */
  void cancel();

  /** The work of a Task, Parallel or Map state. */
  static Work of(Visit visit) {
    return switch (visit.state().type()) {
      case TASK -> new TaskWork(visit);
      case PARALLEL -> new ParallelWork(visit);
      case MAP -> new MapWork(visit);
      case PASS, CHOICE, WAIT, SUCCEED, FAIL ->
          throw new IllegalArgumentException(visit.state().name() + " has no work");
    };
  }
}
