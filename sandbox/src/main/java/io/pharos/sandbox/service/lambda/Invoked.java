package io.pharos.sandbox.service.lambda;

import java.time.Instant;
import java.util.List;

/**
 * One invocation that has ended, as an all-seeing observer knows it.
 *
 * @param at when it was asked for; {@link InvocationResult#took} counts from then
 * @param function its name, without version or alias
 * @param changes what its calls have changed in AWS, in their order, whatever became of it
 * @param again whether it was a second delivery of the same event
 */
public record Invoked(
    Instant at,
    String region,
    String function,
    String payload,
    InvocationResult result,
    List<Change> changes,
    boolean again) {}
