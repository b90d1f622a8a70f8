package io.pharos.cli;

import io.pharos.engine.Deployed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a runbook tells to type, in its order: tests run just these words, so that a runbook cannot
 * say what does not work.
 */
public final class Runbook {
  private static final Path FOLDER = Deployed.ROOT.resolve("docs/runbooks");
  private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|(\\S+)");

  private Runbook() {}

  /** Every runbook's name. */
  static List<String> names() {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files
          .map(file -> file.getFileName().toString().replace(".md", ""))
          .filter(name -> !name.equals("README"))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The lines of its code, without comments. */
  public static List<String> commands(String name) {
    List<String> commands = new ArrayList<>();
    boolean code = false;
    for (String line : lines(name)) {
      if (line.startsWith("```")) {
        code = !code;
      } else if (code) {
        commands.add(line.replaceFirst("\\s+#.*", ""));
      }
    }
    return commands;
  }

  private static List<String> lines(String name) {
    try {
      return Files.readAllLines(FOLDER.resolve(name + ".md"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What a shell would give to {@code pharos}. */
  public static String[] arguments(String command) {
    List<String> words = new ArrayList<>();
    Matcher word = WORD.matcher(command);
    while (word.find()) {
      words.add(word.group(1) == null ? word.group(2) : word.group(1));
    }
    if (!words.remove(0).equals("pharos")) {
      throw new IllegalArgumentException(command + " is no command of Pharos");
    }
    return words.toArray(String[]::new);
  }
}
