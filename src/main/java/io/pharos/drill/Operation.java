package io.pharos.drill;

import java.time.Instant;
import java.util.Optional;

/** An execution of a recovery state machine. */
public record Operation(
    String id, String arn, Instant started, Optional<Instant> ended, boolean succeeded) {}
