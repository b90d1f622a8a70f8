package io.pharos.sandbox.service.lambda;

import io.pharos.sandbox.core.Behavior;
import io.pharos.sandbox.core.Resource;
import io.pharos.sandbox.core.World;
import io.pharos.sandbox.service.ResourceName;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** {@code aws:lambda/function:Function}: its id is its name. */
final class FunctionBehavior implements Behavior {
  private static final DateTimeFormatter MODIFIED =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSxxxx").withZone(ZoneOffset.UTC);
  private static final List<String> CONFIGURATION =
      List.of(
          "role",
          "handler",
          "runtime",
          "timeout",
          "memorySize",
          "environment",
          "vpcConfig",
          "deadLetterConfig",
          "description",
          "kmsKeyArn",
          "layers",
          "loggingConfig",
          "tracingConfig",
          "ephemeralStorage",
          "snapStart");

  private final World world;
  private final Functions functions;
  private final FunctionRules rules;

  FunctionBehavior(World world, Functions functions) {
    this.world = world;
    this.functions = functions;
    this.rules = new FunctionRules(world);
  }

  @Override
  public void create(Resource function) {
    String name = ResourceName.of(function);
    defaults(function, name);
    rules.check(function);
    Archive archive = Archive.of(function);
    if (functions.function(function.region(), name).isPresent()) {
      throw LambdaRefusal.conflict("Function already exist: " + name);
    }
    function.id(name);
    function.set("version", function.flag("publish") ? "1" : FunctionName.LATEST);
    deployed(function, archive);
  }

  @Override
  public void update(Resource function, Map<String, Object> before) {
    rules.check(function);
    Archive archive = Archive.of(function);
    boolean changed =
        !archive.sha256().equals(before.get("codeSha256"))
            || CONFIGURATION.stream()
                .anyMatch(key -> !Objects.equals(before.get(key), function.attributes().get(key)));
    String version = String.valueOf(before.get("version"));
    boolean numbered = !version.equals(FunctionName.LATEST);
    if (function.flag("publish") && (changed || !numbered)) {
      version = numbered ? String.valueOf(Integer.parseInt(version) + 1) : "1";
    }
    function.set("version", version);
    if (before.get("codeSha256").equals(function.attributes().get("sourceCodeHash"))) {
      function.attributes().remove("sourceCodeHash");
    }
    if (changed) {
      deployed(function, archive);
    } else {
      function.attributes().putIfAbsent("sourceCodeHash", archive.sha256());
      names(function);
      functions.publish(function);
    }
  }

  @Override
  public void delete(Resource function) {
    functions.forget(function);
  }

  /** After a restore only the newest version is known: older ones ran out with their process. */
  @Override
  public void start(Resource function) {
    if (!ArchiveClassLoader.knows(function.string("codeSha256"))) {
      Archive.of(function);
    }
    functions.publish(function);
  }

  private static void defaults(Resource function, String name) {
    Map<String, Object> attributes = function.attributes();
    attributes.putIfAbsent("packageType", "Zip");
    attributes.putIfAbsent("memorySize", 128);
    attributes.putIfAbsent("timeout", 3);
    attributes.putIfAbsent("publish", false);
    attributes.putIfAbsent("reservedConcurrentExecutions", -1);
    attributes.putIfAbsent("architectures", List.of("x86_64"));
    attributes.putIfAbsent("ephemeralStorage", Map.of("size", 512));
    attributes.putIfAbsent("tracingConfig", Map.of("mode", "PassThrough"));
    Map<String, Object> logging = new LinkedHashMap<>(function.map("loggingConfig"));
    logging.putIfAbsent("logFormat", "Text");
    logging.putIfAbsent("logGroup", "/aws/lambda/" + name);
    attributes.put("loggingConfig", logging);
  }

  private void deployed(Resource function, Archive archive) {
    function
        .set("codeSha256", archive.sha256())
        .set("sourceCodeSize", archive.bytes())
        .set("lastModified", MODIFIED.format(world.clock().instant()));
    if (!function.has("sourceCodeHash")) {
      function.set("sourceCodeHash", archive.sha256());
    }
    names(function);
    functions.publish(function);
  }

  private void names(Resource function) {
    String arn = new FunctionName(function.id(), null).arn(function.region(), world.account().id());
    String qualified = arn + ":" + function.string("version");
    function
        .set("arn", arn)
        .set("qualifiedArn", qualified)
        .set("invokeArn", invokeArn(function.region(), arn))
        .set("qualifiedInvokeArn", invokeArn(function.region(), qualified));
  }

  static String invokeArn(String region, String arn) {
    return "arn:aws:apigateway:"
        + region
        + ":lambda:path/2015-03-31/functions/"
        + arn
        + "/invocations";
  }
}
