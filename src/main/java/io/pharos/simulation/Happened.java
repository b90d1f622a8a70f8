package io.pharos.simulation;

import java.time.Instant;

/** An incident that was in force, and when. */
record Happened(Incident incident, Instant from, Instant until) {}
