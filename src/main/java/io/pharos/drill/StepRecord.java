package io.pharos.drill;

import java.time.Instant;
import java.util.Optional;

/** One step of an operation, as its journal has it. */
public record StepRecord(
    String name,
    Instant started,
    Optional<Instant> ended,
    String outcome,
    int attempts,
    String detail) {}
