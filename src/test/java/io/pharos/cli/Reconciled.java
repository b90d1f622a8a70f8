package io.pharos.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.pharos.config.Json;
import io.pharos.engine.CopiedStage;
import io.pharos.engine.Deployed;
import io.pharos.engine.Deployment;
import io.pharos.world.Cloud;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import picocli.CommandLine;

/** A shell in front of stacks of its own, which commands may change. */
public record Reconciled(CopiedStage stage, Path folder) implements Surroundings {

  /** How a command ended and what it printed. */
  public record Said(int exit, String out, String err) {}

  public Said run(String... arguments) {
    StringWriter stdout = new StringWriter();
    StringWriter stderr = new StringWriter();
    CommandLine commands = Pharos.commandLine(this);
    commands.setOut(new PrintWriter(stdout, true));
    commands.setErr(new PrintWriter(stderr, true));
    return new Said(commands.execute(arguments), stdout.toString(), stderr.toString());
  }

  String file(String name) {
    return folder.resolve(name).toString();
  }

  JsonNode json(String name) throws Exception {
    return Json.MAPPER.readTree(folder.resolve(name).toFile());
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
  public Cloud cloud() {
    return stage.cloud();
  }

  @Override
  public Optional<String> served() {
    return Optional.empty();
  }
}
