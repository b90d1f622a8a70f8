package io.pharos.engine;

import io.pharos.drill.SandboxStory;
import io.pharos.sandbox.core.Account;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The three stacks, deployed once for all tests of this JVM: deploying takes the engine half a
 * minute. Tests that change something work on copies of the account.
 */
public final class Deployed {
  public static final Path ROOT =
      Path.of(System.getProperty("pharos.root", "..")).toAbsolutePath().normalize();
  public static final long SEED = 42;

  private static Deployed instance;

  private final SandboxStage stage;
  private final List<String> output = new ArrayList<>();
  private final Map<StackName, Change> firstPreviews = new EnumMap<>(StackName.class);
  private final Account account;

  private Deployed() {
    String mine = "deployed-" + System.getProperty("pharos.fork", "1");
    stage = SandboxStage.open(ROOT, folder(mine), SEED, SandboxStage.STORY, output::add);
    for (StackName stack : StackName.values()) {
      firstPreviews.put(stack, stage.deployment().preview(stack));
    }
    SandboxStory.deploy(stage, output::add);
    account = stage.cloud().world().account().copy();
    Runtime.getRuntime().addShutdownHook(new Thread(stage::close));
  }

  public static synchronized Deployed once() {
    if (instance == null) {
      instance = new Deployed();
    }
    return instance;
  }

  public static Path folder(String name) {
    return ROOT.resolve("src/target/sandboxes").resolve(name);
  }

  public SandboxStage stage() {
    return stage;
  }

  /** What previews of each stack said when nothing was deployed. */
  Map<StackName, Change> firstPreviews() {
    return firstPreviews;
  }

  /** Everything that Pulumi has printed. */
  List<String> output() {
    return List.copyOf(output);
  }

  /** The account as it was right after the deployment; the caller's own. */
  public Account account() {
    return account.copy();
  }
}
