package io.pharos.recovery.function;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The families of instance types whose On-Demand instances share a quota, which is counted in
 * vCPUs. What comes first in this list wins: {@code hpc} is no {@code h}.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/ec2/latest/instancetypes/ec2-instance-quotas.html">Instance
 *     quotas</a>
 */
enum InstanceFamily {
  DL("L-6E869C2A", "dl"),
  HPC("L-F7808C92", "hpc"),
  INF("L-1945791B", "inf"),
  TRN("L-2C3B7624", "trn"),
  GRAPHICS("L-DB2E81BA", "g|vt"),
  F("L-74FC7D96", "f"),
  P("L-417A185B", "p"),
  X("L-7295265B", "x"),
  STANDARD("L-1216C47A", "[acdhimrtz]");

  private static final Pattern LETTERS = Pattern.compile("([a-z]+)\\d.*");

  private final String quota;
  private final Pattern names;

  InstanceFamily(String quota, String names) {
    this.quota = quota;
    this.names = Pattern.compile("(" + names + ").*");
  }

  /** That of a type such as {@code m7g.large}; empty where its name says none of these. */
  static Optional<InstanceFamily> of(String type) {
    Matcher letters = LETTERS.matcher(type);
    if (!letters.matches() || letters.group(1).equals("mac")) {
      // A Mac has a dedicated host of its own.
      return Optional.empty();
    }
    return Stream.of(values())
        .filter(family -> family.names.matcher(letters.group(1)).matches())
        .findFirst();
  }

  /** The code of its quota. */
  String quota() {
    return quota;
  }
}
