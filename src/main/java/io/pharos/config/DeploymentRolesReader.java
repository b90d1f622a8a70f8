package io.pharos.config;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Reads {@code pharos:deploymentRoles}: all of one account, for the runtime works in one. */
final class DeploymentRolesReader {
  private static final List<String> STACKS = List.of("primary", "secondary", "global");
  private static final Rule ROLE =
      Rule.matching(
          "arn:aws:iam::\\d{12}:role/[\\w+=,.@/-]{1,512}",
          "the ARN of a role",
          "arn:aws:iam::123456789012:role/deploy");

  private final Section section;

  DeploymentRolesReader(Section section) {
    this.section = section;
  }

  DeploymentRoles read() {
    Map<String, String> roles = new TreeMap<>();
    for (String stack : STACKS) {
      section.optionalText(stack, ROLE).ifPresent(role -> roles.put(stack, role));
    }
    section.close();
    STACKS.stream()
        .filter(section::sound)
        .filter(roles::containsKey)
        .findFirst()
        .ifPresent(first -> sameAccount(account(roles.get(first)), roles));
    return new DeploymentRoles(Map.copyOf(roles));
  }

  private void sameAccount(String account, Map<String, String> roles) {
    for (String stack : STACKS) {
      boolean given = section.sound(stack) && roles.containsKey(stack);
      if (given && !account(roles.get(stack)).equals(account)) {
        section.wrong(
            stack,
            "a role of account " + account + ": both Regions are in one",
            "arn:aws:iam::" + account + ":role/deploy");
      }
    }
  }

  private static String account(String role) {
    return role.split(":")[4];
  }
}
