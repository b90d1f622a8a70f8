package io.pharos.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.pharos.engine.Deployment;
import io.pharos.world.Cloud;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** Every command of ours that documents, workflows and Jenkins say is one that there is. */
class WrittenCommandsTest {
  private static final Path ROOT =
      Path.of(System.getProperty("pharos.root", "..")).toAbsolutePath().normalize();

  /** At the beginning of a line of a document, or where a workflow or Jenkins runs it. */
  private static final Pattern COMMAND =
      Pattern.compile("^\\s*(?:- run: |sh ')?(?:\\./)?pharos ([^'#&]*?)\\s*(?:'|&|\\s#.*)?$");

  /** In a sentence or a table. */
  private static final Pattern MENTIONED = Pattern.compile("`(?:\\./)?pharos ([^`]*)`");

  private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|(\\S+)");

  /** A command and where it stands. */
  record Written(String place, String arguments) {
    @Override
    public String toString() {
      return arguments + " (" + place + ")";
    }
  }

  static List<Written> commands() throws IOException {
    List<Written> found = new ArrayList<>();
    for (Path file : files()) {
      boolean document = file.toString().endsWith(".md");
      boolean code = !document;
      for (String line : Files.readAllLines(file)) {
        if (document && line.strip().startsWith("```")) {
          code = !code;
        }
        String place = ROOT.relativize(file).toString();
        Matcher command = COMMAND.matcher(line);
        if (code && command.matches()) {
          found.add(new Written(place, command.group(1)));
        }
        Matcher mentioned = MENTIONED.matcher(document && !code ? line : "");
        while (mentioned.find()) {
          String example =
              mentioned.group(1).replace("<stack>", "primary").replaceAll("[\\[\\]]", "");
          found.add(new Written(place, example.replaceAll("\\b(N|S|SEED)\\b", "1")));
        }
      }
    }
    return found;
  }

  private static List<Path> files() throws IOException {
    List<Path> files =
        new ArrayList<>(
            List.of(
                ROOT.resolve("README.md"),
                ROOT.resolve("Jenkinsfile"),
                ROOT.resolve("Jenkinsfile.drills")));
    for (String folder : List.of("docs", ".github")) {
      try (Stream<Path> all = Files.walk(ROOT.resolve(folder))) {
        all.filter(file -> file.toString().matches(".*\\.(md|yml)")).sorted().forEach(files::add);
      }
    }
    return files;
  }

  @ParameterizedTest
  @MethodSource("commands")
  void isACommand(Written written) {
    List<String> arguments = new ArrayList<>();
    Matcher word = WORD.matcher(written.arguments());
    while (word.find()) {
      arguments.add(word.group(1) == null ? word.group(2) : word.group(1));
    }

    CommandLine commands = Pharos.commandLine(new Nothing());
    if (arguments.size() == 1) {
      // A sentence names a command, or some, and says elsewhere what it needs.
      assertThat(commands.getSubcommands()).containsKeys(arguments.get(0).split("\\|"));
      return;
    }
    assertThat(commands.parseArgs(arguments.toArray(String[]::new)).hasSubcommand()).isTrue();
  }

  private static final class Nothing implements Surroundings {
    @Override
    public Path root() {
      return ROOT;
    }

    @Override
    public Deployment deployment(Consumer<String> output) {
      throw new AssertionError("nothing is deployed");
    }

    @Override
    public Cloud cloud() {
      throw new AssertionError("nothing is asked");
    }

    @Override
    public Optional<String> served() {
      return Optional.empty();
    }
  }
}
