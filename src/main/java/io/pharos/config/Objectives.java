package io.pharos.config;

/** What a recovery is measured against. */
public record Objectives(int rtoSeconds, int rpoSeconds) {}
