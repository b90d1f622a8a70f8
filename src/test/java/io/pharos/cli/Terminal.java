package io.pharos.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.pharos.config.Settings;
import io.pharos.engine.Deployed;
import io.pharos.engine.Deployment;
import io.pharos.engine.StackName;
import io.pharos.sandbox.Sandbox;
import io.pharos.world.SandboxCloud;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import picocli.CommandLine;

/** A shell in front of a world in which the three stacks are deployed, for tests. */
final class Terminal implements Surroundings {
  private final SandboxCloud cloud;
  private final Optional<String> served;
  private String out = "";
  private String err = "";

  private Terminal(SandboxCloud cloud, Optional<String> served) {
    this.cloud = cloud;
    this.served = served;
  }

  /** A world of its own. */
  static Terminal open() {
    return new Terminal(
        new SandboxCloud(Sandbox.restore(Deployed.SEED, Deployed.once().account())),
        Optional.empty());
  }

  /** Another process, for which the world is served at an address. */
  Terminal elsewhere(String address) {
    return new Terminal(cloud, Optional.of(address));
  }

  int run(String... arguments) {
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

  String out() {
    return out;
  }

  String err() {
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
    return Deployed.once().stage().deployment();
  }

  @Override
  public Settings settings(StackName stack) {
    return Deployed.once().stage().settings();
  }

  @Override
  public JsonNode outputs(StackName stack) {
    return Deployed.once().stage().deployment().outputs(stack);
  }

  @Override
  public Optional<String> served() {
    return served;
  }
}
