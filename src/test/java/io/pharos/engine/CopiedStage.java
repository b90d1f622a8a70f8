package io.pharos.engine;

import com.pulumi.aws.rds.Instance;
import com.pulumi.resources.CustomResourceOptions;
import com.pulumi.resources.ResourceTransformation;
import io.pharos.config.Settings;
import io.pharos.drill.Operation;
import io.pharos.drill.Operations;
import io.pharos.recovery.contract.Position;
import io.pharos.sandbox.Sandbox;
import io.pharos.sandbox.core.Account;
import io.pharos.stack.App;
import io.pharos.world.ProgramServer;
import io.pharos.world.SandboxCloud;
import io.pharos.world.SandboxHost;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The three stacks as they were deployed once, with a world, a state and a configuration of their
 * own, for tests that change them through the engine. Setting it up takes no deployment.
 */
public final class CopiedStage implements AutoCloseable {
  /** What the program would be without Pharos' options for the database. */
  static final List<ResourceTransformation> WITHOUT_IGNORED_CHANGES =
      List.of(
          args -> {
            if (!(args.resource() instanceof Instance)) {
              return Optional.empty();
            }
            CustomResourceOptions given = (CustomResourceOptions) args.options();
            CustomResourceOptions.Builder bare =
                CustomResourceOptions.builder()
                    .dependsOn(given.getDependsOn())
                    .protect(given.isProtect());
            given.getParent().ifPresent(bare::parent);
            given.getProvider().ifPresent(bare::provider);
            return Optional.of(new ResourceTransformation.Result(args.args(), bare.build()));
          });

  private final Path folder;
  private final Settings settings;
  private final ProgramServer program;
  private final SandboxHost host;
  private final Deployment deployment;

  private CopiedStage(Path folder, Settings settings, ProgramServer program, SandboxHost host) {
    this.folder = folder;
    this.settings = settings;
    this.program = program;
    this.host = host;
    Map<String, String> environment = new HashMap<>(SandboxHost.backend(folder));
    environment.putAll(program.environment());
    environment.putAll(host.providers());
    this.deployment =
        new Deployment(Workplace.copies(Deployed.ROOT, folder, environment, Map.of(), line -> {}));
  }

  /** A stage in which everything is as it was right after the deployment. */
  public static CopiedStage open(String name) {
    return open(name, Deployed.once().account(), List.of());
  }

  static CopiedStage open(
      String name, Account account, List<ResourceTransformation> transformations) {
    Path folder = Deployed.folder(name);
    Deployed.once().copyTo(folder);
    return new CopiedStage(
        folder,
        Deployed.once().stage().settings(),
        ProgramServer.start(App::run, transformations),
        SandboxHost.of(Sandbox.restore(Deployed.SEED, account)));
  }

  /**
   * A stage in which everything is as it is on another one now.
   *
   * @param from the other one's folder
   * @param account the other one's
   */
  static CopiedStage of(Path from, Account account, Settings settings, String name) {
    Path folder = Deployed.folder(name);
    SandboxStage.clear(folder);
    Deployed.copy(from, folder);
    return new CopiedStage(
        folder,
        settings,
        ProgramServer.start(App::run),
        SandboxHost.of(Sandbox.restore(Deployed.SEED, account.copy())));
  }

  /** From now on the engine compares with its state, which may be wrong, and not with reality. */
  CopiedStage withoutRefresh() {
    try {
      for (StackName stack : StackName.values()) {
        Path file = folder.resolve("work").resolve(stack.word()).resolve("Pulumi.yaml");
        String text = Files.readString(file);
        Files.writeString(file, text.replaceFirst("\\noptions:\\n( .*\\n)+", "\\n"));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  /** The application moves to the secondary Region while the primary one can still be reached. */
  public CopiedStage failedOver() {
    cloud().pass(Duration.ofMinutes(12));
    Operations operations =
        new Operations(cloud(), settings().names(), settings().regions().of(Position.SECONDARY));
    Operation operation =
        operations.start(Operations.Request.unplanned("a test", Optional.of("a tester")));
    cloud().pass(Duration.ofMinutes(40));
    if (!operations.look(operation.arn()).succeeded()) {
      throw new AssertionError(operations.cause(operations.look(operation.arn())));
    }
    return this;
  }

  /** The file with the state of a stack. */
  public Path state(StackName stack) {
    return folder.resolve("state/.pulumi/stacks/pharos").resolve(stack.word() + ".json");
  }

  public Deployment deployment() {
    return deployment;
  }

  /** As they were before anything was reconciled; names and Regions never change. */
  public Settings settings() {
    return settings;
  }

  public SandboxCloud cloud() {
    return host.cloud();
  }

  Account account() {
    return cloud().world().account();
  }

  @Override
  public void close() {
    host.close();
    program.close();
  }
}
