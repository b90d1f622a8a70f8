package io.pharos.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.pharos.config.Json;
import io.pharos.recovery.contract.Position;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;

/** The sandbox that another process serves: commands are sent there and run there. */
record ServedSandbox(URI address) {

  static ServedSandbox at(String address) {
    try {
      return new ServedSandbox(URI.create(address).resolve("/"));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          ProjectSurroundings.SANDBOX + "=" + address + " is no address of a sandbox", e);
    }
  }

  /** Runs the command there, with the arguments that it got here. */
  int run(CommandLine command) throws IOException {
    List<String> arguments = new ArrayList<>();
    arguments.add(command.getCommandName());
    // Files are the caller's: the other process may stand in another folder.
    command
        .getParseResult()
        .matchedOptions()
        .forEach(
            option -> {
              arguments.add(option.longestName());
              if (option.arity().max() > 0) {
                Object value = option.getValue();
                arguments.add(
                    value instanceof Path path
                        ? path.toAbsolutePath().toString()
                        : String.valueOf(value));
              }
            });
    command
        .getParseResult()
        .matchedPositionals()
        .forEach(positional -> arguments.add(String.valueOf((Object) positional.getValue())));
    JsonNode answer = Json.MAPPER.readTree(post("command", Json.write(arguments)));
    command.getErr().print(answer.path("err").asText());
    command.getErr().flush();
    command.getOut().print(answer.path("out").asText());
    command.getOut().flush();
    return answer.path("exit").asInt();
  }

  /** The Region that serves there. */
  Position serving() {
    try {
      JsonNode answer = Json.MAPPER.readTree(post("serving", ""));
      if (answer.has("error")) {
        throw new IllegalStateException(answer.path("error").asText());
      }
      return Position.of(answer.path("serving").asText());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String post(String path, String body) throws IOException {
    try {
      return HttpClient.newHttpClient()
          .send(
              HttpRequest.newBuilder(address.resolve(path))
                  .POST(HttpRequest.BodyPublishers.ofString(body))
                  .build(),
              HttpResponse.BodyHandlers.ofString())
          .body();
    } catch (ConnectException e) {
      throw new IOException(
          "nothing serves the sandbox at "
              + address
              + " any more: start it again with 'pharos sandbox serve', or unset "
              + ProjectSurroundings.SANDBOX,
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}
