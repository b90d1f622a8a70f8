package io.pharos.sandbox.contract;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * moto over HTTP on a free port of 127.0.0.1: started with the first suite that asks for a world,
 * emptied for each one, ended with the last. It is a child of this process and ends with it.
 */
final class MotoServer implements ParameterResolver {
  private static final long SECONDS_TO_END = 10;

  /** The running server, as JUnit keeps it until all tests are done. */
  private record Running(Process process, URI url)
      implements AutoCloseable, ExtensionContext.Store.CloseableResource {
    @Override
    public void close() throws InterruptedException, IOException {
      process.getOutputStream().close();
      if (!process.waitFor(SECONDS_TO_END, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    }
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == ContractWorld.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    Running server =
        context
            .getRoot()
            .getStore(ExtensionContext.Namespace.create(MotoServer.class))
            .getOrComputeIfAbsent(Running.class, key -> start(), Running.class);
    reset(server.url());
    return new MotoWorld(server.url());
  }

  private static Running start() {
    try {
      Path log = ContractTools.directory().resolve("moto.log");
      Process process =
          new ProcessBuilder(
                  ContractTools.executable("python"),
                  ContractTools.projectFile("tools/contract/serve.py"))
              .redirectError(log.toFile())
              .start();
      // What the server says afterwards goes to standard error, so nobody has to go on reading.
      String url =
          new BufferedReader(
                  new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))
              .readLine();
      if (url == null) {
        throw new IllegalStateException("moto did not start: see " + log);
      }
      return new Running(process, URI.create(url));
    } catch (IOException e) {
      throw new UncheckedIOException("moto did not start", e);
    }
  }

  private static void reset(URI url) {
    try {
      HttpURLConnection connection =
          (HttpURLConnection) url.resolve("/moto-api/reset").toURL().openConnection();
      connection.setRequestMethod("POST");
      if (connection.getResponseCode() != HttpURLConnection.HTTP_OK) {
        throw new IllegalStateException("moto does not reset: " + connection.getResponseCode());
      }
      connection.disconnect();
    } catch (IOException e) {
      throw new UncheckedIOException("moto does not answer", e);
    }
  }
}
