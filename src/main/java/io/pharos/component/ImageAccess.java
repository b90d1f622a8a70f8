package io.pharos.component;

import io.pharos.component.PolicyDocument.Statement;
import io.pharos.config.ContainerSettings;
import io.pharos.config.Site;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The repositories of ECR that images are pulled from: always those of the own Region. */
final class ImageAccess {
  private static final Pattern ECR_IMAGE =
      Pattern.compile("(\\d{12})\\.dkr\\.ecr\\.[a-z0-9-]+\\.amazonaws\\.com/([^:@]+).*");

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

  private static String[] repositories(Site site) {
    return site.settings().compute().containers().stream()
        .map(ContainerSettings::image)
        .map(ECR_IMAGE::matcher)
        .filter(Matcher::matches)
        .map(m -> "arn:aws:ecr:" + site.region() + ":" + m.group(1) + ":repository/" + m.group(2))
        .distinct()
        .toArray(String[]::new);
  }
}
