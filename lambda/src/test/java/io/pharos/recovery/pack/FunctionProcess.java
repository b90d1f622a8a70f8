package io.pharos.recovery.pack;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * A Java runtime of Lambda in small: makes each handler that is named on the command line with its
 * public constructor, calls it with the event, and prints what it answers. It runs in a process of
 * its own, whose class path holds nothing but the function package and this class.
 */
final class FunctionProcess {
  private FunctionProcess() {}

  /**
   * @param arguments the event, then handlers as Lambda is given them: {@code class::method}
   */
  public static void main(String[] arguments) throws Exception {
    byte[] event = arguments[0].getBytes(StandardCharsets.UTF_8);
    for (int i = 1; i < arguments.length; i++) {
      String type = arguments[i].substring(0, arguments[i].indexOf("::"));
      RequestStreamHandler handler =
          (RequestStreamHandler) Class.forName(type).getConstructor().newInstance();
      ByteArrayOutputStream answer = new ByteArrayOutputStream();
      handler.handleRequest(new ByteArrayInputStream(event), answer, null);
      System.out.println(arguments[i] + " " + answer.toString(StandardCharsets.UTF_8));
    }
  }
}
