package io.pharos.recovery.contract;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An image in a private registry of ECR. Every account has one in each Region, so that the same
 * image is another one there.
 *
 * @param registry the account's twelve-digit id
 * @param reference its tag, or its digest ({@code sha256:...})
 */
public record RegistryImage(String registry, String region, String repository, String reference) {
  private static final Pattern URI =
      Pattern.compile(
          "(\\d{12})\\.dkr\\.ecr\\.([a-z0-9-]+)\\.amazonaws\\.com/"
              + "([^:@]+)(?::([^@]+))?(?:@(sha256:[0-9a-f]{64}))?");

  private static final String DIGEST = "sha256:";

  /** What an image without a tag means. */
  private static final String NEWEST = "latest";

  /** The image that a reference names; empty where it is in no private registry of ECR. */
  public static Optional<RegistryImage> of(String image) {
    Matcher uri = URI.matcher(image);
    if (!uri.matches()) {
      return Optional.empty();
    }
    String tag = uri.group(4) == null ? NEWEST : uri.group(4);
    return Optional.of(
        new RegistryImage(
            uri.group(1), uri.group(2), uri.group(3), uri.group(5) == null ? tag : uri.group(5)));
  }

  /** The same as another Region's registry has it. */
  public RegistryImage in(String other) {
    return new RegistryImage(registry, other, repository, reference);
  }

  /** Whether the reference is a digest, and not a tag. */
  public boolean byDigest() {
    return reference.startsWith(DIGEST);
  }

  /** The reference by which it is pulled. */
  public String uri() {
    return registry
        + ".dkr.ecr."
        + region
        + ".amazonaws.com/"
        + repository
        + (byDigest() ? "@" : ":")
        + reference;
  }
}
