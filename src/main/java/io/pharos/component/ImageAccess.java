package io.pharos.component;

import io.pharos.component.PolicyDocument.Statement;
import io.pharos.config.ContainerSettings;
import io.pharos.config.Site;

/** The repositories of ECR that images are pulled from: always those of the own Region. */
final class ImageAccess {
  private ImageAccess() {}

  /** Adds what pulling needs, where an image is in ECR. */
  static void addTo(PolicyDocument policy, Site site) {
    String[] repositories = repositories(site);
    if (repositories.length > 0) {
      policy
          .add(Statement.allow("LogIn").actions("ecr:GetAuthorizationToken").resources("*"))
          .add(
              Statement.allow("PullImages")
                  .actions(
                      "ecr:BatchCheckLayerAvailability",
                      "ecr:BatchGetImage",
                      "ecr:GetDownloadUrlForLayer")
                  .resources(repositories));
    }
  }

  /** An image in ECR as this Region's registry has it: the other Region may be gone. */
  static String here(ContainerSettings container, Site site) {
    return container
        .image()
        .replaceFirst(
            "\\.dkr\\.ecr\\.[a-z0-9-]+\\.amazonaws\\.com/",
            ".dkr.ecr." + site.region() + ".amazonaws.com/");
  }

  /** Their ARNs in this Region; none where no image is in ECR. */
  static String[] repositories(Site site) {
    return site.settings().compute().registryImages().stream()
        .map(
            image ->
                "arn:aws:ecr:"
                    + site.region()
                    + ":"
                    + image.registry()
                    + ":repository/"
                    + image.repository())
        .distinct()
        .toArray(String[]::new);
  }
}
