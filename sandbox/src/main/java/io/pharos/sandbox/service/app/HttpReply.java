package io.pharos.sandbox.service.app;

/** What a server answers. */
public record HttpReply(int status, String body) {}
