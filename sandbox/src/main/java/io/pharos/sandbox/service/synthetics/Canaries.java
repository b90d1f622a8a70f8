package io.pharos.sandbox.service.synthetics;

import io.pharos.sandbox.core.Behavior;
import io.pharos.sandbox.core.Ids;
import io.pharos.sandbox.core.Resource;
import io.pharos.sandbox.core.World;
import io.pharos.sandbox.service.Iam;
import io.pharos.sandbox.service.S3;
import io.pharos.sandbox.service.lambda.LambdaTypes;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * {@code aws:synthetics/canary:Canary}: made with a function and a layer of its own, which go with
 * it only when they are told to, started and stopped with the resource.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonSynthetics/latest/APIReference/API_DeleteCanary.html">DeleteCanary</a>
 */
public final class Canaries implements Behavior {
  public static final String TYPE = "aws:synthetics/canary:Canary";
  public static final String LAYER = "aws:lambda/layerVersion:LayerVersion";

  /** Deprecated: what runs on one goes on, nothing is made on one. */
  private static final Pattern OLD_PUPPETEER =
      Pattern.compile("syn-nodejs-puppeteer-([3-6]\\.\\d+|7\\.0)|syn-1\\.0|syn-nodejs-2\\..*");

  private static final Pattern RUNTIME =
      Pattern.compile("syn-(nodejs|python|java)(-[a-z]+)?-\\d+\\.\\d+");
  private static final Pattern RATE = Pattern.compile("rate\\((\\d+) (minutes?|hour)\\)");
  private static final int MOST_SECONDS = 840;
  private static final int MOST_MINUTES = 60;

  private final World world;
  private final Runs runs;

  public Canaries(World world, Runs runs) {
    this.world = world;
    this.runs = runs;
  }

  @Override
  public void create(Resource canary) {
    String name = canary.string("name");
    if (!name.matches("[0-9a-z_-]{1,255}")) {
      throw SyntheticsRefusal.invalid(
          "1 validation error detected: Value '" + name + "' at 'name'");
    }
    if (world.account().find(TYPE, canary.region(), name).isPresent()) {
      throw SyntheticsRefusal.conflict("Canary name already exists: " + name);
    }
    check(canary);
    canary.id(name);
    String region = canary.region();
    String account = world.account().id();
    String function =
        "cwsyn-" + name.substring(0, Math.min(21, name.length())) + "-" + unique(canary);
    canary.set("arn", "arn:aws:synthetics:" + region + ":" + account + ":canary:" + name);
    canary.set(
        "engineArn", "arn:aws:lambda:" + region + ":" + account + ":function:" + function + ":1");
    canary.set(
        "sourceLocationArn",
        "arn:aws:lambda:" + region + ":" + account + ":layer:" + function + ":1");
    canary.set("status", canary.flag("startCanary") ? "RUNNING" : "READY");
    runOptions(canary);
    keep(LambdaTypes.FUNCTION, canary, function);
    keep(LAYER, canary, function);
  }

  private static String unique(Resource canary) {
    String hex = Ids.hex("", 32, "canary", canary.region(), canary.name());
    return hex.substring(0, 8) + "-" + hex.substring(8, 12) + "-" + hex.substring(12, 32);
  }

  /** What Synthetics makes in the account, which no program declares. */
  private void keep(String type, Resource canary, String name) {
    Resource made = new Resource(type, canary.region(), name, Map.of("name", name));
    made.id(name);
    made.set("arn", canary.string(type.equals(LAYER) ? "sourceLocationArn" : "engineArn"));
    made.set("role", canary.string("executionRoleArn"));
    world.account().add(made);
  }

  private static void runOptions(Resource canary) {
    Map<String, Object> options = new TreeMap<>(canary.map("runConfig"));
    options.putIfAbsent("timeoutInSeconds", MOST_SECONDS);
    options.putIfAbsent("memoryInMb", 1000);
    options.putIfAbsent("activeTracing", false);
    canary.set("runConfig", options);
    Map<String, Object> schedule = new TreeMap<>(canary.map("schedule"));
    schedule.putIfAbsent("durationInSeconds", 0);
    canary.set("schedule", schedule);
  }

  @Override
  public void update(Resource canary, Map<String, Object> before) {
    check(canary);
    runOptions(canary);
    boolean running = "RUNNING".equals(before.get("status"));
    // The provider stops it for a change, and starts it again where it is to run.
    canary.set(
        "status",
        canary.flag("startCanary") ? "RUNNING" : running ? "STOPPED" : before.get("status"));
    runs.start(canary);
  }

  /** With the function and the layer only when that was asked for; never with logs or objects. */
  @Override
  public void delete(Resource canary) {
    runs.stop(canary);
    if (canary.flag("deleteLambda")) {
      String function = function(canary);
      for (String type : List.of(LambdaTypes.FUNCTION, LAYER)) {
        world.account().find(type, canary.region(), function).ifPresent(world.account()::remove);
      }
    }
  }

  @Override
  public void start(Resource canary) {
    runs.start(canary);
  }

  private void check(Resource canary) {
    String runtime = canary.string("runtimeVersion");
    if (!RUNTIME.matcher(runtime).matches() || OLD_PUPPETEER.matcher(runtime).matches()) {
      throw SyntheticsRefusal.invalid("Deprecated or unknown runtime version: " + runtime);
    }
    period(canary);
    int timeout =
        ((Number) canary.map("runConfig").getOrDefault("timeoutInSeconds", 60)).intValue();
    if (timeout < 3 || timeout > MOST_SECONDS) {
      throw SyntheticsRefusal.invalid("TimeoutInSeconds must be between 3 and " + MOST_SECONDS);
    }
    String role = canary.string("executionRoleArn");
    if (!world.service(Iam.class).canAssume(role, "lambda.amazonaws.com")) {
      throw SyntheticsRefusal.invalid(
          "The role defined for the function cannot be assumed by Lambda.");
    }
    if (world.service(S3.class).find(bucket(canary)).isEmpty()) {
      throw SyntheticsRefusal.invalid(
          "The artifact location " + canary.string("artifactS3Location") + " does not exist");
    }
    script(canary);
  }

  /** The name of the function that runs it, which Synthetics makes. */
  static String function(Resource canary) {
    return canary.string("engineArn").split(":")[6];
  }

  /** Without {@code s3://}, which AWS takes with and without. */
  static String bucket(Resource canary) {
    return canary.string("artifactS3Location").replaceFirst("^s3://", "").split("/")[0];
  }

  static Duration period(Resource canary) {
    String expression = String.valueOf(canary.map("schedule").get("expression"));
    Matcher rate = RATE.matcher(expression);
    if (!rate.matches()) {
      throw SyntheticsRefusal.invalid("The sandbox knows rate(...) as a schedule: " + expression);
    }
    int minutes = Integer.parseInt(rate.group(1)) * (rate.group(2).equals("hour") ? 60 : 1);
    if (minutes < 1 || minutes > MOST_MINUTES) {
      throw SyntheticsRefusal.invalid("A rate is between 1 and 60 minutes: " + expression);
    }
    return Duration.ofMinutes(minutes);
  }

  /** The file that the handler names is where Node.js will look for it. */
  private void script(Resource canary) {
    String bucket = canary.string("s3Bucket");
    String key = canary.string("s3Key");
    Optional<byte[]> archive = world.service(S3.class).content(bucket, key);
    if (archive.isEmpty()) {
      // Of a restored world only the account is left.
      if (world.service(S3.class).keys(bucket).isEmpty() && canary.has("engineArn")) {
        return;
      }
      throw SyntheticsRefusal.invalid("S3 object not found: " + bucket + "/" + key);
    }
    String file = canary.string("handler").split("\\.")[0];
    Set<String> entries = entries(archive.get());
    if (!entries.contains("nodejs/node_modules/" + file + ".js")) {
      throw SyntheticsRefusal.invalid(
          "Cannot find module '/opt/nodejs/node_modules/" + file + "': the archive has " + entries);
    }
  }

  private static Set<String> entries(byte[] archive) {
    Set<String> names = new HashSet<>();
    try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(archive))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        names.add(entry.getName());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return names;
  }
}
