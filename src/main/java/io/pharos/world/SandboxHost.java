package io.pharos.world;

import io.pharos.config.Settings;
import io.pharos.sandbox.Sandbox;
import io.pharos.sandbox.core.World;
import io.pharos.sandbox.provider.ProviderServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A sandbox that Pulumi engines can attach to: a world and its providers. It promises that what
 * uses its environment never touches AWS or another Pulumi backend.
 */
public final class SandboxHost implements AutoCloseable {
  private final World world;
  private final ProviderServer providers;

  private SandboxHost(World world, ProviderServer providers) {
    this.world = world;
    this.providers = providers;
  }

  /** A world in which nothing is deployed, with what these settings expect to be there. */
  public static SandboxHost start(long seed, Settings settings) {
    World world =
        Sandbox.create(
            seed,
            new Sandbox.Settings(
                settings.routing().domain(),
                settings.routing().hostedZone(),
                settings.regions().primary(),
                settings.regions().secondary()));
    return new SandboxHost(world, ProviderServer.start(world));
  }

  /** A world that exists already. */
  public static SandboxHost of(World world) {
    return new SandboxHost(world, ProviderServer.start(world));
  }

  public SandboxCloud cloud() {
    return new SandboxCloud(world);
  }

  /** What attaches an engine to this sandbox's providers. */
  public Map<String, String> providers() {
    return Map.of("PULUMI_DEBUG_PROVIDERS", providers.debugProviders());
  }

  /**
   * A Pulumi backend in a folder, for engines that shall reach nothing else. The state is written
   * when an operation ends, also when it fails or is interrupted, and not after each resource: a
   * sandbox is gone with its process, and writing is most of what an engine would do here.
   *
   * @param folder where the state goes; made when absent
   */
  public static Map<String, String> backend(Path folder) {
    Path state = folder.toAbsolutePath().resolve("state");
    try {
      Files.createDirectories(state);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write to " + folder, e);
    }
    Map<String, String> environment = new LinkedHashMap<>();
    environment.put("PULUMI_BACKEND_URL", "file://" + state);
    environment.put("PULUMI_CONFIG_PASSPHRASE", "sandbox");
    environment.put("PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION", "true");
    environment.put("PULUMI_SKIP_UPDATE_CHECK", "true");
    environment.put("PULUMI_SKIP_CHECKPOINTS", "true");
    environment.put("AWS_ACCESS_KEY_ID", "sandbox");
    environment.put("AWS_SECRET_ACCESS_KEY", "sandbox");
    return environment;
  }

  @Override
  public void close() {
    providers.close();
  }
}
