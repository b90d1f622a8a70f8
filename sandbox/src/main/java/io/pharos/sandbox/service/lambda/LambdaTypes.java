package io.pharos.sandbox.service.lambda;

/** The provider's tokens of Lambda's resources. */
public final class LambdaTypes {
  public static final String FUNCTION = "aws:lambda/function:Function";
  public static final String ALIAS = "aws:lambda/alias:Alias";
  public static final String PERMISSION = "aws:lambda/permission:Permission";
  public static final String INVOCATION = "aws:lambda/invocation:Invocation";
  public static final String MAPPING = "aws:lambda/eventSourceMapping:EventSourceMapping";
  public static final String INVOKE_CONFIG =
      "aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig";

  private LambdaTypes() {}
}
