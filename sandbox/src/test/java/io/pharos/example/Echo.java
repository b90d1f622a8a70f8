package io.pharos.example;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.pharos.recovery.aws.Aws;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Answers what it is given. */
public final class Echo implements RequestStreamHandler {
  public Echo(Aws aws) {}

  @Override
  public void handleRequest(InputStream input, OutputStream output, Context context)
      throws IOException {
    context.getLogger().log("echo for " + context.getInvokedFunctionArn());
    input.transferTo(output);
  }
}
