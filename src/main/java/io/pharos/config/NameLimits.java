package io.pharos.config;

import io.pharos.recovery.contract.Names;
import io.pharos.recovery.contract.Position;
import io.pharos.recovery.contract.RecoveryFunction;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * What the names of application and environment may be, so that every name made from them is one
 * that AWS takes.
 */
final class NameLimits {
  private static final String WORD = "[a-z][a-z0-9]*(-[a-z0-9]+)*";
  private static final String WORDS =
      "lower-case letters, digits and single hyphens, starting with a letter";

  static final Rule APP =
      Rule.matching(WORD, WORDS, "shop")
          .and(
              // Parameter Store refuses /aws... and /ssm..., load balancers refuse internal-...,
              // S3 keeps xn-- and sthree- for itself.
              name -> !name.matches("(aws|ssm|internal-|sthree-).*|internal"),
              "not starting with aws, ssm, internal or sthree-");
  static final Rule ENVIRONMENT = Rule.matching(WORD, WORDS, "prod");

  /** Room for the longest words that roles and load balancers carry behind the prefix. */
  private static final String ROLE_WORD = "x".repeat(20);

  private static final String ACCOUNT_ID = "0".repeat(12);

  private record Derived(String kind, String name, int limit) {
    int excess() {
      return name.length() - limit;
    }
  }

  private NameLimits() {}

  static void check(String app, String environment, Regions regions, Section root) {
    derived(new Names(app, environment), regions).stream()
        .filter(derived -> derived.excess() > 0)
        .max(Comparator.comparingInt(Derived::excess))
        .ifPresent(
            longest ->
                root.wrong(
                    "app",
                    "short enough that, with the environment, the name of "
                        + longest.kind()
                        + " has at most "
                        + longest.limit()
                        + " characters: shorten app or environment by "
                        + longest.excess(),
                    "shop"));
  }

  private static List<Derived> derived(Names names, Regions regions) {
    List<Derived> all = new ArrayList<>();
    all.add(new Derived("a load balancer or target group", names.regional("app"), 32));
    Arrays.stream(RecoveryFunction.values())
        .map(names::function)
        .map(name -> new Derived("a function", name, 64))
        .forEach(all::add);
    // NAMELIMIT
    all.add(new Derived("a backup vault", names.backupVault(), 50));
    all.add(new Derived("a restore testing plan", names.restoreTestingPlan(), 50));
    for (Position position : Position.values()) {
      String region = regions.of(position);
      all.add(new Derived("a role", names.global(region, ROLE_WORD), 64));
      all.add(new Derived("a bucket", names.global(region, ACCOUNT_ID) + "-audit", 63));
      all.add(new Derived("a database", names.database(position, 999), 63));
    }
    return all;
  }
}
