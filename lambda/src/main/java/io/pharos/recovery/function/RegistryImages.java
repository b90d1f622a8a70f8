package io.pharos.recovery.function;

import io.pharos.recovery.contract.RegistryImage;
import io.pharos.recovery.contract.Variable;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * The images in this Region's registry that the application is started from, and what {@link
 * RegistryLook} has found of them. It names no class of ECR's client, which readiness would load.
 */
record RegistryImages(Environment environment, List<RegistryImage> images) {
  private static final String CHECK = "container-images";
  static final String LOOKED = "looked";
  static final String ABOUT = "about";
  static final String MISSING = "missing";
  static final String UNSEEN = "unseen";

  /** The look is hourly, and may be late once. */
  private static final Duration VALID = Duration.ofHours(3);

  /** Empty where no image is in a registry of ECR. */
  static Optional<RegistryImages> of(Environment environment) {
    if (environment.optional(Variable.PHAROS_REGISTRY_IMAGES).isEmpty()) {
      return Optional.empty();
    }
    List<RegistryImage> images = new ArrayList<>();
    for (String image : environment.list(Variable.PHAROS_REGISTRY_IMAGES)) {
      images.add(
          RegistryImage.of(image)
              .orElseThrow(
                  () ->
                      new Failed(
                          ErrorCode.VARIABLE_INVALID,
                          "PHAROS_REGISTRY_IMAGES: " + image + " is no image of ECR")));
    }
    return Optional.of(new RegistryImages(environment, images));
  }

  String about() {
    return images.stream().map(RegistryImage::uri).collect(Collectors.joining(", "));
  }

  /** What the last look has found: nothing starts from an image that is not there. */
  ReadinessCheck check(Table table, Instant now) {
    Map<String, AttributeValue> found = table.get(Table.REGISTRY_IMAGES);
    Optional<Instant> looked = Table.instant(found, LOOKED);
    if (looked.isEmpty() || !Table.text(found, ABOUT).equals(Optional.of(about()))) {
      return ReadinessCheck.warns(
          CHECK, "the hourly upkeep has not looked yet whether they are there: " + about());
    }
    String missing = Table.text(found, MISSING).orElse("");
    if (!missing.isEmpty()) {
      return ReadinessCheck.fails(
          CHECK,
          "not in the registry of "
              + environment.region()
              + " at "
              + looked.get()
              + ": "
              + missing
              + ". Push it there, or, where compute.replicateImages is on, push it once more: what"
              + " was pushed before is not replicated");
    }
    if (looked.get().plus(VALID).isBefore(now)) {
      return ReadinessCheck.warns(
          CHECK, "there at " + looked.get() + ", and not looked at since: " + about());
    }
    String unseen = Table.text(found, UNSEEN).orElse("");
    return unseen.isEmpty()
        ? ReadinessCheck.ok(CHECK, "there at " + looked.get() + ": " + about())
        : ReadinessCheck.warns(
            CHECK, "the other account lets nobody look (ecr:DescribeImages): " + unseen);
  }
}
