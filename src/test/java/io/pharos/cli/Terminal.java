package io.pharos.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.pharos.config.Settings;
import io.pharos.engine.Deployed;
import io.pharos.engine.Deployment;
import io.pharos.engine.SandboxStage;
import io.pharos.engine.StackName;
import io.pharos.sandbox.Sandbox;
import io.pharos.sandbox.core.Account;
import io.pharos.world.SandboxCloud;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import picocli.CommandLine;

/** A shell in front of a world in which the three stacks are deployed, for tests. */
public final class Terminal implements Surroundings {
  private final SandboxStage stage;
  private final SandboxCloud cloud;
  private final Optional<String> served;
  private String out = "";
  private String err = "";

  private Terminal(SandboxStage stage, SandboxCloud cloud, Optional<String> served) {
    this.stage = stage;
    this.cloud = cloud;
    this.served = served;
  }

  /** A world of its own. */
  static Terminal open() {
    return open(Deployed.once().stage(), Deployed.once().account());
  }

  /** A world of its own with what a stage has deployed into an account. */
  public static Terminal open(SandboxStage stage, Account account) {
    return new Terminal(
        stage, new SandboxCloud(Sandbox.restore(Deployed.SEED, account)), Optional.empty());
  }

  /** The same for somebody who has this role. */
  Terminal as(String roleArn) {
    return new Terminal(stage, cloud.as(roleArn), served);
  }

  /** Another process, for which the world is served at an address. */
  Terminal elsewhere(String address) {
    return new Terminal(stage, cloud, Optional.of(address));
  }

  /**
   * Runs a command.
   *
   * @return its exit code
   */
  public int run(String... arguments) {
    StringWriter stdout = new StringWriter();
    StringWriter stderr = new StringWriter();
    CommandLine commands = Pharos.commandLine(this);
    commands.setOut(new PrintWriter(stdout, true));
    commands.setErr(new PrintWriter(stderr, true));
    int exit = commands.execute(arguments);
    out = stdout.toString();
    err = stderr.toString();
    return exit;
  }

  public String out() {
    return out;
  }

  public String err() {
    return err;
  }

  @Override
  public SandboxCloud cloud() {
    return cloud;
  }

  @Override
  public Path root() {
    return Deployed.ROOT;
  }

  @Override
  public Deployment deployment(Consumer<String> output) {
    return stage.deployment();
  }

  @Override
  public Settings settings(StackName stack) {
    return stage.settings();
  }

  @Override
  public JsonNode outputs(StackName stack) {
    return stage.deployment().outputs(stack);
  }

  @Override
  public Optional<String> served() {
    return served;
  }
}
