package io.pharos.sandbox.service.call;

/** A key that a service uses on behalf of its caller, with the caller's permissions. */
record KeyUse(String action, String key) {}
