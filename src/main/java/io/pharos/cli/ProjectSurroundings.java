package io.pharos.cli;

import io.pharos.config.Settings;
import io.pharos.engine.Deployment;
import io.pharos.engine.Project;
import io.pharos.engine.Reconciliation;
import io.pharos.engine.Workplace;
import io.pharos.recovery.contract.Position;
import io.pharos.world.AwsCloud;
import io.pharos.world.Cloud;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The project itself, on AWS. With PHAROS_SANDBOX set, Pulumi finds the sandbox through its own
 * variables, and everything else is asked of the process that serves the sandbox.
 */
final class ProjectSurroundings implements Surroundings {
  static final String SANDBOX = "PHAROS_SANDBOX";

  private final Map<String, String> environment;

  ProjectSurroundings(Map<String, String> environment) {
    this.environment = environment;
  }

  @Override
  public Path root() {
    return Project.root();
  }

  @Override
  public Deployment deployment(Consumer<String> output) {
    return new Deployment(Workplace.project(root(), output));
  }

  @Override
  public Cloud cloud() {
    if (served().isPresent()) {
      throw new IllegalStateException(SANDBOX + " is set: commands go there");
    }
    return new AwsCloud();
  }

  /** Only the other process knows the date in a served sandbox; there it says nothing anyway. */
  @Override
  public LocalDate today() {
    return served().isPresent() ? LocalDate.now(ZoneOffset.UTC) : Surroundings.super.today();
  }

  @Override
  public Position serving(Settings settings) {
    return served()
        .map(address -> ServedSandbox.at(address).serving())
        .orElseGet(() -> Surroundings.super.serving(settings));
  }

  /** A served sandbox has one operator, who sees what is at work. */
  @Override
  public Reconciliation.Lock lock(Settings settings, String command) {
    return served().isPresent()
        ? Reconciliation.Lock.NONE
        : Surroundings.super.lock(settings, command);
  }

  @Override
  public Optional<String> served() {
    return Optional.ofNullable(environment.get(SANDBOX)).filter(url -> !url.isBlank());
  }
}
