package io.pharos.simulation;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.pharos.recovery.aws.Aws;
import io.pharos.recovery.aws.WebUnreachable;
import io.pharos.recovery.function.Beacon;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import software.amazon.awssdk.awscore.AwsClient;
import software.amazon.awssdk.core.exception.SdkClientException;

/** A beacon that does all its work but one: it never learns that the peer has taken over. */
final class BlindBeacon implements RequestStreamHandler {
  private final Beacon beacon;

  BlindBeacon(Aws aws) {
    this.beacon = new Beacon(new Blinkered(aws));
  }

  @Override
  public void handleRequest(InputStream input, OutputStream output, Context context)
      throws IOException {
    beacon.handleRequest(input, output, context);
  }

  private static final class Blinkered extends OtherAws {
    Blinkered(Aws aws) {
      super(aws);
    }

    @Override
    public <T extends AwsClient> T client(Class<T> type, String region) {
      if (!region.equals(variable("AWS_REGION"))) {
        throw SdkClientException.create("the peer is not asked");
      }
      return super.client(type, region);
    }

    @Override
    public int get(String url, Duration timeout) throws WebUnreachable {
      return url.endsWith("/.pharos/takeover") ? 404 : super.get(url, timeout);
    }
  }
}
