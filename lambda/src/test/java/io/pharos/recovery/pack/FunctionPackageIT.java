package io.pharos.recovery.pack;

import static org.assertj.core.api.Assertions.assertThat;

import io.pharos.recovery.contract.EventSourceNames;
import io.pharos.recovery.contract.Platform;
import io.pharos.recovery.contract.RecoveryFunction;
import io.pharos.recovery.contract.StandbyWord;
import io.pharos.recovery.contract.Variable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What is deployed, and nothing else, does every function's work over HTTP. */
final class FunctionPackageIT {
  private static final Path PACKAGE = Path.of("target", "pharos-functions.jar").toAbsolutePath();

  private static String errors = "";
  private static Map<String, String> answers;
  private static Map<String, String> postgres;
  private static Map<String, String> tasks;
  private static Map<String, String> restored;
  private static Map<String, String> copied;
  private static Map<String, String> aurora;
  private static Map<String, String> switched;
  private static CannedAws aws;

  @BeforeAll
  static void runEveryFunctionInAProcessOfItsOwn() throws Exception {
    try (CannedAws canned = new CannedAws()) {
      aws = canned;
      List<String> handlers =
          new ArrayList<>(
              Arrays.stream(RecoveryFunction.values())
                  // Once the scheduled ones have begun, this Region serves: nothing is to be
                  // judged.
                  .filter(function -> !function.scheduled() || function == RecoveryFunction.READY)
                  .filter(function -> !function.ofSkeletons())
                  .map(RecoveryFunction::handler)
                  .toList());
      // Once they begin something, once they go on with it, once they find it.
      handlers.add(RecoveryFunction.RESEED.handler());
      handlers.add(RecoveryFunction.RESEED.handler());
      handlers.add(RecoveryFunction.PART.handler());
      Arrays.stream(RecoveryFunction.values())
          .filter(function -> function.scheduled() && function != RecoveryFunction.READY)
          .map(RecoveryFunction::handler)
          // Each begins something, finds it, and finds it done.
          .flatMap(handler -> Stream.of(handler, handler, handler))
          .forEach(handlers::add);
      // This Region serves by then: the dials are its beacon's.
      handlers.add(RecoveryFunction.BEACON.handler());
      canned.restoring.set(true);
      restored =
          run(
              canned,
              Map.of(Variable.PHAROS_STANDBY, StandbyWord.BACKUPS),
              Stream.of(
                      RecoveryFunction.BEACON,
                      RecoveryFunction.RESTORE,
                      // Makes what is missing, and leads there.
                      RecoveryFunction.NETWORK,
                      RecoveryFunction.NETWORK,
                      // Takes it away again.
                      RecoveryFunction.SETTLE,
                      RecoveryFunction.SETTLE)
                  .map(RecoveryFunction::handler)
                  .toList());
      canned.copies.set(true);
      copied =
          run(
              canned,
              Map.of(Variable.PHAROS_STANDBY, StandbyWord.COPIES),
              Stream.of(RecoveryFunction.BEACON, RecoveryFunction.RESTORE)
                  .map(RecoveryFunction::handler)
                  .toList());
      canned.restoring.set(false);
      Map<Variable, String> cluster = Map.of(Variable.PHAROS_DATABASE_ENGINE, "aurora-mysql");
      aurora =
          run(
              canned,
              cluster,
              Stream.of(
                      RecoveryFunction.PROMOTE,
                      RecoveryFunction.FENCE,
                      RecoveryFunction.RESEED,
                      RecoveryFunction.REOPEN,
                      RecoveryFunction.MARKER)
                  .map(RecoveryFunction::handler)
                  .toList());
      switched =
          run(
              canned,
              cluster,
              List.of(RecoveryFunction.PROMOTE.handler()),
              CannedCall.EVENT.replaceFirst("\\{", "{\"mode\": \"planned\", "));
      answers = new HashMap<>(run(canned, Map.of(), handlers));
      restored.forEach(answers::putIfAbsent);
      postgres =
          run(
              canned,
              Map.of(Variable.PHAROS_DATABASE_ENGINE, "postgres"),
              List.of(RecoveryFunction.MARKER.handler()));
      Map<Variable, String> onTasks =
          Map.of(
              Variable.PHAROS_AUTO_SCALING_GROUP, Platform.ECS.compute("shop-prod-app"),
              Variable.PHAROS_PEER_AUTO_SCALING_GROUP, Platform.ECS.compute("shop-prod-app"));
      tasks =
          run(
              canned,
              onTasks,
              Stream.of(
                      RecoveryFunction.CAPACITY,
                      RecoveryFunction.FENCE,
                      RecoveryFunction.SETTLE,
                      RecoveryFunction.READY)
                  .map(RecoveryFunction::handler)
                  .toList());
      canned.scheduled.set(false);
      Map<Variable, String> skeleton = new EnumMap<>(onTasks);
      skeleton.put(Variable.PHAROS_STANDBY, StandbyWord.BACKUPS);
      run(canned, skeleton, List.of(RecoveryFunction.UPKEEP.handler()));
    }
  }

  private static Map<String, String> run(
      CannedAws canned, Map<Variable, String> variables, List<String> handlers) throws Exception {
    return run(canned, variables, handlers, CannedCall.EVENT);
  }

  /** The last answer of each. */
  private static Map<String, String> run(
      CannedAws canned, Map<Variable, String> variables, List<String> handlers, String event)
      throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1"));
    command.addAll(CannedCall.javaOptions(canned));
    command.addAll(
        List.of(
            "-cp",
            PACKAGE + System.getProperty("path.separator") + aloneInAFolder(),
            FunctionProcess.class.getName(),
            event));
    command.addAll(handlers);
    ProcessBuilder builder = new ProcessBuilder(command);
    CannedCall.fill(builder.environment(), canned);
    builder
        .environment()
        .put(
            Variable.PHAROS_EVENT_SOURCES.name(),
            new EventSourceNames(List.of("orders", "idle"), List.of("nightly", "idle")).text());
    builder.environment().put(Variable.PHAROS_USERS_RULE.name(), "users-rule");
    builder.environment().put(Variable.PHAROS_PEER_USERS_RULE.name(), "peer-users-rule");
    builder
        .environment()
        .put(
            Variable.PHAROS_REGISTRY_IMAGES.name(),
            "123456789012.dkr.ecr.eu-central-1.amazonaws.com/shop:1");
    builder.environment().put(Variable.PHAROS_ACCOUNT.name(), "123456789012");
    variables.forEach((variable, value) -> builder.environment().put(variable.name(), value));
    Path log = Files.createTempFile(Path.of("target"), "functions", ".err");
    Process process = builder.redirectError(log.toFile()).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    errors += Files.readString(log);
    return output
        .lines()
        .map(line -> line.split(" ", 2))
        .collect(Collectors.toMap(parts -> parts[0], parts -> parts[1], (first, again) -> again));
  }

  @Test
  void everyFunction_startsFromThePackageAlone_andAnswers() {
    assertThat(answers)
        .as(errors)
        .containsOnlyKeys(
            Arrays.stream(RecoveryFunction.values()).map(RecoveryFunction::handler).toList());
    assertThat(answers)
        .extractingByKeys(
            RecoveryFunction.LOCK.handler(),
            RecoveryFunction.FENCE.handler(),
            RecoveryFunction.HOLD.handler(),
            RecoveryFunction.DRAIN.handler(),
            RecoveryFunction.RELEASE.handler(),
            RecoveryFunction.CAPACITY.handler(),
            RecoveryFunction.VERIFY.handler(),
            RecoveryFunction.TAKEOVER.handler(),
            RecoveryFunction.SOURCES.handler(),
            RecoveryFunction.BEACON.handler(),
            RecoveryFunction.RECORD.handler(),
            RecoveryFunction.RESEED.handler(),
            RecoveryFunction.READY.handler(),
            RecoveryFunction.PROOF.handler(),
            RecoveryFunction.UPKEEP.handler(),
            RecoveryFunction.SNAPSHOT.handler(),
            RecoveryFunction.IMAGE.handler(),
            RecoveryFunction.SYNC.handler(),
            RecoveryFunction.REGISTRY.handler())
        .allSatisfy(answer -> assertThat(answer).startsWith("{\"outcome\":\"succeeded\""));
    // Nobody has told this Region that it has the traffic, whatever the web answers.
    assertThat(answers.get(RecoveryFunction.CONFIRM.handler()))
        .startsWith("{\"outcome\":\"waiting\"");
  }

  @Test
  void restore_whereBackupsAreTheStandby_beginsFromThem() {
    assertThat(restored.get(RecoveryFunction.BEACON.handler()))
        .as(errors)
        .startsWith("{\"outcome\":\"succeeded\"");
    assertThat(restored.get(RecoveryFunction.RESTORE.handler()))
        .contains("shop-prod-secondary-9 is being restored from arn");
    assertThat(restored.get(RecoveryFunction.NETWORK.handler()))
        .contains("the private subnets lead out");
  }

  @Test
  void restore_fromACopyInTheVault_asksRdsForItsSnapshot() {
    assertThat(copied.get(RecoveryFunction.RESTORE.handler()))
        .contains("\"outcome\":\"waiting\"", "snapshot:awsbackup:copyjob-1");
    assertThat(copied.get(RecoveryFunction.BEACON.handler())).contains("\"succeeded\"");
    assertThat(aws.actions).contains("RestoreDBInstanceFromDBSnapshot");
  }

  @Test
  void marker_whenTheDatabaseDoesNotAnswer_saysSoThroughTheDriver() {
    assertThat(answers.get(RecoveryFunction.MARKER.handler()))
        .contains("\"writable\":false", "mysql://127.0.0.1:1/shop", "Communications link failure");
  }

  @Test
  void marker_whenPostgresDoesNotAnswer_saysSoThroughTheDriver() {
    assertThat(postgres.get(RecoveryFunction.MARKER.handler()))
        .as(errors)
        .contains(
            "\"writable\":false",
            "postgres://127.0.0.1:1/shop",
            "Connection to 127.0.0.1:1 refused");
  }

  @Test
  void look_whenTheRestoredDatabaseDoesNotAnswer_saysSoAndTriesNoOtherHost() {
    assertThat(answers.get(RecoveryFunction.LOOK.handler()))
        .startsWith("{\"outcome\":\"waiting\"")
        .contains("mysql://awsbackup-restore-test-1.c1.eu-central-1.rds.amazonaws.com:3306/shop");
  }

  @Test
  void whatRunsAsTasks_isSizedAndLookedAtByTheSameFunctions() {
    assertThat(tasks.get(RecoveryFunction.CAPACITY.handler()))
        .as(errors)
        .startsWith("{\"outcome\":\"succeeded\"")
        .contains("shop-prod-app from 0 to 2");
    assertThat(tasks.get(RecoveryFunction.FENCE.handler())).contains("shop-prod-app from 0 to 0");
    assertThat(tasks.get(RecoveryFunction.SETTLE.handler())).contains("shop-prod-app runs");
    assertThat(tasks.get(RecoveryFunction.READY.handler())).contains("\"outcome\"");
  }

  @Test
  void aCluster_isMovedFencedAndOpenedAgainByTheSameFunctions() {
    assertThat(aurora.get(RecoveryFunction.PROMOTE.handler()))
        .as(errors)
        .contains("failover of 1-1 to shop-prod-secondary-1 begins");
    assertThat(aurora.get(RecoveryFunction.FENCE.handler()))
        .contains("shop-prod-primary-1 from sg-other to quarantine group");
    assertThat(aurora.get(RecoveryFunction.RESEED.handler())).contains("follows the writer of 1-1");
    assertThat(aurora.get(RecoveryFunction.REOPEN.handler()))
        .startsWith("{\"outcome\":\"succeeded\"");
    assertThat(aurora.get(RecoveryFunction.MARKER.handler()))
        .contains("\"writable\":false", "Communications link failure");
    assertThat(switched.get(RecoveryFunction.PROMOTE.handler()))
        .contains("switchover of 1-1 to shop-prod-secondary-1 begins");
  }

  @Test
  void everyFunction_printsNothingToTheErrorStream() {
    assertThat(errors).isEmpty();
  }

  @Test
  void everyAction_thatAPermissionAllows_isCalled_andNoOther() {
    List<String> allowed =
        Arrays.stream(RecoveryFunction.values())
            .flatMap(function -> function.permissions().stream())
            .flatMap(permission -> permission.actions().stream())
            // Asked for by RDS and by what is encrypted, in the function's name.
            .filter(action -> !action.startsWith("kms:") && !action.equals("rds:AddTagsToResource"))
            .filter(action -> !action.matches("ec2:(CreateTags|DeleteSnapshot)"))
            .filter(action -> !action.equals("iam:CreateServiceLinkedRole"))
            .map(action -> action.substring(action.indexOf(':') + 1))
            .distinct()
            .toList();

    assertThat(aws.actions).filteredOn(action -> !action.equals("GET")).hasSameElementsAs(allowed);
  }

  @Test
  void thePackage_isSmall() throws IOException {
    assertThat(Files.size(PACKAGE)).isLessThanOrEqualTo(ColdStart.LIMIT_BYTES);
  }

  /** Every function would load all of them. */
  @Test
  void thePackage_isWithoutWhatTheSdkKnowsOfEachServiceAndRegion() throws IOException {
    try (JarFile jar = new JarFile(PACKAGE.toFile())) {
      assertThat(jar.stream().map(JarEntry::getName))
          .contains("software/amazon/awssdk/regions/GeneratedServiceMetadataProvider.class")
          .noneMatch(name -> name.contains("servicemetadata/") || name.contains("regionmetadata/"));
    }
  }

  /** The tests' own class path holds the whole SDK: only the one class may come along. */
  private static Path aloneInAFolder() throws IOException {
    String file = FunctionProcess.class.getName().replace('.', '/') + ".class";
    Path alone = Files.createTempDirectory(Path.of("target").toAbsolutePath(), "runtime");
    Path copy = alone.resolve(file);
    Files.createDirectories(copy.getParent());
    Files.copy(Path.of("target", "test-classes").resolve(file), copy);
    return alone;
  }
}
