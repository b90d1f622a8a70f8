package io.pharos.world;

import com.pulumi.Context;
import com.pulumi.resources.ResourceTransformation;
import com.pulumi.resources.StackOptions;
import io.pharos.sandbox.provider.LanguageServer;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Serves a Pulumi program out of this JVM: engines need neither a plugin nor a new process. */
public final class ProgramServer implements AutoCloseable {
  private final LanguageServer server;

  private ProgramServer(LanguageServer server) {
    this.server = server;
  }

  public static ProgramServer start(Consumer<Context> program) {
    return new ProgramServer(LanguageServer.start(program));
  }

  /**
   * Serves it with transformations of its resources.
   *
   * @param transformations what the engine is told instead of what the program says
   */
  public static ProgramServer start(
      Consumer<Context> program, List<ResourceTransformation> transformations) {
    return new ProgramServer(
        LanguageServer.start(
            program, StackOptions.builder().resourceTransformations(transformations).build()));
  }

  /** What makes an engine run this program. */
  public Map<String, String> environment() {
    return Map.of("PULUMI_DEBUG_LANGUAGES", server.debugLanguages());
  }

  @Override
  public void close() {
    server.close();
  }
}
