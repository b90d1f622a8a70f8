package io.pharos.sandbox.service;

/**
 * An HTTP answer.
 *
 * @param region where the load balancer is that gave it
 */
public record WebAnswer(int status, String body, String region) {}
