package io.pharos.recovery.function;

import io.pharos.recovery.aws.Aws;
import io.pharos.recovery.aws.LiveAws;
import io.pharos.recovery.contract.LocalParameter;
import io.pharos.recovery.contract.RecoveryFunction;
import java.util.Optional;

/**
 * Gives this Region what a standby runs. Instances that were started for an earlier database still
 * know its endpoint and no other: all of them go before the standby's own come.
 */
public final class Settle extends Step {
  private static final String DATABASE = "database";
  private static final Posture NOTHING = new Posture(0, 0, 0);

  public Settle() {
    this(LiveAws.create());
  }

  public Settle(Aws aws) {
    super(aws, RecoveryFunction.SETTLE);
  }

  /** With backups alone nothing is left that is billed by the hour and that recovery can make. */
  private Optional<String> withoutDatabase(Table table) {
    WayOut way = new WayOut(aws, environment);
    boolean closes =
        environment.restores()
            && new Generations(aws, environment, table).none()
            && !way.permanent();
    return closes ? way.close() : Optional.empty();
  }

  @Override
  Outcome act(Operation operation) {
    Table table = new Table(aws, environment);
    LocalParameters parameters = new LocalParameters(aws, environment);
    String database = parameters.get(LocalParameter.DATABASE_IDENTIFIER);
    Compute compute = Compute.own(aws, environment);
    boolean renewed = Table.text(table.get(Table.SETTLED), DATABASE).equals(Optional.of(database));
    if (!renewed && compute.running() > 0) {
      compute.resize(NOTHING);
      return Outcome.waiting(
          compute.running() + " " + compute.unit() + "s that know an earlier database are leaving");
    }
    if (!renewed) {
      table.update(Table.SETTLED).set(DATABASE, database).run();
    }
    Posture standby = Posture.standby(parameters);
    boolean changed = compute.resize(standby);
    Optional<String> costs = withoutDatabase(table);
    if (costs.isPresent()) {
      return Outcome.waiting(costs.get());
    }
    String text = compute.name() + " runs " + standby.desiredCapacity() + " as a standby";
    return (changed ? Outcome.succeeded(text) : Outcome.skipped(text + " already"))
        .with("desiredCapacity", standby.desiredCapacity());
  }
}
