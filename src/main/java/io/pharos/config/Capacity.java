package io.pharos.config;

/** Sizes of an Auto Scaling group in one role. */
public record Capacity(int minSize, int maxSize, int desiredCapacity) {}
