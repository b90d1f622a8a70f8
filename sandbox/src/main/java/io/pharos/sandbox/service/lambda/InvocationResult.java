package io.pharos.sandbox.service.lambda;

import java.time.Duration;

/**
 * The end of a synchronous invocation.
 *
 * @param failed whether the function ended with an error; the payload describes it then
 * @param payload JSON
 * @param took how long the caller waits for it, from the clock's time on
 * @param version the version that ran
 */
public record InvocationResult(boolean failed, String payload, Duration took, String version) {}
