package io.pharos.sandbox.service.call;

import io.pharos.sandbox.service.iam.CallKeys;

/**
 * Something that a caller must be allowed before a call goes through.
 *
 * @param keys that conditions may ask for
 */
record Permission(String action, String resource, CallKeys keys) {}
