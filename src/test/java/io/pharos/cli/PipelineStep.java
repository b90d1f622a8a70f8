package io.pharos.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.pharos.config.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.yaml.snakeyaml.Yaml;

/**
 * One line that a job of GitHub's, or a stage of Jenkins, has a shell run.
 *
 * @param place file and job, for people
 * @param environment what the file sets for it, expressions as they are written
 */
record PipelineStep(String place, String line, Map<String, String> environment) {
  private static final List<String> JENKINS = List.of("Jenkinsfile", "Jenkinsfile.drills");

  /** A step of Jenkins; what is written otherwise is not seen, hence {@link #shells}. */
  private static final Pattern SHELL = Pattern.compile("\\bsh '([^']*)'");

  private static final Pattern ANY_SHELL = Pattern.compile("(?m)^\\s*(?:sh|bat|powershell)\\b");

  /** Every line of every workflow, of the actions that they share, and of Jenkins. */
  static List<PipelineStep> all(Path root) throws IOException {
    List<PipelineStep> steps = new ArrayList<>();
    for (Path file : files(root)) {
      JsonNode tree = tree(file);
      String name = root.relativize(file).toString();
      add(steps, name, tree.path("runs"), Map.of());
      tree.path("jobs")
          .fields()
          .forEachRemaining(
              job -> {
                Map<String, String> environment = environment(tree.path("env"));
                environment.putAll(environment(job.getValue().path("env")));
                add(steps, name + " " + job.getKey(), job.getValue(), environment);
              });
    }
    for (Path file : buildspecs(root)) {
      JsonNode build = tree(file).path("phases").path("build");
      for (JsonNode command : build.path("commands")) {
        steps.add(
            new PipelineStep(
                root.relativize(file).toString(), command.asText(), Map.of("STACK", "secondary")));
      }
    }
    for (String file : JENKINS) {
      Matcher shell = SHELL.matcher(Files.readString(root.resolve(file)));
      while (shell.find()) {
        steps.add(new PipelineStep(file, shell.group(1), Map.of()));
      }
    }
    return steps;
  }

  /** Shell steps of Jenkins, however they are written. */
  static long shells(Path root) throws IOException {
    long shells = 0;
    for (String file : JENKINS) {
      shells += ANY_SHELL.matcher(Files.readString(root.resolve(file))).results().count();
    }
    return shells;
  }

  /** The actions of others that a job uses, without their version, each once. */
  static List<String> actions(Path root) throws IOException {
    List<String> uses = new ArrayList<>();
    for (Path file : files(root)) {
      for (JsonNode step : tree(file).findValues("uses")) {
        uses.add(step.asText().replaceFirst("@.*", ""));
      }
    }
    return uses.stream().distinct().sorted().toList();
  }

  private static void add(
      List<PipelineStep> steps, String place, JsonNode job, Map<String, String> surroundings) {
    for (JsonNode step : job.path("steps")) {
      Map<String, String> environment = new TreeMap<>(surroundings);
      environment.putAll(environment(step.path("env")));
      step.path("run")
          .asText()
          .replace("\\\n", " ")
          .lines()
          .map(String::strip)
          .filter(line -> !line.isEmpty() && !line.startsWith("#"))
          .forEach(line -> steps.add(new PipelineStep(place, line, environment)));
    }
  }

  private static Map<String, String> environment(JsonNode node) {
    Map<String, String> environment = new LinkedHashMap<>();
    node.fields()
        .forEachRemaining(entry -> environment.put(entry.getKey(), entry.getValue().asText()));
    return environment;
  }

  private static List<Path> files(Path root) throws IOException {
    try (Stream<Path> all = Files.walk(root.resolve(".github"))) {
      return all.filter(file -> file.toString().endsWith(".yml")).sorted().toList();
    }
  }

  /** What CodeBuild runs. */
  private static List<Path> buildspecs(Path root) throws IOException {
    try (Stream<Path> all = Files.list(root.resolve("buildspecs"))) {
      return all.sorted().toList();
    }
  }

  /** Jackson's reader knows no aliases, and the workflows have some. */
  private static JsonNode tree(Path file) throws IOException {
    return Json.MAPPER.valueToTree(new Yaml().<Object>load(Files.readString(file)));
  }
}
