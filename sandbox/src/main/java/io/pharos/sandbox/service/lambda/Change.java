package io.pharos.sandbox.service.lambda;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import software.amazon.awssdk.core.SdkRequest;

/**
 * A call of a function that changed something in AWS, and that the service carried out.
 *
 * @param region that was called
 */
public record Change(String region, SdkRequest request) {
  private static final Pattern READS =
      Pattern.compile("(Describe|Get|List|Query|Scan|BatchGet|Head|Select|Lookup)[A-Z].*");

  /** Found once: every call of every world asks. */
  private static final Map<Class<?>, Boolean> CHANGES = new ConcurrentHashMap<>();

  /** Whether such a call changes anything; what only reads begins with a word that says so. */
  static boolean isOne(SdkRequest request) {
    return CHANGES.computeIfAbsent(
        request.getClass(), type -> !READS.matcher(type.getSimpleName()).matches());
  }

  /** {@code ModifyRule}. */
  public String action() {
    String name = request.getClass().getSimpleName();
    return name.substring(0, name.length() - "Request".length());
  }
}
