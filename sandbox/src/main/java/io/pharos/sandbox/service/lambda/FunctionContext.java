package io.pharos.sandbox.service.lambda;

import com.amazonaws.services.lambda.runtime.ClientContext;
import com.amazonaws.services.lambda.runtime.CognitoIdentity;
import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.LambdaLogger;
import io.pharos.sandbox.core.Resource;
import java.time.Duration;
import java.time.Instant;

/** What a handler is told about its invocation. */
record FunctionContext(
    String requestId,
    Resource function,
    String version,
    String arn,
    FunctionCaller caller,
    Instant deadline,
    LambdaLogger logger)
    implements Context {

  @Override
  public String getAwsRequestId() {
    return requestId;
  }

  @Override
  public String getLogGroupName() {
    return function.map("loggingConfig").get("logGroup").toString();
  }

  @Override
  public String getLogStreamName() {
    return "[" + version + "]" + requestId.replace("-", "");
  }

  @Override
  public String getFunctionName() {
    return function.string("name");
  }

  @Override
  public String getFunctionVersion() {
    return version;
  }

  @Override
  public String getInvokedFunctionArn() {
    return arn;
  }

  @Override
  public CognitoIdentity getIdentity() {
    return null;
  }

  @Override
  public ClientContext getClientContext() {
    return null;
  }

  @Override
  public int getRemainingTimeInMillis() {
    return (int) Math.max(0, Duration.between(caller.now(), deadline).toMillis());
  }

  @Override
  public int getMemoryLimitInMB() {
    return function.integer("memorySize");
  }

  @Override
  public LambdaLogger getLogger() {
    return logger;
  }
}
