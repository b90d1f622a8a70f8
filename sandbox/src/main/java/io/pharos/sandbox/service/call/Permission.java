package io.pharos.sandbox.service.call;

import java.util.List;
import java.util.Map;

/**
 * Something that a caller must be allowed before a call goes through.
 *
 * @param context condition keys in lower case, with their values
 */
record Permission(String action, String resource, Map<String, List<String>> context) {}
