package io.pharos.cli;

import io.pharos.engine.CopiedStage;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Runs lines of workflows with the shell that GitHub runs them with, in a folder where {@code
 * ./pharos} hands its arguments to the commands of this JVM, which act on a stage of their own.
 */
final class PipelineShell implements AutoCloseable {
  /** Files are relative to the caller's folder, which is not this JVM's. */
  private static final String LAUNCHER =
      """
      #!/usr/bin/env bash
      set -euo pipefail
      exec 3<>/dev/tcp/127.0.0.1/@PORT@
      file=
      for word in "$@"; do
        if [ -n "$file" ] || [ -e "$word" ]; then word=$PWD/$word; fi
        case $word in --markdown | --json | --out) file=yes ;; *) file= ;; esac
        printf '%s\\n' "$word" >&3
      done
      printf '%s\\n' '@END@' >&3
      read -r exit <&3
      cat <&3
      exit "$exit"
      """;

  private static final String END = "-- that is all --";

  private final Reconciled commands;
  private final Path folder;
  private final ServerSocket server;
  private final List<List<String>> executed = new ArrayList<>();

  /** How a line ended and what it printed. */
  record Ended(int exit, String said) {}

  private PipelineShell(Reconciled commands, Path folder, ServerSocket server) {
    this.commands = commands;
    this.folder = folder;
    this.server = server;
  }

  static PipelineShell open(CopiedStage stage, Path root, Path folder) throws IOException {
    ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    PipelineShell shell = new PipelineShell(new Reconciled(stage, folder), folder, server);
    Path launcher = folder.resolve("pharos");
    Files.writeString(
        launcher,
        LAUNCHER.replace("@PORT@", Integer.toString(server.getLocalPort())).replace("@END@", END));
    Files.setPosixFilePermissions(launcher, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.createSymbolicLink(folder.resolve("drills"), root.resolve("drills"));
    Thread thread = new Thread(shell::serve, "launcher");
    thread.setDaemon(true);
    thread.start();
    return shell;
  }

  /** Runs a line, {@code bash -eo pipefail} as GitHub does where a step names no shell. */
  Ended run(String line, Map<String, String> environment) throws IOException, InterruptedException {
    ProcessBuilder shell =
        new ProcessBuilder("bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", line);
    shell.directory(folder.toFile()).redirectErrorStream(true);
    shell.environment().putAll(environment);
    Process process = shell.start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Ended(process.waitFor(), said);
  }

  /** The commands that have arrived, as words. */
  List<List<String>> executed() {
    return List.copyOf(executed);
  }

  private void serve() {
    while (!server.isClosed()) {
      try (Socket caller = server.accept()) {
        BufferedReader in =
            new BufferedReader(
                new InputStreamReader(caller.getInputStream(), StandardCharsets.UTF_8));
        List<String> words = in.lines().takeWhile(line -> !line.equals(END)).toList();
        executed.add(words);
        Reconciled.Said said = commands.run(words.toArray(String[]::new));
        caller
            .getOutputStream()
            .write((said.exit() + "\n" + said.out() + said.err()).getBytes(StandardCharsets.UTF_8));
      } catch (IOException e) {
        if (!server.isClosed()) {
          throw new UncheckedIOException(e);
        }
      }
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
