package io.pharos.sandbox.service.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The file system that user data sees: the directories of an instance inside an empty directory, so
 * that a script for root touches nothing of this machine.
 */
final class MachineRoot {
  private static final List<String> HARMLESS =
      List.of(
          "base64",
          "basename",
          "cat",
          "chmod",
          "cut",
          "dirname",
          "grep",
          "head",
          "mkdir",
          "sed",
          "tail",
          "tee",
          "touch",
          "tr",
          "wc");
  private static final List<String> RECORDED =
      List.of(
          "amazon-linux-extras",
          "aws",
          "chown",
          "curl",
          "dnf",
          "docker",
          "hostnamectl",
          "logger",
          "rm",
          "sleep",
          "systemctl",
          "usermod",
          "yum");
  private static final List<String> DIRECTORIES =
      List.of(
          "etc/docker",
          "etc/systemd/system",
          "etc/sysconfig",
          "home/ec2-user",
          "mnt",
          "opt",
          "root",
          "run",
          "srv",
          "tmp",
          "usr/local",
          "var/lib",
          "var/log");
  private static final Pattern OWN_PATHS =
      Pattern.compile(
          "(?<=^|[\\s\"'=<>(])/(?=(?:etc|home|mnt|opt|root|run|srv|tmp|var|usr/local)/|dev/console)",
          Pattern.MULTILINE);
  private static final Pattern PROGRAM_PATHS =
      Pattern.compile(
          "(?<=^|[\\s\"'(`|;&])/(?:usr/)?(?:local/)?s?bin/(?=[\\w-])", Pattern.MULTILINE);

  private static final String COMMAND =
      """
      tool=${0##*/}
      arguments=()
      input=
      while (($#)); do
        case $tool:$1 in
          docker:-e | docker:--env)
            name=$2
            [[ $name == *=* ]] || name="$name=${!name-}"
            arguments+=(--env "$name")
            shift 2
            ;;
          docker:--env-file)
            arguments+=(--env-file "$(<"$2")")
            shift 2
            ;;
          docker:--env-file=*)
            arguments+=(--env-file "$(<"${1#*=}")")
            shift
            ;;
          *:--password-stdin)
            IFS= read -r -d '' input
            arguments+=("$1")
            shift
            ;;
          *)
            arguments+=("$1")
            shift
            ;;
        esac
      done
      exec 3<>"/dev/tcp/127.0.0.1/$PHAROS_SANDBOX_PORT" || exit 125
      printf '%s\\0' "$tool" "${#arguments[@]}" "${arguments[@]}" "$input" \\
        "${AWS_REGION:-${AWS_DEFAULT_REGION:-}}" >&3
      IFS= read -r -d '' status <&3
      IFS= read -r -d '' out <&3
      IFS= read -r -d '' err <&3
      printf '%s' "$out"
      printf '%s' "$err" >&2
      exit "$status"
      """;

  private final Path root;

  MachineRoot(Path root) {
    this.root = root;
  }

  Path tools() {
    return root.resolve("bin");
  }

  /** Makes the directories and the tools, and the script with paths that lead into them. */
  Path prepare(String script) throws IOException {
    for (String directory : DIRECTORIES) {
      Files.createDirectories(root.resolve(directory));
    }
    Files.createDirectories(tools());
    Files.createDirectories(root.resolve("dev"));
    for (String tool : HARMLESS) {
      Files.createSymbolicLink(tools().resolve(tool), program(tool));
    }
    for (String tool : RECORDED) {
      Path command = tools().resolve(tool);
      Files.writeString(command, "#!" + bash() + "\n" + COMMAND);
      if (!command.toFile().setExecutable(true)) {
        throw new IOException(command + " cannot be made executable");
      }
    }
    String mapped = PROGRAM_PATHS.matcher(script).replaceAll("");
    mapped =
        OWN_PATHS.matcher(mapped).replaceAll(java.util.regex.Matcher.quoteReplacement(root + "/"));
    return Files.writeString(root.resolve("user-data"), mapped);
  }

  static Path bash() {
    return program("bash");
  }

  private static Path program(String name) {
    String path = Objects.requireNonNullElse(System.getenv("PATH"), "");
    return Stream.concat(Stream.of("/usr/bin", "/bin"), Stream.of(path.split(":")))
        .filter(directory -> !directory.isEmpty())
        .map(directory -> Path.of(directory, name))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow(
            () -> new IllegalStateException("user data needs " + name + ", which is not in PATH"));
  }
}
