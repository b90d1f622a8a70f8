package io.pharos.sandbox.service.call;

/**
 * A key that a service uses on behalf of its caller, with the caller's permissions.
 *
 * @param region where it is looked for; null for the Region that was called
 */
record KeyUse(String action, String key, String region) {}
