package io.pharos.sandbox.service.ec2;

import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How many vCPUs an instance type has by default, and whether it is of the standard families, as
 * far as its name tells.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/ec2/latest/instancetypes/instance-type-names.html">Naming
 *     conventions</a>
 */
final class InstanceTypes {
  private static final Pattern TYPE =
      Pattern.compile("([a-z]+)(\\d)([a-z0-9-]*)\\.(nano|micro|small|medium|large|(\\d*)xlarge)");

  /** Families whose one-letter name is that of a standard one, and which have a quota of theirs. */
  private static final Set<String> OTHERS = Set.of("dl", "hpc", "inf", "trn", "mac");

  private static final String STANDARD = "acdhimrtz";

  private InstanceTypes() {}

  static boolean known(String type) {
    return TYPE.matcher(type).matches();
  }

  /** Whether the quota of the standard families counts it. */
  static boolean standard(String type) {
    String family = matched(type).group(1);
    return !OTHERS.contains(family) && STANDARD.indexOf(family.charAt(0)) >= 0;
  }

  static int vcpus(String type) {
    Matcher name = matched(type);
    return switch (name.group(4)) {
      case "nano", "micro", "small", "medium" -> burstable(name) ? 2 : 1;
      case "large" -> 2;
      default -> 4 * (name.group(5).isEmpty() ? 1 : Integer.parseInt(name.group(5)));
    };
  }

  /** T2 has one up to small, the later ones have two from the smallest on. */
  private static boolean burstable(Matcher name) {
    boolean first = name.group(2).equals("2");
    return name.group(1).equals("t") && (!first || name.group(4).equals("medium"));
  }

  private static Matcher matched(String type) {
    Matcher name = TYPE.matcher(type);
    if (!name.matches()) {
      throw new UnsupportedOperationException(
          "the sandbox does not know the size of " + List.of(type));
    }
    return name;
  }
}
