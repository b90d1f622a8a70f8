package io.pharos.cli;

import io.pharos.config.Json;
import io.pharos.config.Settings;
import io.pharos.drill.ObjectRestore;
import io.pharos.engine.Interruptible;
import io.pharos.engine.Reconciliation;
import io.pharos.engine.StackName;
import io.pharos.recovery.contract.Position;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import software.amazon.awssdk.services.s3.S3Client;

/** Brings objects of the Region that serves back to what they were before a mistake. */
@Command(
    name = "restore-objects",
    mixinStandardHelpOptions = true,
    description = {
      "Brings the objects of the active Region's bucket back to what they were just before a time:"
          + " delete markers since are taken away, and an older version is copied over what was"
          + " written since. No version is deleted, so that this can be undone in the same way.",
      "What was new since stays. Exit code 3 when an object could not be brought back; run again, it"
          + " does what is left."
    })
final class RestoreObjectsCommand extends RegionsCommand {
  /** More are counted only. */
  private static final int SHOWN = 20;

  @Option(
      names = "--before",
      required = true,
      paramLabel = "TIME",
      description =
          "In UTC, such as 2026-03-01T10:15:00Z: the moment before the first wrong change.")
  private Instant before;

  @Option(
      names = "--prefix",
      required = true,
      paramLabel = "PREFIX",
      description = "Only keys that begin so; '' for all.")
  private String prefix;

  @Option(
      names = "--from-peer",
      description =
          "Also objects whose versions are gone, from the other Region's bucket. That brings back"
              + " what was erased there on purpose, too.")
  private boolean fromPeer;

  @Option(names = "--dry-run", description = "Says what it would do, and changes nothing.")
  private boolean dryRun;

  @Option(names = "--json", paramLabel = "FILE", description = "Writes the result as JSON.")
  private Path json;

  @Override
  int act() throws IOException {
    Instant now = surroundings().cloud().clock().instant();
    if (before.isAfter(now)) {
      throw new ParameterException(commandLine(), "--before " + before + " is after now, " + now);
    }
    Settings settings = surroundings().settings(StackName.PRIMARY);
    Position active = surroundings().serving(settings);
    String bucket = bucket(active);
    ObjectRestore restore =
        new ObjectRestore(s3(settings, active), bucket, Pharos.progress(commandLine()));
    ObjectRestore.Needed needed = restore.look(prefix, before);
    List<ObjectRestore.Harmed> harmed = new ArrayList<>(needed.harmed());
    if (fromPeer) {
      harmed.addAll(
          restore.erased(s3(settings, active.peer()), bucket(active.peer()), prefix, before));
    }
    tell(bucket, needed, harmed);
    List<ObjectRestore.Failure> failures =
        dryRun || harmed.isEmpty() ? List.of() : restored(settings, restore, harmed);
    PrintWriter out = commandLine().getOut();
    failures.forEach(each -> out.println("FAILED " + each.key() + ": " + each.why()));
    out.println(
        dryRun
            ? "Dry run: nothing was changed."
            : harmed.size() - failures.size() + " of " + harmed.size() + " objects are back.");
    out.flush();
    if (json != null) {
      Files.writeString(json, document(bucket, needed, harmed, failures));
    }
    return failures.isEmpty() ? ExitCode.DONE : ExitCode.FAILED;
  }

  /** An operation would move the application to the other Region's bucket meanwhile. */
  private List<ObjectRestore.Failure> restored(
      Settings settings, ObjectRestore restore, List<ObjectRestore.Harmed> harmed) {
    try (Reconciliation.Lock lock = surroundings().lock(settings, "restore-objects");
        Interruptible interruptible = Interruptible.start(lock::close)) {
      return restore.restore(harmed);
    }
  }

  private S3Client s3(Settings settings, Position position) {
    return surroundings().cloud().client(S3Client.class, settings.regions().of(position));
  }

  private String bucket(Position position) {
    return surroundings().outputs(StackName.of(position)).path("bucketName").asText();
  }

  private void tell(String bucket, ObjectRestore.Needed needed, List<ObjectRestore.Harmed> harmed) {
    PrintWriter out = commandLine().getOut();
    out.printf("%s, keys '%s...' as just before %s%n", bucket, prefix, before);
    for (ObjectRestore.Harm harm : ObjectRestore.Harm.values()) {
      out.printf("  %-12s %d%n", harm.word(), count(harmed, harm));
    }
    out.printf("  %-12s %d%n", "untouched", needed.untouched());
    out.printf("  %-12s %d, which stay%n", "new since", needed.younger());
    harmed.stream()
        .limit(SHOWN)
        .forEach(each -> out.printf("    %-12s %s%n", each.harm().word(), each.key()));
    if (harmed.size() > SHOWN) {
      out.printf("    and %d more%n", harmed.size() - SHOWN);
    }
  }

  private static long count(List<ObjectRestore.Harmed> harmed, ObjectRestore.Harm harm) {
    return harmed.stream().filter(each -> each.harm() == harm).count();
  }

  private String document(
      String bucket,
      ObjectRestore.Needed needed,
      List<ObjectRestore.Harmed> harmed,
      List<ObjectRestore.Failure> failures) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("schema", "pharos.objects/1");
    document.put("bucket", bucket);
    document.put("prefix", prefix);
    document.put("before", before.toString());
    Arrays.stream(ObjectRestore.Harm.values())
        .forEach(harm -> document.put(harm.word(), count(harmed, harm)));
    document.put("untouched", needed.untouched());
    document.put("newSince", needed.younger());
    document.put("outcome", dryRun ? "rehearsed" : failures.isEmpty() ? "restored" : "failed");
    document.put(
        "failures",
        failures.stream().map(each -> Map.of("key", each.key(), "why", each.why())).toList());
    return Json.write(document) + "\n";
  }
}
