package io.pharos.sandbox.service.ec2;

import static io.pharos.sandbox.service.ec2.Inventory.refusal;

import io.pharos.sandbox.core.Ids;
import io.pharos.sandbox.core.Resource;
import io.pharos.sandbox.core.World;
import io.pharos.sandbox.service.Kms;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.ec2.model.BlockDeviceMapping;
import software.amazon.awssdk.services.ec2.model.CopyImageRequest;
import software.amazon.awssdk.services.ec2.model.CreateImageRequest;
import software.amazon.awssdk.services.ec2.model.DeregisterImageRequest;
import software.amazon.awssdk.services.ec2.model.DescribeImagesRequest;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.Image;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.TagSpecification;

/**
 * Machine images and the snapshots that they consist of. One is {@code pending} for as long as
 * {@code ec2.createImage} says, a copy for {@code ec2.copyImage}; until then nothing starts from
 * it.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateImage.html">CreateImage</a>
 * @see <a
 *     href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CopyImage.html">CopyImage</a>
 */
final class Images {
  /** A name has 3 to 128 of these. */
  private static final String NAME = "[A-Za-z0-9()\\[\\] ./\\-'@_]{3,128}";

  private static final Duration TRY_AGAIN = Duration.ofSeconds(60);

  private final World world;
  private final Instances instances;

  Images(World world, Instances instances) {
    this.world = world;
    this.instances = instances;
  }

  /** Makes one of an instance, and restarts it unless it is told not to. */
  String create(String region, CreateImageRequest request) {
    Instance instance =
        instances
            .find(region, request.instanceId())
            .orElseThrow(
                () ->
                    refusal(
                        "InvalidInstanceID.NotFound",
                        "The instance ID '" + request.instanceId() + "' does not exist"));
    checkName(region, request.name(), true);
    if (instance.state() != Instance.State.RUNNING) {
      throw refusal(
          "IncorrectState",
          "The instance '" + instance.id() + "' is not in state 'running' or 'stopped'.");
    }
    if (!Boolean.TRUE.equals(request.noReboot())) {
      throw new UnsupportedOperationException(
          "the sandbox does not simulate the restart of an instance for its image");
    }
    Resource source = find(region, instance.launch().imageId()).orElseThrow();
    Map<String, Object> attributes = new LinkedHashMap<>();
    attributes.put("architecture", source.string("architecture"));
    attributes.put("rootDeviceName", source.string("rootDeviceName"));
    attributes.put("sourceInstanceId", instance.id());
    attributes.put("encrypted", !instance.launch().volumeKey().isEmpty());
    attributes.put("kmsKeyId", instance.launch().volumeKey());
    Resource made = add(region, request.name(), attributes, request.tagSpecifications());
    later(made, region, "ec2.createImage");
    return made.id();
  }

  /** Called in the copy's Region. */
  String copy(String region, CopyImageRequest request) {
    Optional<Resource> asked =
        world
            .account()
            .first(
                Ec2Types.AMI,
                region,
                image ->
                    request.clientToken() != null
                        && request.clientToken().equals(image.string("clientToken")));
    if (asked.isPresent()) {
      return asked.get().id();
    }
    checkName(region, request.name(), false);
    Resource source = source(region, request);
    Map<String, Object> attributes = new LinkedHashMap<>();
    attributes.put("architecture", source.string("architecture"));
    attributes.put("rootDeviceName", source.string("rootDeviceName"));
    attributes.put("clientToken", request.clientToken());
    attributes.put("sourceImageId", source.id());
    if (Boolean.TRUE.equals(request.encrypted())) {
      attributes.put("encrypted", true);
      attributes.put("kmsKeyId", key(region, request.kmsKeyId()));
    }
    Resource made = add(region, request.name(), attributes, request.tagSpecifications());
    later(made, source.region(), "ec2.copyImage");
    return made.id();
  }

  private Resource source(String region, CopyImageRequest request) {
    String from = request.sourceRegion();
    if (!world.faults().reaches(region, from)) {
      throw refusal("Unavailable", "The Region " + from + " cannot be reached. Try again later.");
    }
    Resource source = existing(from, request.sourceImageId());
    if (!source.string("state").equals("available")) {
      throw refusal(
          "InvalidAMIID.Unavailable",
          "The image ID '" + source.id() + "' is not available: it is " + source.string("state"));
    }
    return source;
  }

  private String key(String region, String reference) {
    if (reference == null) {
      return world.service(Kms.class).awsManagedKeyArn(region, "ebs");
    }
    return world
        .service(Kms.class)
        .key(region, reference)
        .map(key -> key.string("arn"))
        .orElseThrow(
            () -> refusal("InvalidParameterValue", "The KMS key '" + reference + "' is not here."));
  }

  private Resource add(
      String region,
      String name,
      Map<String, Object> attributes,
      List<TagSpecification> specifications) {
    Instant now = world.clock().instant().truncatedTo(ChronoUnit.MILLIS);
    String id = Ids.hex("ami-", 17, region, name, now);
    String snapshot = Ids.hex("snap-", 17, region, name, now);
    Resource image = new Resource(Ec2Types.AMI, region, name, attributes);
    image
        .set("name", name)
        .set("state", "pending")
        .set("public", false)
        .set("ownerId", world.account().id())
        .set("virtualizationType", "hvm")
        .set("creationDate", now.toString())
        .set("rootSnapshotId", snapshot)
        .set("tags", tags(specifications, ResourceType.IMAGE))
        .set("arn", "arn:aws:ec2:" + region + "::image/" + id);
    image.id(id);
    world.account().add(image);
    Resource part =
        new Resource(
            Ec2Types.EBS_SNAPSHOT,
            region,
            snapshot,
            Map.of(
                "tags",
                tags(specifications, ResourceType.SNAPSHOT),
                "arn",
                "arn:aws:ec2:" + region + "::snapshot/" + snapshot));
    part.id(snapshot);
    world.account().add(part);
    return image;
  }

  /** While one of the Regions is out of reach, it waits. */
  private void later(Resource image, String from, String figure) {
    later(
        image, from, world.latency().sample(figure, image.string("name"), world.clock().instant()));
  }

  private void later(Resource image, String from, Duration delay) {
    world
        .clock()
        .after(
            delay,
            "ec2:image:" + image.string("arn"),
            () -> {
              if (world.faults().dead(image.region())
                  || !world.faults().reaches(image.region(), from)) {
                later(image, from, TRY_AGAIN);
              } else if (image.string("state").equals("pending")) {
                image.set("state", "available");
              }
            });
  }

  /** Those who are asked for by their ids must all be there. */
  List<Image> list(String region, DescribeImagesRequest request) {
    request.imageIds().forEach(id -> existing(region, id));
    return world.account().list(Ec2Types.AMI, region).stream()
        .filter(image -> request.imageIds().isEmpty() || request.imageIds().contains(image.id()))
        .filter(image -> request.owners().isEmpty() || owned(image, request.owners()))
        .filter(image -> request.filters().stream().allMatch(filter -> matches(image, filter)))
        .map(Images::describe)
        .toList();
  }

  private boolean owned(Resource image, List<String> owners) {
    boolean own = image.string("ownerId").equals(world.account().id());
    return owners.contains(image.string("ownerId"))
        || own && owners.contains("self")
        || !own && owners.contains("amazon");
  }

  private static boolean matches(Resource image, Filter filter) {
    Object value =
        switch (filter.name()) {
          case "name" -> image.string("name");
          case "state" -> image.string("state");
          case "image-id" -> image.id();
          case "architecture" -> image.string("architecture");
          default -> {
            if (!filter.name().startsWith("tag:")) {
              throw new UnsupportedOperationException(
                  "the sandbox does not filter images by " + filter.name());
            }
            yield image.map("tags").get(filter.name().substring(4));
          }
        };
    return value != null && filter.values().contains(value.toString());
  }

  private static Image describe(Resource image) {
    Image.Builder described =
        Image.builder()
            .imageId(image.id())
            .name(image.string("name"))
            .state(image.string("state"))
            .architecture(image.string("architecture"))
            .ownerId(image.string("ownerId"))
            .publicLaunchPermissions(image.flag("public"))
            .rootDeviceName(image.string("rootDeviceName"))
            .creationDate(image.has("creationDate") ? image.string("creationDate") : null)
            .tags(Descriptions.tags(image));
    if (image.has("rootSnapshotId")) {
      described.blockDeviceMappings(
          BlockDeviceMapping.builder()
              .deviceName(image.string("rootDeviceName"))
              .ebs(ebs -> ebs.snapshotId(image.string("rootSnapshotId")))
              .build());
    }
    return described.build();
  }

  /** What it consists of stays, unless it is told otherwise. */
  void deregister(String region, DeregisterImageRequest request) {
    Resource image = existing(region, request.imageId());
    if (!image.string("ownerId").equals(world.account().id())) {
      throw refusal("AuthFailure", "Not authorized for image:" + image.id());
    }
    world.account().remove(image);
    if (Boolean.TRUE.equals(request.deleteAssociatedSnapshots())) {
      world
          .account()
          .find(Ec2Types.EBS_SNAPSHOT, region, image.string("rootSnapshotId"))
          .ifPresent(world.account()::remove);
    }
  }

  private Resource existing(String region, String id) {
    if (!id.matches("ami-([0-9a-f]{8}|[0-9a-f]{17})")) {
      throw refusal("InvalidAMIID.Malformed", "Invalid id: \"" + id + "\"");
    }
    return find(region, id)
        .orElseThrow(
            () -> refusal("InvalidAMIID.NotFound", "The image id '[" + id + "]' does not exist"));
  }

  private Optional<Resource> find(String region, String id) {
    return world.account().find(Ec2Types.AMI, region, id);
  }

  private void checkName(String region, String name, boolean unique) {
    if (name == null || !name.matches(NAME)) {
      throw refusal("InvalidAMIName.Malformed", "AMI names must be between 3 and 128 characters");
    }
    boolean taken =
        world
            .account()
            .first(
                Ec2Types.AMI,
                region,
                image ->
                    image.string("name").equals(name)
                        && image.string("ownerId").equals(world.account().id()))
            .isPresent();
    if (unique && taken) {
      throw refusal(
          "InvalidAMIName.Duplicate", "AMI name " + name + " is already in use by another AMI");
    }
  }

  private static Map<String, Object> tags(
      List<TagSpecification> specifications, ResourceType type) {
    Map<String, Object> tags = new LinkedHashMap<>();
    new ArrayList<>(specifications)
        .stream()
            .filter(each -> each.resourceType() == type)
            .forEach(each -> each.tags().forEach(tag -> tags.put(tag.key(), tag.value())));
    return tags;
  }
}
