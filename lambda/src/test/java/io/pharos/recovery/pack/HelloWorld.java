package io.pharos.recovery.pack;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * What every cold start of Java on Lambda costs anyway, as AWS's documentation writes a first
 * function: the runtime reads the event into a map.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/java-handler.html">Java handlers</a>
 */
public final class HelloWorld implements RequestHandler<Map<String, Object>, String> {
  private static final String GREETING = "hello, world";

  @Override
  public String handleRequest(Map<String, Object> event, Context context) {
    return GREETING;
  }

  /** The least that a function can be: the runtime does not even read the event. */
  public static final class Stream implements RequestStreamHandler {
    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context)
        throws IOException {
      output.write(('"' + GREETING + '"').getBytes(StandardCharsets.UTF_8));
    }
  }
}
