package io.pharos.sandbox.states;

import java.time.Instant;
import java.util.Map;

/**
 * One event of an execution's history.
 *
 * @param previousId the event that led to it, 0 for the first
 * @param type as Step Functions names it, such as {@code TaskStateEntered}
 * @param details by the names of the API's detail fields, such as {@code name} and {@code input};
 *     JSON values stand there as text
 */
public record HistoryEvent(
    long id, long previousId, Instant timestamp, String type, Map<String, String> details) {}
