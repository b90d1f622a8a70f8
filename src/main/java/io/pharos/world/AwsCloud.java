package io.pharos.world;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import software.amazon.awssdk.awscore.AwsClient;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;

/** AWS itself, with the credentials that the AWS SDK finds. Time passes as it does. */
public final class AwsCloud implements Cloud {
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  private record ClientKey(Class<?> type, String region) {}

  private final SdkHttpClient http = UrlConnectionHttpClient.builder().build();
  private final Map<ClientKey, AwsClient> clients = new ConcurrentHashMap<>();
  private final ScheduledExecutorService seconds =
      Executors.newScheduledThreadPool(
          1,
          task -> {
            Thread thread = new Thread(task, "every second");
            thread.setDaemon(true);
            return thread;
          });

  @Override
  public String environment() {
    return "aws";
  }

  @Override
  public String clockKind() {
    return "wall";
  }

  @Override
  public Clock clock() {
    return Clock.systemUTC();
  }

  @Override
  public void pass(Duration duration) {
    long end = System.nanoTime() + duration.toNanos();
    for (long left = duration.toNanos(); left > 0; left = end - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }

  @Override
  public void everySecond(String name, BooleanSupplier action) {
    seconds.schedule(
        () -> {
          if (action.getAsBoolean()) {
            everySecond(name, action);
          }
        },
        1,
        TimeUnit.SECONDS);
  }

  @Override
  public <T extends AwsClient> T client(Class<T> type, String region) {
    return type.cast(
        clients.computeIfAbsent(new ClientKey(type, region), key -> build(type, region)));
  }

  private AwsClient build(Class<? extends AwsClient> type, String region) {
    try {
      Object builder = type.getMethod("builder").invoke(null);
      ((AwsClientBuilder<?, ?>) builder).region(Region.of(region));
      ((AwsSyncClientBuilder<?, ?>) builder).httpClient(http);
      return (AwsClient) ((AwsClientBuilder<?, ?>) builder).build();
    } catch (InvocationTargetException e) {
      throw new IllegalStateException(e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException(type + " is no client of the AWS SDK", e);
    }
  }

  @Override
  public Web web() {
    return new RealWeb();
  }

  /**
   * Names as this machine resolves them. The JVM does not tell how long an answer may be kept,
   * therefore every request asks again.
   */
  private static final class RealWeb implements Web {
    private final HttpClient client = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();

    @Override
    public Optional<Address> resolve(String name) {
      try {
        return Optional.of(new Address(InetAddress.getByName(name).getHostName(), Duration.ZERO));
      } catch (UnknownHostException e) {
        return Optional.empty();
      }
    }

    @Override
    public Reply send(Address address, String scheme, String name, String method, String path)
        throws NoReply {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(scheme + "://" + name + path))
              .timeout(TIMEOUT)
              .method(method, HttpRequest.BodyPublishers.noBody())
              .build();
      try {
        HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
        String region = response.headers().firstValue("x-pharos-region").orElse("");
        return new Reply(response.statusCode(), response.body(), region);
      } catch (IOException e) {
        throw new NoReply(String.valueOf(e.getMessage()));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new NoReply("interrupted");
      }
    }
  }
}
