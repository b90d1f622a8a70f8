package io.pharos.sandbox.provider;

import io.grpc.Server;
import io.pharos.sandbox.core.World;

/**
 * The {@code aws} and {@code awsx} providers of one world, served on 127.0.0.1 for engines to
 * attach to.
 */
public final class ProviderServer implements AutoCloseable {
  private final Server aws;
  private final Server awsx;

  private ProviderServer(Server aws, Server awsx) {
    this.aws = aws;
    this.awsx = awsx;
  }

  /** Serves on free ports. */
  public static ProviderServer start(World world) {
    return start(world, 0, 0);
  }

  /**
   * @param awsPort 0 for a free one
   * @param awsxPort 0 for a free one
   */
  public static ProviderServer start(World world, int awsPort, int awsxPort) {
    Server aws = new AwsProvider(world, TypeTable.load()).serve(awsPort);
    try {
      return new ProviderServer(aws, new AwsxProvider().serve(awsxPort));
    } catch (RuntimeException e) {
      aws.shutdownNow();
      throw e;
    }
  }

  public int awsPort() {
    return aws.getPort();
  }

  public int awsxPort() {
    return awsx.getPort();
  }

  /** The value of PULUMI_DEBUG_PROVIDERS that makes an engine use these providers. */
  public String debugProviders() {
    return "aws:" + awsPort() + ",awsx:" + awsxPort();
  }

  @Override
  public void close() {
    aws.shutdownNow();
    awsx.shutdownNow();
  }
}
