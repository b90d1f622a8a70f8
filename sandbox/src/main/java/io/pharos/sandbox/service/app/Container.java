package io.pharos.sandbox.service.app;

import java.util.Map;

/**
 * A container that runs on an instance.
 *
 * @param ports the container's port by the instance's
 */
public record Container(
    String name, String image, Map<Integer, Integer> ports, Map<String, String> environment) {}
