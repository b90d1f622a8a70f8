package io.pharos.example;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.pharos.recovery.aws.Aws;
import java.io.InputStream;
import java.io.OutputStream;

/** Throws, whatever it is given. */
public final class Failing implements RequestStreamHandler {
  /** An error of its own. */
  public static final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Refused(String message) {
      super(message);
    }
  }

  public Failing(Aws aws) {}

  @Override
  public void handleRequest(InputStream input, OutputStream output, Context context) {
    throw new Refused("not today");
  }
}
