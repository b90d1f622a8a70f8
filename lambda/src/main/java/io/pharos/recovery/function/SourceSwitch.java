package io.pharos.recovery.function;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * One switching of event sources while it is done: what was switched, and what could not be. A
 * Region that does not answer is not asked for the rest.
 */
final class SourceSwitch {
  private final String region;
  private final boolean on;
  private final List<String> done = new ArrayList<>();
  private final List<String> missing = new ArrayList<>();
  private boolean silent;
  private boolean worthTryingAgain;

  SourceSwitch(String region, boolean on) {
    this.region = region;
    this.on = on;
  }

  /** Whether they are switched on. */
  boolean on() {
    return on;
  }

  /** Does one part, which says whether it had anything to do. */
  void attempt(String what, BooleanSupplier part) {
    if (silent) {
      return;
    }
    try {
      if (part.getAsBoolean()) {
        done.add(what);
      }
    } catch (SdkClientException e) {
      silent = true;
      worthTryingAgain = true;
      missing.add(what + ", and what comes after it: " + e.getMessage());
    } catch (SdkException e) {
      // What is not there is off.
      if (on || !notFound(e)) {
        worthTryingAgain |= AwsErrors.worthTryingAgain(e);
        missing.add(what + ": " + e.getMessage());
      }
    }
  }

  static boolean notFound(SdkException e) {
    return e instanceof AwsServiceException refusal
        && AwsErrors.code(refusal).equals("ResourceNotFoundException");
  }

  /** Whether anything had to be done. */
  boolean changed() {
    return !done.isEmpty();
  }

  /** Whether nothing is left to do. */
  boolean complete() {
    return missing.isEmpty();
  }

  /** Whether the same once more may succeed at once: a service was busy, or did not answer. */
  boolean worthTryingAgain() {
    return worthTryingAgain;
  }

  /** For people: what was done, and what is left in the words of AWS. */
  String detail() {
    String way = on ? "on" : "off";
    String text =
        done.isEmpty()
            ? "event sources in " + region + " were " + way + " already"
            : "event sources in " + region + " switched " + way + ": " + String.join(", ", done);
    return missing.isEmpty()
        ? text
        : (done.isEmpty() ? "" : text + "; ")
            + "event sources in "
            + region
            + " are not all "
            + way
            + ": "
            + String.join("; ", missing);
  }
}
