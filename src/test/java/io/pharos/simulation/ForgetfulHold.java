package io.pharos.simulation;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.pharos.recovery.aws.Aws;
import io.pharos.recovery.function.HoldWrites;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import software.amazon.awssdk.awscore.AwsClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemResponse;

/** Holds the writes, and never writes down with which entries: nobody can give them back. */
final class ForgetfulHold implements RequestStreamHandler {
  private final HoldWrites hold;

  ForgetfulHold(Aws aws) {
    this.hold = new HoldWrites(new WithoutMemory(aws));
  }

  @Override
  public void handleRequest(InputStream input, OutputStream output, Context context)
      throws IOException {
    hold.handleRequest(input, output, context);
  }

  private static final class WithoutMemory extends OtherAws {
    WithoutMemory(Aws aws) {
      super(aws);
    }

    @Override
    public <T extends AwsClient> T client(Class<T> type, String region) {
      T client = super.client(type, region);
      return type == DynamoDbClient.class ? type.cast(forgetting(client)) : client;
    }

    private static Object forgetting(AwsClient client) {
      return Proxy.newProxyInstance(
          DynamoDbClient.class.getClassLoader(),
          new Class<?>[] {DynamoDbClient.class},
          (proxy, method, arguments) -> {
            if (arguments != null
                && arguments[0] instanceof UpdateItemRequest update
                && update.key().get("sk").s().equals("hold")) {
              return UpdateItemResponse.builder().build();
            }
            try {
              return method.invoke(client, arguments);
            } catch (InvocationTargetException e) {
              throw e.getCause();
            }
          });
    }
  }
}
