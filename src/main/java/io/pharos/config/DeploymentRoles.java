package io.pharos.config;

import java.util.Map;
import java.util.Optional;

/**
 * The roles that the stacks' provider takes, which may be in another account than the credentials.
 *
 * @param byStack ARNs by stack; a stack without one is deployed with the credentials as they are
 */
public record DeploymentRoles(Map<String, String> byStack) {

  public Optional<String> of(String stack) {
    return Optional.ofNullable(byStack.get(stack));
  }
}
