package io.pharos.sandbox.service.app;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * One run of a script by bash in an empty directory, with nothing in its path but harmless tools
 * and commands that ask the sandbox. It ends within ten seconds of real time.
 */
final class BashProcess {
  /** The status of a script that did not end in real time. */
  static final int KILLED = 137;

  /** How a script ends that waited for too long, by its own clock. */
  static final UserDataRunner.Result STILL_WAITS =
      new UserDataRunner.Result(124, "it still waits for what does not come");

  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final int BACKLOG = 16;
  private static final int TRANSCRIPT_LIMIT = 4000;

  private final String script;

  BashProcess(String script) {
    this.script = script;
  }

  /**
   * Runs it.
   *
   * @param enough looked at after every answer: whether the script has waited for too long
   */
  UserDataRunner.Result run(Function<ToolCall, ToolReply> answers, BooleanSupplier enough) {
    try (ServerSocket server = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress())) {
      Path root = Files.createTempDirectory("pharos-instance");
      try {
        return run(root.toRealPath(), server, answers, enough);
      } finally {
        delete(root);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("user data could not be run by bash", e);
    }
  }

  private UserDataRunner.Result run(
      Path root, ServerSocket server, Function<ToolCall, ToolReply> answers, BooleanSupplier enough)
      throws IOException {
    MachineRoot machineRoot = new MachineRoot(root);
    Path file = machineRoot.prepare(script);
    ProcessBuilder builder =
        new ProcessBuilder(MachineRoot.bash().toString(), "--noprofile", "--norc", file.toString())
            .directory(root.toFile())
            .redirectErrorStream(true);
    Map<String, String> environment = builder.environment();
    environment.clear();
    environment.put("PATH", machineRoot.tools().toString());
    environment.put("HOME", root.resolve("root").toString());
    environment.put("LC_ALL", "C");
    environment.put("PHAROS_SANDBOX_PORT", Integer.toString(server.getLocalPort()));
    Process process = builder.start();
    process.getOutputStream().close();
    Transcript transcript = new Transcript(process.getInputStream());
    transcript.start();
    process.onExit().thenRun(() -> close(server));
    boolean ended = serve(server, process, answers, enough);
    if (!ended) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
    String text = transcript.text().replace(root.toString(), "");
    if (ended) {
      return new UserDataRunner.Result(process.exitValue(), tail(text));
    }
    return enough.getAsBoolean()
        ? STILL_WAITS
        : new UserDataRunner.Result(KILLED, tail(text) + "\n(did not end, killed)");
  }

  private static String tail(String text) {
    return text.length() <= TRANSCRIPT_LIMIT
        ? text
        : text.substring(text.length() - TRANSCRIPT_LIMIT);
  }

  /** Answers calls until the script has ended. */
  private static boolean serve(
      ServerSocket server,
      Process process,
      Function<ToolCall, ToolReply> answers,
      BooleanSupplier enough)
      throws IOException {
    long end = System.nanoTime() + LIMIT.toNanos();
    while (true) {
      long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
      if (left <= 0) {
        return false;
      }
      try {
        server.setSoTimeout((int) left);
        try (Socket socket = server.accept()) {
          socket.setSoTimeout((int) left);
          answer(socket, answers);
        }
        if (enough.getAsBoolean()) {
          return false;
        }
      } catch (SocketTimeoutException e) {
        return false;
      } catch (SocketException e) {
        if (server.isClosed()) {
          return await(process);
        }
      }
    }
  }

  private static boolean await(Process process) {
    try {
      return process.waitFor(1, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static void answer(Socket socket, Function<ToolCall, ToolReply> answers)
      throws IOException {
    DataInputStream in = new DataInputStream(socket.getInputStream());
    String tool = word(in);
    int count = Integer.parseInt(word(in));
    List<String> arguments = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      arguments.add(word(in));
    }
    ToolReply reply = answers.apply(new ToolCall(tool, arguments, word(in), word(in)));
    OutputStream out = socket.getOutputStream();
    for (String part : List.of(Integer.toString(reply.status()), reply.out(), reply.err())) {
      out.write(part.getBytes(StandardCharsets.UTF_8));
      out.write(0);
    }
    out.flush();
  }

  private static String word(InputStream in) throws IOException {
    ByteArrayOutputStream word = new ByteArrayOutputStream();
    for (int b = in.read(); b > 0; b = in.read()) {
      word.write(b);
    }
    return word.toString(StandardCharsets.UTF_8);
  }

  private static void close(ServerSocket server) {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }

  /** Collects what the script and what it leaves behind print, until the last of them ends. */
  private static final class Transcript extends Thread {
    private final InputStream from;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    Transcript(InputStream from) {
      super("user-data-transcript");
      this.from = from;
      setDaemon(true);
    }

    @Override
    public void run() {
      try {
        from.transferTo(bytes);
      } catch (IOException e) {
        bytes.writeBytes("(transcript lost)".getBytes(StandardCharsets.UTF_8));
      }
    }

    String text() {
      try {
        join(TimeUnit.SECONDS.toMillis(2));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      return bytes.toString(StandardCharsets.UTF_8);
    }
  }
}
