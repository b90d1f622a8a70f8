package io.pharos.sandbox.service.app;

/** What a server is asked; the path carries no query string. */
public record HttpRequest(String method, String host, String path, String body) {}
