package io.pharos.recovery.function;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import software.amazon.awssdk.protocols.jsoncore.JsonNode;
import software.amazon.awssdk.services.backup.model.DescribeRestoreJobResponse;

/**
 * Whether a restore test shows that its backup is of use, and why.
 *
 * @param detail for people, in one line
 */
record RestoreVerdict(boolean good, String detail) {
  /**
   * A copy is made when its backup is done, which takes as long as the plan's windows let a job
   * take: an hour to begin, and twelve.
   */
  private static final Duration OLDEST_ROW = Duration.ofHours(13);

  static RestoreVerdict failed(String why) {
    return new RestoreVerdict(false, why);
  }

  /**
   * What the rows of the restored database say.
   *
   * @param found what {@link LookAtRows} answered
   */
  static RestoreVerdict of(DescribeRestoreJobResponse job, JsonNode found) {
    Instant made = job.recoveryPointCreationDate();
    Optional<Instant> newest = Operation.text(found, "newest").map(Instant::parse);
    String empty = Operation.text(found, "empty").orElse("");
    if (newest.isEmpty()) {
      return failed("the restored database has no row of the marker");
    }
    if (!empty.isEmpty()) {
      return failed("the restored database has no row in " + empty);
    }
    String rows = "the newest row of the marker is of " + newest.get() + ", the backup of " + made;
    return newest.get().isBefore(made.minus(OLDEST_ROW))
        ? failed(rows + ": too far apart")
        : new RestoreVerdict(true, "restored in " + took(job) + " s; " + rows);
  }

  private static String took(DescribeRestoreJobResponse job) {
    return Figures.text(
        Figures.seconds(Duration.between(job.creationDate(), job.completionDate())));
  }

  String word() {
    return good ? "succeeded" : "failed";
  }
}
