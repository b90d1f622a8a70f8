package io.pharos.recovery.function;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.pharos.recovery.aws.Aws;
import io.pharos.recovery.aws.LiveAws;
import io.pharos.recovery.contract.RecoveryFunction;
import io.pharos.recovery.contract.Variable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.protocols.jsoncore.JsonNode;
import software.amazon.awssdk.services.backup.BackupClient;
import software.amazon.awssdk.services.backup.model.DescribeRestoreJobResponse;
import software.amazon.awssdk.services.backup.model.RestoreValidationStatus;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * For every restore test of AWS Backup that has ended: looks whether the restored database has what
 * was backed up, keeps the verdict in the table, tells people of one that is bad, and tells AWS
 * Backup, which then deletes what it restored. A verdict is given once.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/aws-backup/latest/devguide/restore-testing-validation.html">Restore
 *     testing validation</a>
 */
public final class ProveBackup implements RequestStreamHandler {
  private static final String NO_TABLES = "-";
  private static final int MESSAGE_CHARACTERS = 1000;

  private final Aws aws;
  private final Environment environment;

  public ProveBackup() {
    this(LiveAws.create());
  }

  public ProveBackup(Aws aws) {
    this.aws = aws;
    this.environment = new Environment(aws);
  }

  @Override
  public void handleRequest(InputStream input, OutputStream output, Context context)
      throws IOException {
    Outcome outcome = judged(Operation.parse(input));
    Log.of(context).say(RecoveryFunction.PROOF, "a restore test", outcome);
    output.write(outcome.json());
  }

  private Outcome judged(JsonNode event) {
    String id =
        Operation.field(event, "detail")
            .flatMap(detail -> Operation.text(detail, "restoreJobId"))
            .orElseThrow(
                () ->
                    new Failed(
                        ErrorCode.INPUT_INVALID, "'detail.restoreJobId' is missing in the input"));
    try {
      DescribeRestoreJobResponse job =
          backup().describeRestoreJob(describe -> describe.restoreJobId(id));
      return switch (job.status()) {
        case COMPLETED ->
            job.validationStatus() == null
                ? completed(job)
                : Outcome.skipped("judged before: " + job.validationStatusAsString());
        case FAILED, ABORTED ->
            noted(job, RestoreVerdict.failed("AWS Backup could not restore: " + why(job)));
        case PENDING, RUNNING, UNKNOWN_TO_SDK_VERSION ->
            Outcome.waiting("restore job " + id + " is " + job.statusAsString());
      };
    } catch (SdkException e) {
      throw AwsErrors.classified(e);
    }
  }

  private BackupClient backup() {
    return aws.client(BackupClient.class, environment.region());
  }

  private static String why(DescribeRestoreJobResponse job) {
    return job.statusMessage() == null ? job.statusAsString() : job.statusMessage();
  }

  private Outcome completed(DescribeRestoreJobResponse job) {
    List<String> tables =
        environment.get(Variable.PHAROS_PROVEN_TABLES).equals(NO_TABLES)
            ? List.of()
            : environment.list(Variable.PHAROS_PROVEN_TABLES);
    JsonNode found = new RestoredInstance(aws, environment, job.createdResourceArn()).look(tables);
    boolean reached = Operation.text(found, "outcome").equals(Optional.of("succeeded"));
    RestoreVerdict verdict =
        reached ? RestoreVerdict.of(job, found) : unreached(job, Operation.text(found, "detail"));
    Outcome outcome = noted(job, verdict);
    backup()
        .putRestoreValidationResult(
            put ->
                put.restoreJobId(job.restoreJobId())
                    .validationStatus(
                        verdict.good()
                            ? RestoreValidationStatus.SUCCESSFUL
                            : RestoreValidationStatus.FAILED)
                    .validationStatusMessage(shortened(verdict.detail())));
    return outcome;
  }

  /** Once is an accident: Lambda calls again in a minute. */
  private RestoreVerdict unreached(DescribeRestoreJobResponse job, Optional<String> detail) {
    String why = "the restored database lets nobody in: " + detail.orElse("no reason was given");
    Table table = new Table(aws, environment);
    String before = Table.text(table.get(Table.RESTORE_TEST), "unreached").orElse("");
    if (!before.equals(job.restoreJobId())) {
      table.update(Table.RESTORE_TEST).set("unreached", job.restoreJobId()).run();
      throw new Unavailable(ErrorCode.UNAVAILABLE, why, null);
    }
    return RestoreVerdict.failed(why);
  }

  /** In the table first, then to people: who is interrupted here begins again. */
  private Outcome noted(DescribeRestoreJobResponse job, RestoreVerdict verdict) {
    Table table = new Table(aws, environment);
    Map<String, AttributeValue> before = table.get(Table.RESTORE_TEST);
    boolean known = Table.text(before, "told").equals(Optional.of(job.restoreJobId()));
    ItemUpdate note =
        table
            .update(Table.RESTORE_TEST)
            .set("job", job.restoreJobId())
            .set("time", aws.clock().instant())
            .set("verdict", verdict.word())
            .set("detail", verdict.detail())
            .set("of", String.valueOf(job.sourceResourceArn()))
            .set("point", String.valueOf(job.recoveryPointArn()));
    if (verdict.good()) {
      note.set("succeeded", aws.clock().instant());
    }
    note.run();
    if (!verdict.good() && !known) {
      tell(job, verdict);
      table.update(Table.RESTORE_TEST).set("told", job.restoreJobId()).run();
    }
    return Outcome.succeeded("the restore test " + verdict.word() + ": " + verdict.detail())
        .with("verdict", verdict.word());
  }

  private void tell(DescribeRestoreJobResponse job, RestoreVerdict verdict) {
    new Alert(aws, environment)
        .send(
            "a restore test failed",
            String.join(
                "\n",
                "The backup " + job.recoveryPointArn(),
                "of " + job.sourceResourceArn(),
                "was restored in " + environment.region() + " for a test, which failed.",
                "",
                "Why: " + verdict.detail(),
                "",
                "Replication and recovery are not affected: this backup may not be of use. What to"
                    + " do: see docs/runbooks/backup.md, A restore test failed."));
  }

  private static String shortened(String text) {
    return text.substring(0, Math.min(text.length(), MESSAGE_CHARACTERS));
  }
}
