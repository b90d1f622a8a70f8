package io.pharos.recovery.function;

import io.pharos.recovery.aws.Aws;
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
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.EcrException;
import software.amazon.awssdk.services.ecr.model.ImageNotFoundException;
import software.amazon.awssdk.services.ecr.model.RepositoryNotFoundException;

/**
 * The images in this Region's registry that the application is started from. Whether they are there
 * is looked at hourly and noted, so that readiness need not load another client to know.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_DescribeImages.html">DescribeImages</a>
 */
record RegistryImages(Environment environment, List<RegistryImage> images) {
  private static final String NONE = "none";
  private static final String CHECK = "container-images";
  private static final String LOOKED = "looked";
  private static final String ABOUT = "about";
  private static final String MISSING = "missing";
  private static final String UNSEEN = "unseen";

  /** The look is hourly, and may be late once. */
  private static final Duration VALID = Duration.ofHours(3);

  /** Empty where no image is in a registry of ECR. */
  static Optional<RegistryImages> of(Environment environment) {
    if (environment.get(Variable.PHAROS_REGISTRY_IMAGES).equals(NONE)) {
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

  /** Looks for each, and notes what is not there; says how many are not. */
  int look(Aws aws, Table table) {
    List<String> missing = new ArrayList<>();
    List<String> unseen = new ArrayList<>();
    for (RegistryImage image : images) {
      boolean own = image.registry().equals(environment.get(Variable.PHAROS_ACCOUNT));
      try {
        if (!there(aws, image)) {
          missing.add(image.uri());
        }
      } catch (EcrException e) {
        // Whoever owns that registry may let this account pull and say no more.
        if (!AwsErrors.code(e).equals("AccessDeniedException") || own) {
          throw e;
        }
        unseen.add(image.uri());
      }
    }
    table
        .update(Table.REGISTRY_IMAGES)
        .set(LOOKED, aws.clock().instant())
        .set(ABOUT, about())
        .set(MISSING, String.join(", ", missing))
        .set(UNSEEN, String.join(", ", unseen))
        .run();
    return missing.size();
  }

  private boolean there(Aws aws, RegistryImage image) {
    try {
      return !aws.client(EcrClient.class, environment.region())
          .describeImages(
              describe ->
                  describe
                      .registryId(image.registry())
                      .repositoryName(image.repository())
                      .imageIds(
                          id ->
                              id.imageTag(image.byDigest() ? null : image.reference())
                                  .imageDigest(image.byDigest() ? image.reference() : null)))
          .imageDetails()
          .isEmpty();
    } catch (ImageNotFoundException | RepositoryNotFoundException e) {
      return false;
    }
  }

  private String about() {
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
