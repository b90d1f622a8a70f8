package io.pharos.recovery.function;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.pharos.recovery.aws.Aws;
import io.pharos.recovery.aws.LiveAws;
import io.pharos.recovery.contract.Metric;
import io.pharos.recovery.contract.RecoveryFunction;
import io.pharos.recovery.contract.Upkeep;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.cloudwatch.model.MetricDatum;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Every hour, in each Region: says how old the last success of each scheduled task is, so that an
 * alarm notices what has silently stopped. A Region that has just begun to serve gets its time. In
 * a Region that stands by it also looks at the quotas that a takeover needs.
 */
public final class MeasureUpkeep implements RequestStreamHandler {
  /** Since when it is this Region's to do. */
  private static final String SINCE = "since";

  private final Aws aws;
  private final Environment environment;

  public MeasureUpkeep() {
    this(LiveAws.create());
  }

  public MeasureUpkeep(Aws aws) {
    this.aws = aws;
    this.environment = new Environment(aws);
  }

  @Override
  public void handleRequest(InputStream input, OutputStream output, Context context)
      throws IOException {
    Outcome outcome = measured();
    Log.of(context).say(RecoveryFunction.UPKEEP, "every hour", outcome);
    output.write(outcome.json());
  }

  private Outcome measured() {
    try {
      Table table = new Table(aws, environment);
      boolean serves = new Serving(aws, environment, table).here();
      Metrics metrics = new Metrics(aws, environment);
      List<MetricDatum> ages = new ArrayList<>();
      Outcome outcome =
          Outcome.succeeded(serves ? "this Region serves" : "nothing is due in a standby");
      for (Upkeep task : Upkeep.values()) {
        boolean absent =
            switch (task) {
              case IMAGE -> !Compute.startsFromImage(environment);
              case SNAPSHOT -> environment.aurora();
              case SYNC -> false;
            };
        if (absent) {
          continue;
        }
        double seconds = serves ? age(table, task) : none(table, task);
        ages.add(metrics.age(task, seconds));
        outcome = outcome.with(task.word() + "AgeSeconds", seconds);
      }
      metrics.publish(ages);
      // After the ages: what another service does not answer must not keep them from being said.
      outcome = images(table, restoreTests(table, serves, copies(table, serves, outcome)));
      if (!serves) {
        new Quotas(aws, environment, table).look();
      }
      return outcome;
    } catch (SdkException e) {
      throw AwsErrors.classified(e);
    }
  }

  private Outcome copies(Table table, boolean serves, Outcome outcome) {
    Optional<BackupCopies> copies = BackupCopies.of(aws, environment);
    if (copies.isEmpty()) {
      return outcome;
    }
    double seconds = 0;
    if (serves) {
      forget(table, Table.COPIES);
    } else {
      Instant since = since(table, Table.COPIES, table.get(Table.COPIES));
      Instant last = copies.get().newest(since).orElse(since);
      seconds = Figures.seconds(Duration.between(last, aws.clock().instant()));
    }
    new Metrics(aws, environment).publish(Metric.COPY_AGE_SECONDS, seconds);
    return outcome.with("copyAgeSeconds", seconds);
  }

  /** In both Regions: the one that serves starts its next instance or task from them as well. */
  private Outcome images(Table table, Outcome outcome) {
    Optional<RegistryImages> images = RegistryImages.of(environment);
    return images.isEmpty()
        ? outcome
        : outcome.with(
            "missingImages", new RegistryLook(aws, environment, images.get()).note(table));
  }

  private Outcome restoreTests(Table table, boolean serves, Outcome outcome) {
    Optional<RestoreTests> tests = RestoreTests.of(environment, table);
    if (tests.isEmpty()) {
      return outcome;
    }
    double seconds = 0;
    if (serves) {
      forget(table, Table.RESTORE_TESTS);
    } else {
      Instant since = since(table, Table.RESTORE_TESTS, table.get(Table.RESTORE_TESTS));
      Instant last = tests.get().succeeded().filter(since::isBefore).orElse(since);
      seconds = Figures.seconds(Duration.between(last, aws.clock().instant()));
    }
    Metrics metrics = new Metrics(aws, environment);
    metrics.publish(
        List.of(
            metrics.datum(Metric.RESTORE_TEST_AGE_SECONDS, seconds),
            metrics.datum(Metric.RESTORE_TEST_FAILED, !serves && tests.get().failed() ? 1 : 0)));
    return outcome.with("restoreTestAgeSeconds", seconds);
  }

  private double age(Table table, Upkeep task) {
    Map<String, AttributeValue> item = table.get(Table.upkeep(task));
    Instant since = since(table, Table.upkeep(task), item);
    Instant last =
        Table.instant(item, "succeeded").filter(success -> success.isAfter(since)).orElse(since);
    return Figures.seconds(Duration.between(last, aws.clock().instant()));
  }

  private Instant since(Table table, Table.Key key, Map<String, AttributeValue> item) {
    Instant now = aws.clock().instant();
    if (!item.containsKey(SINCE)) {
      table.update(key).setIfAbsent(SINCE, now).run();
    }
    return Table.instant(item, SINCE).orElse(now);
  }

  private static double none(Table table, Upkeep task) {
    forget(table, Table.upkeep(task));
    return 0;
  }

  private static void forget(Table table, Table.Key key) {
    if (table.get(key).containsKey(SINCE)) {
      table.update(key).remove(SINCE).run();
    }
  }
}
