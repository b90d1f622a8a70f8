package io.pharos.recovery.function;

import io.pharos.recovery.aws.Aws;
import io.pharos.recovery.contract.RegistryImage;
import io.pharos.recovery.contract.Variable;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.EcrException;
import software.amazon.awssdk.services.ecr.model.ImageNotFoundException;
import software.amazon.awssdk.services.ecr.model.RepositoryNotFoundException;

/**
 * Looks whether the images that the application is started from are in this Region's registry.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_DescribeImages.html">DescribeImages</a>
 */
record RegistryLook(Aws aws, Environment environment, RegistryImages images) {

  /** Looks for each, and notes what is not there; says how many are not. */
  int note(Table table) {
    List<String> missing = new ArrayList<>();
    List<String> unseen = new ArrayList<>();
    for (RegistryImage image : images.images()) {
      boolean own = image.registry().equals(environment.get(Variable.PHAROS_ACCOUNT));
      try {
        if (!there(image)) {
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
        .set(RegistryImages.LOOKED, aws.clock().instant())
        .set(RegistryImages.ABOUT, images.about())
        .set(RegistryImages.MISSING, String.join(", ", missing))
        .set(RegistryImages.UNSEEN, String.join(", ", unseen))
        .run();
    return missing.size();
  }

  private boolean there(RegistryImage image) {
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
}
