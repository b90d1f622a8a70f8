package io.pharos.engine;

import io.pharos.config.Strategy;
import io.pharos.recovery.contract.Position;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Stands between a plan and its execution: refuses to replace or delete what holds data, to open a
 * port to the whole Internet, and to deploy for another active Region than the one that is; unless
 * a person has allowed exactly that, by name. Nobody can allow a change between backups and a
 * replica while the secondary Region serves.
 */
public final class Gate {
  private final Set<Allowance> allowed;

  public Gate(Collection<Allowance> allowed) {
    this.allowed = Set.copyOf(allowed);
  }

  /** What speaks against this plan; nothing when it is empty. */
  public List<Objection> objections(Plan plan) {
    List<Objection> objections = new ArrayList<>();
    for (PlannedChange change : plan.changes()) {
      lost(plan.stack(), change).ifPresent(objections::add);
      if (!change.opens().isEmpty() && !allows(Allowance.Rule.OPEN, change)) {
        objections.add(
            objection(
                plan.stack(),
                Allowance.Rule.OPEN,
                change,
                "would be open to the whole Internet: " + String.join(", ", change.opens())));
      }
    }
    return objections;
  }

  private Optional<Objection> lost(StackName stack, PlannedChange change) {
    if (!change.stateful()) {
      return Optional.empty();
    }
    return switch (change.kind()) {
      case CREATE, IMPORT, UPDATE -> Optional.empty();
      case REPLACE ->
          allows(Allowance.Rule.REPLACE, change)
              ? Optional.empty()
              : Optional.of(
                  objection(
                      stack,
                      Allowance.Rule.REPLACE,
                      change,
                      "would be replaced, and what it holds is lost"
                          + (change.properties().isEmpty()
                              ? ""
                              : "; it is forced by " + String.join(", ", change.properties()))));
      case DELETE ->
          allows(Allowance.Rule.DELETE, change)
              ? Optional.empty()
              : Optional.of(
                  objection(
                      stack,
                      Allowance.Rule.DELETE,
                      change,
                      "would be deleted, and what it holds is lost"));
    };
  }

  private boolean allows(Allowance.Rule rule, PlannedChange change) {
    return allowed.contains(new Allowance(rule, change.name()))
        || allowed.contains(new Allowance(rule, change.urn()));
  }

  private static Objection objection(
      StackName stack, Allowance.Rule rule, PlannedChange change, String why) {
    return new Objection(
        stack,
        Optional.of(new Allowance(rule, change.name())),
        change.urn(),
        change.shortType() + " " + change.name() + " " + why);
  }

  /**
   * What speaks against deploying with this setting of {@code pharos:active}.
   *
   * @param configured what the stack's configuration says
   * @param real the Region that serves; empty when nobody knows, or nothing is deployed yet
   */
  public Optional<Objection> role(StackName stack, Position configured, Optional<Position> real) {
    Allowance needed = new Allowance(Allowance.Rule.ACTIVE, configured.word());
    if (real.isEmpty() || real.get() == configured || allowed.contains(needed)) {
      return Optional.empty();
    }
    return Optional.of(
        new Objection(
            stack,
            Optional.of(needed),
            "",
            "pharos:active is "
                + configured.word()
                + ", but the "
                + real.get().word()
                + " Region serves; to bring configuration and reality together: pharos reconcile"));
  }

  /**
   * What speaks against going from backups to a replica, or back: while the secondary Region
   * serves, what recovery has made there and what the other strategy deploys would meet.
   *
   * @param configured what the stack's configuration says
   * @param deployed what the secondary Region was deployed with; empty when it was not
   * @param real the Region that serves; empty when nobody knows, or nothing is deployed yet
   */
  public Optional<Objection> strategy(
      StackName stack, Strategy configured, Optional<Strategy> deployed, Optional<Position> real) {
    boolean restored = configured == Strategy.BACKUP_RESTORE;
    if (!real.equals(Optional.of(Position.SECONDARY))
        || deployed.isEmpty()
        || restored == (deployed.get() == Strategy.BACKUP_RESTORE)) {
      return Optional.empty();
    }
    return Optional.of(
        new Objection(
            stack,
            Optional.empty(),
            "",
            "pharos:strategy is "
                + configured.word()
                + ", but what is deployed is "
                + deployed.get().word()
                + ", and the secondary Region serves; set it back, bring the application back with"
                + " pharos failback, then change it (docs/runbooks/strategy.md)"));
  }
}
