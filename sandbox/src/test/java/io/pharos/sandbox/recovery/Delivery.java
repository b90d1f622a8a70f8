package io.pharos.sandbox.recovery;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.pharos.recovery.aws.Aws;
import io.pharos.recovery.contract.RecoveryFunction;
import io.pharos.sandbox.core.Resource;
import io.pharos.sandbox.core.World;
import io.pharos.sandbox.service.lambda.GivenInvocation;
import io.pharos.sandbox.states.Json;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * One delivery of an input to a recovery function as it is deployed, in this thread: what the
 * handler throws reaches the test as it is.
 */
final class Delivery {
  private final World world;
  private final Resource function;
  private final RecoveryFunction which;
  private final DisturbedAws aws;

  Delivery(World world, Resource function, RecoveryFunction which) {
    this.world = world;
    this.function = function;
    this.which = which;
    this.aws = new DisturbedAws(GivenInvocation.of(world, function));
  }

  DisturbedAws aws() {
    return aws;
  }

  List<String> calls() {
    return aws.calls();
  }

  /** How long the function has worked so far. */
  Duration took() {
    Instant now = aws.clock().instant();
    return Duration.between(world.clock().instant(), now);
  }

  /** What the function answers. */
  @SuppressWarnings("unchecked")
  Map<String, Object> of(Map<String, Object> input) {
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    byte[] json = Json.write(input).getBytes(StandardCharsets.UTF_8);
    try {
      handler().handleRequest(new ByteArrayInputStream(json), output, null);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return (Map<String, Object>) Json.parse(output.toString(StandardCharsets.UTF_8));
  }

  private RequestStreamHandler handler() {
    String name = which.handler().substring(0, which.handler().indexOf("::"));
    try {
      return (RequestStreamHandler) Class.forName(name).getConstructor(Aws.class).newInstance(aws);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(function + " cannot be made", e);
    }
  }
}
