package io.pharos.config;

/** Who is told. */
public record AlarmSettings(String email) {}
