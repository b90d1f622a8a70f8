package io.pharos.config;

import java.util.List;

/**
 * Who may run recovery.
 *
 * @param principals ARNs of the users, roles and accounts that may take the operators' role; none:
 *     there is no such role
 * @param mfa whether they must have shown a second factor
 * @param sessionHours how long they keep it, at most
 */
public record OperatorSettings(List<String> principals, boolean mfa, int sessionHours) {}
