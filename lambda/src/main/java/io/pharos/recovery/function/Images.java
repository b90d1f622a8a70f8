package io.pharos.recovery.function;

import io.pharos.recovery.aws.Aws;
import io.pharos.recovery.contract.LocalParameter;
import io.pharos.recovery.contract.Names;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.DescribeImagesRequest;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.Image;
import software.amazon.awssdk.services.ec2.model.ImageState;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.ec2.model.TagSpecification;

/** The machine images of a Region that the runtime made: by their tags, and no others. */
record Images(Aws aws, Environment environment, String region) {
  /** Marks what a schedule made, and may delete; the function's role knows it as well. */
  private static final String TAG = "pharos:upkeep";

  private static final String MADE = "image";
  private static final String NO_SUCH_IMAGE = "InvalidAMIID";

  /** The image of this name, unless it is of no use. */
  Optional<Image> find(String name) {
    Optional<Image> found = made(filter("name", name)).stream().findFirst();
    found
        .filter(image -> image.state() != ImageState.PENDING && !available(image))
        .ifPresent(
            image -> {
              throw new Failed(
                  ErrorCode.IMAGE_MISSING,
                  name + " in " + region + " is " + image.stateAsString() + reason(image));
            });
    return found;
  }

  private static String reason(Image image) {
    return image.stateReason() == null ? "" : ": " + image.stateReason().message();
  }

  static boolean available(Image image) {
    return image.state() == ImageState.AVAILABLE;
  }

  /** Begins to make one of an instance, which goes on serving. */
  Outcome make(String name, String instance) {
    try {
      ec2()
          .createImage(
              create ->
                  create
                      .name(name)
                      .description("Of " + instance + ", which served")
                      .instanceId(instance)
                      .noReboot(true)
                      .tagSpecifications(tagged(ResourceType.IMAGE, ResourceType.SNAPSHOT)));
    } catch (Ec2Exception e) {
      if (!AwsErrors.code(e).equals("InvalidAMIName.Duplicate")) {
        throw e;
      }
    }
    return Outcome.waiting(name + " is being made of " + instance);
  }

  /** Begins to copy one here, encrypted with this key; asked twice, it copies once. */
  void copy(Image original, String originalRegion, String keyArn) {
    ec2()
        .copyImage(
            copy ->
                copy.name(original.name())
                    .clientToken(original.name())
                    .description("Copy of " + original.imageId() + " in " + originalRegion)
                    .sourceImageId(original.imageId())
                    .sourceRegion(originalRegion)
                    .encrypted(true)
                    .kmsKeyId(keyArn)
                    .tagSpecifications(tagged(ResourceType.IMAGE, ResourceType.SNAPSHOT)));
  }

  /** New instances start from this one; says whether they did not before. */
  boolean use(Image image) {
    return parameters().putImage(image.imageId());
  }

  /**
   * Deletes all but so many, with what they consist of, and never the one that is used.
   *
   * @return how many
   */
  int deleteAllBut(int count) {
    String used = parameters().get(LocalParameter.AMI);
    List<Image> old =
        newestFirst().stream().skip(count).filter(image -> !image.imageId().equals(used)).toList();
    for (Image image : old) {
      try {
        ec2()
            .deregisterImage(
                delete -> delete.imageId(image.imageId()).deleteAssociatedSnapshots(true));
      } catch (Ec2Exception e) {
        if (!AwsErrors.code(e).startsWith(NO_SUCH_IMAGE)) {
          throw e;
        }
      }
    }
    return old.size();
  }

  /** Makes sure that instances can start: by the image that is used, or else by the newest one. */
  Optional<String> replaceMissing() {
    String used = parameters().get(LocalParameter.AMI);
    if (exists(used)) {
      return Optional.empty();
    }
    Image newest =
        newestFirst().stream()
            .findFirst()
            .orElseThrow(
                () ->
                    new Refused(
                        ErrorCode.IMAGE_MISSING,
                        "image "
                            + used
                            + " of parameter local/"
                            + LocalParameter.AMI
                            + " is not in "
                            + region
                            + ", and no golden image is: put the id of one that can be used into the"
                            + " parameter"));
    use(newest);
    return Optional.of(
        "image " + used + " is gone: " + newest.name() + " (" + newest.imageId() + ") is used");
  }

  /** Whether instances could start now, or what would take the place of the image that is gone. */
  ReadinessCheck usable() {
    String used = parameters().get(LocalParameter.AMI);
    if (exists(used)) {
      return ReadinessCheck.ok("image", used + " is available");
    }
    return newestFirst().stream()
        .findFirst()
        .map(
            newest ->
                ReadinessCheck.warns(
                    "image", used + " is gone; " + newest.name() + " would be used in its place"))
        .orElseGet(
            () ->
                ReadinessCheck.fails(
                    "image", used + " is not in " + region + ", and no golden image is"));
  }

  private boolean exists(String id) {
    try {
      return ec2().describeImages(get -> get.imageIds(id)).images().stream()
          .anyMatch(Images::available);
    } catch (Ec2Exception e) {
      if (AwsErrors.code(e).startsWith(NO_SUCH_IMAGE)) {
        return false;
      }
      throw e;
    }
  }

  private List<Image> newestFirst() {
    return made(filter("state", "available")).stream()
        .sorted(Comparator.comparing(Image::creationDate).reversed())
        .toList();
  }

  private List<Image> made(Filter and) {
    Names names = environment.names();
    return ec2()
        .describeImages(
            DescribeImagesRequest.builder()
                .owners("self")
                .filters(
                    filter("tag:" + TAG, MADE),
                    filter("tag:pharos:app", names.app()),
                    filter("tag:pharos:environment", names.environment()),
                    and)
                .build())
        .images();
  }

  private static Filter filter(String name, String value) {
    return Filter.builder().name(name).values(value).build();
  }

  private List<TagSpecification> tagged(ResourceType... types) {
    Names names = environment.names();
    List<Tag> tags =
        List.of(
            tag("pharos:app", names.app()),
            tag("pharos:environment", names.environment()),
            tag(TAG, MADE));
    return java.util.Arrays.stream(types)
        .map(type -> TagSpecification.builder().resourceType(type).tags(tags).build())
        .toList();
  }

  private static Tag tag(String key, String value) {
    return Tag.builder().key(key).value(value).build();
  }

  private LocalParameters parameters() {
    return new LocalParameters(aws, environment, region);
  }

  private Ec2Client ec2() {
    return aws.client(Ec2Client.class, region);
  }
}
