package io.pharos.example;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.pharos.recovery.aws.Aws;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.ParameterType;
import software.amazon.awssdk.services.ssm.model.PutParameterRequest;

/** Writes a parameter so many times as its input says, and answers the time it takes for it. */
public final class Counting implements RequestStreamHandler {
  private final SsmClient ssm;
  private final Aws aws;

  public Counting(Aws aws) {
    this.aws = aws;
    this.ssm = aws.client(SsmClient.class, aws.variable("AWS_REGION"));
  }

  @Override
  public void handleRequest(InputStream input, OutputStream output, Context context)
      throws IOException {
    int times = Integer.parseInt(new String(input.readAllBytes(), StandardCharsets.UTF_8).strip());
    for (int i = 1; i <= times; i++) {
      ssm.putParameter(
          PutParameterRequest.builder()
              .name(aws.variable("PARAMETER"))
              .value(String.valueOf(i))
              .type(ParameterType.STRING)
              .overwrite(true)
              .build());
    }
    output.write(("\"" + aws.clock().instant() + "\"").getBytes(StandardCharsets.UTF_8));
  }
}
