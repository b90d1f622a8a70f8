package io.pharos.simulation;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pharos.config.ComputeKind;
import io.pharos.config.Engine;
import io.pharos.config.Settings;
import io.pharos.config.Strategy;
import io.pharos.config.Via;
import io.pharos.drill.Combination;
import io.pharos.drill.SandboxStory;
import io.pharos.engine.SandboxStage;
import io.pharos.recovery.contract.StandbyWord;
import io.pharos.sandbox.core.Account;
import io.pharos.sandbox.core.Resource;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * What the three stacks deploy, as an account that many worlds can start from. The real program is
 * deployed by the real engine once; the account is kept in a file for as long as program, functions
 * and configuration stay the same.
 */
public final class Deployed {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String FORMAT = "pharos.account/1";

  private final Account account;
  private final Names names;

  /** What the simulation must know about the deployment besides its resources. */
  public record Names(
      String app,
      String environment,
      Strategy strategy,
      String domain,
      String scheme,
      String primary,
      String secondary,
      int databaseGeneration,
      int maxReplicaLagSeconds,
      int minSize,
      int desiredCapacity,
      ComputeKind compute,
      Engine engine,
      Via via,
      boolean sources,
      boolean copies) {

    /** As reports call it: {@code pilot-light/ec2/mysql}. */
    String word() {
      return Variant.word(new Combination(strategy, compute, engine), via, sources, copies);
    }
  }

  private Deployed(Account account, Names names) {
    this.account = account;
    this.names = names;
    account.all().forEach(Resource::freeze);
  }

  /** A copy of the account, for one world. */
  public Account account() {
    return account.copy();
  }

  public Names names() {
    return names;
  }

  /**
   * The account as this build deploys it.
   *
   * @param root the project's folder
   * @param folder where the accounts are kept, and the state of the deployment lies
   */
  public static Deployed of(Variant variant, Path root, Path folder, Consumer<String> progress) {
    String version = fingerprint(root) + "-" + variant.word().replace('/', '-');
    Path file = folder.resolve("account-" + version + ".json");
    // Who comes second waits, and finds the work done.
    try (FileChannel lock =
            FileChannel.open(
                folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock held = lock.lock()) {
      if (Files.isRegularFile(file)) {
        return read(JSON.readTree(file.toFile()));
      }
      progress.accept("deploying the three stacks once: " + variant.word());
      Deployed deployed = deploy(root, folder, variant.settings(), progress);
      Path part = Files.createTempFile(folder, "account", ".part");
      JSON.writeValue(part.toFile(), deployed.write());
      Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
      return deployed;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot keep the deployed account in " + folder, e);
    }
  }

  /** What a stage has deployed; the account becomes this one's own. */
  static Deployed of(Account account, Settings settings) {
    return new Deployed(account, names(settings));
  }

  private static Deployed deploy(
      Path root, Path folder, Map<String, String> settings, Consumer<String> progress) {
    try (SandboxStage stage = SandboxStage.open(root, folder, 1, settings, line -> {})) {
      SandboxStory.deploy(stage, progress);
      if (!stage.settings().eventSources().none()) {
        new Sources(stage.cloud().world())
            .deploy(
                new io.pharos.recovery.contract.Names(
                    stage.settings().app(), stage.settings().environment()),
                stage.settings().regions().primary(),
                stage.settings().regions().secondary());
      }
      return of(stage.cloud().world().account(), stage.settings());
    }
  }

  private static Names names(Settings settings) {
    return new Names(
        settings.app(),
        settings.environment(),
        settings.strategy(),
        settings.routing().domain(),
        settings.routing().scheme(),
        settings.regions().primary(),
        settings.regions().secondary(),
        settings.generations().current(),
        settings.failover().maxReplicaLagSeconds(),
        settings.compute().active().minSize(),
        settings.compute().active().desiredCapacity(),
        settings.compute().kind(),
        settings.database().engine(),
        settings.routing().via(),
        !settings.eventSources().none(),
        settings.standby().equals(StandbyWord.COPIES));
  }

  private ObjectNode write() {
    ObjectNode tree = JSON.createObjectNode();
    tree.put("schema", FORMAT);
    tree.put("account", account.id());
    tree.set("names", JSON.valueToTree(names));
    ArrayNode resources = tree.putArray("resources");
    for (Resource resource : account.all()) {
      ObjectNode node = resources.addObject();
      node.put("type", resource.type());
      node.put("region", resource.region());
      node.put("name", resource.name());
      node.put("id", resource.id());
      node.set("attributes", JSON.valueToTree(resource.copy().attributes()));
    }
    return tree;
  }

  private static Deployed read(JsonNode tree) throws IOException {
    Account account = new Account(tree.required("account").asText());
    for (JsonNode node : tree.required("resources")) {
      Resource resource =
          new Resource(
              node.required("type").asText(),
              node.required("region").asText(),
              node.required("name").asText(),
              JSON.convertValue(
                  node.required("attributes"), new TypeReference<Map<String, Object>>() {}));
      resource.id(node.required("id").asText());
      account.add(resource);
    }
    return new Deployed(account, JSON.treeToValue(tree.required("names"), Names.class));
  }

  /** Equal when nothing that decides the deployment has changed. */
  private static String fingerprint(Path root) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      List<Path> files = new ArrayList<>();
      files.add(root.resolve("lambda/target/pharos-functions.jar"));
      try (Stream<Path> configuration = Files.list(root)) {
        configuration
            .filter(path -> path.getFileName().toString().matches("Pulumi(\\..*)?\\.yaml"))
            .sorted()
            .forEach(files::add);
      }
      for (String module : List.of("lambda", "sandbox", "src")) {
        Path classes = root.resolve(module + "/target/classes");
        if (Files.isDirectory(classes)) {
          try (Stream<Path> all = Files.walk(classes)) {
            all.filter(Files::isRegularFile).sorted().forEach(files::add);
          }
        }
      }
      for (Path file : files) {
        digest.update(root.relativize(file).toString().getBytes());
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
          in.transferTo(java.io.OutputStream.nullOutputStream());
        }
      }
      return HexFormat.of().formatHex(digest.digest()).substring(0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
