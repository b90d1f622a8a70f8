package io.pharos.sandbox.service.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.pharos.recovery.aws.Aws;
import io.pharos.sandbox.core.Resource;
import io.pharos.sandbox.core.World;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A process that runs one version of a function, one invocation after the other. Its handler is
 * made once, with what the function reaches; the handler's class comes from the deployed archive.
 */
final class ExecutionEnvironment {
  private final Functions.Version version;
  private final Stage stage;
  private final FunctionCaller caller;
  private final SandboxAws aws;
  private final String[] name;
  private Object handler;
  private Instant free;

  ExecutionEnvironment(World world, Functions.Version version, Stage stage) {
    this.version = version;
    this.name = version.as().string("handler").split("::");
    this.stage = stage;
    Resource function = version.as();
    this.caller =
        new FunctionCaller(function.string("role"), function.region(), world.clock().instant());
    this.aws =
        new SandboxAws(
            world,
            caller,
            new FunctionNetwork(world, version),
            variables(function, version),
            stage);
    this.free = Instant.MAX;
  }

  private static Map<String, Object> variables(Resource function, Functions.Version version) {
    Map<String, Object> variables = new LinkedHashMap<>(FunctionRules.variables(function));
    variables.put("AWS_REGION", function.region());
    variables.put("AWS_DEFAULT_REGION", function.region());
    variables.put("AWS_LAMBDA_FUNCTION_NAME", function.string("name"));
    variables.put("AWS_LAMBDA_FUNCTION_VERSION", version.number());
    variables.put("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", function.string("memorySize"));
    variables.put("_HANDLER", function.string("handler"));
    return variables;
  }

  FunctionCaller caller() {
    return caller;
  }

  /** When its last invocation ended, or never while it has had none. */
  Instant free() {
    return free;
  }

  void free(Instant when) {
    free = when;
  }

  /**
   * Runs the handler.
   *
   * @throws HandlerMissing when there is no such class or method in the archive
   * @throws Throwable what the handler throws
   */
  String handle(String payload, Context context) throws Throwable {
    if (handler == null) {
      handler = make(name[0]);
    }
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    InputStream input = new ByteArrayInputStream(payload.getBytes(StandardCharsets.UTF_8));
    boolean usual = name.length == 1 || name[1].equals("handleRequest");
    if (usual && handler instanceof RequestStreamHandler stream) {
      stream.handleRequest(input, output, context);
    } else {
      call(method(), input, output, context);
    }
    return output.toString(StandardCharsets.UTF_8);
  }

  private Object make(String className) throws Throwable {
    Optional<RequestStreamHandler> understudy = stage.understudy(version.as().string("name"), aws);
    if (understudy.isPresent()) {
      return understudy.get();
    }
    try {
      Class<?> type = ArchiveClassLoader.of(version.as().string("codeSha256")).loadClass(className);
      return type.getConstructor(Aws.class).newInstance(aws);
    } catch (ClassNotFoundException e) {
      throw new HandlerMissing("Class not found: " + className, e);
    } catch (NoSuchMethodException e) {
      throw new HandlerMissing(
          "Class " + className + " has no constructor that takes a " + Aws.class.getName(), e);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  private Method method() throws HandlerMissing {
    String wanted = name.length > 1 ? name[1] : "handleRequest";
    try {
      return handler
          .getClass()
          .getMethod(wanted, InputStream.class, OutputStream.class, Context.class);
    } catch (NoSuchMethodException e) {
      throw new HandlerMissing(
          "No public method named "
              + wanted
              + " with appropriate method signature found on class "
              + name[0],
          e);
    }
  }

  private void call(Method method, InputStream input, OutputStream output, Context context)
      throws Throwable {
    try {
      method.invoke(handler, input, output, context);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }
}
