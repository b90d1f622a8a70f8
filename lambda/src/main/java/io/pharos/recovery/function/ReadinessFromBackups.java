package io.pharos.recovery.function;

import io.pharos.recovery.aws.Aws;
import io.pharos.recovery.contract.Variable;
import java.time.Instant;
import java.util.Optional;

/** What a standby without a database needs in its place: backups that can be restored, and how. */
record ReadinessFromBackups(Aws aws, Environment environment, Table table) {

  /** What the gate would say of the age of what can be restored. */
  ReadinessCheck backups(Instant fault) {
    RecoveryPoints points = new RecoveryPoints(aws, environment, table);
    Optional<String> writer = points.writer();
    if (writer.isEmpty()) {
      return ReadinessCheck.fails(
          "backups", "the beacon has never seen which database the peer writes to");
    }
    Optional<RecoveryPoint> point = points.of(writer.get());
    if (point.isEmpty()) {
      return ReadinessCheck.fails(
          "backups",
          points.none(writer.get())
              + (environment.restoresCopies()
                  ? " yet: docs/runbooks/backup.md"
                  : ": pharos reconcile"));
    }
    int limit = environment.number(Variable.PHAROS_MAX_REPLICA_LAG_SECONDS);
    double age = point.get().ageSeconds(fault);
    String text =
        writer.get()
            + " can be restored to "
            + point.get().latest()
            + ", "
            + Figures.text(age)
            + " s old; the limit is "
            + limit
            + " s";
    return age <= limit
        ? ReadinessCheck.ok("backups", text)
        : ReadinessCheck.fails("backups", text);
  }

  /** That what is restored can be adopted: Pulumi wrote down what it would be. */
  ReadinessCheck specification() {
    DatabaseSpecification.read(new LocalParameters(aws, environment)).check();
    return ReadinessCheck.ok("database", "is made from its specification when it is needed");
  }
}
