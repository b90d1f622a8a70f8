package io.pharos.sandbox.contract;

import static io.pharos.sandbox.contract.ContractWorld.PEER_REGION;
import static io.pharos.sandbox.contract.ContractWorld.REGION;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.Image;
import software.amazon.awssdk.services.ec2.model.ImageState;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.ec2.model.TagSpecification;

/** A machine image of an instance, its copy in the other Region, and their end. */
abstract class ImageContract {
  private static final String NAME = "shop-prod-golden-20260101-2000";
  private static final Tag TAG = Tag.builder().key("pharos:upkeep").value("image").build();
  private static final TagSpecification TAGGED =
      TagSpecification.builder().resourceType(ResourceType.IMAGE).tags(TAG).build();

  private final ContractWorld world;
  private final Ec2Client ec2;
  private final Ec2Client peer;

  ImageContract(ContractWorld world) {
    this.world = world;
    this.ec2 = world.client(Ec2Client.class);
    this.peer = world.client(Ec2Client.class, PEER_REGION);
  }

  private String make(String instance) {
    String id =
        ec2.createImage(
                create ->
                    create.name(NAME).instanceId(instance).noReboot(true).tagSpecifications(TAGGED))
            .imageId();
    world.settle();
    return id;
  }

  private String copy(String image) {
    return peer.copyImage(
            copy ->
                copy.name(NAME)
                    .clientToken(NAME)
                    .sourceImageId(image)
                    .sourceRegion(REGION)
                    .tagSpecifications(TAGGED))
        .imageId();
  }

  private static List<Image> own(Ec2Client ec2) {
    return ec2.describeImages(
            get ->
                get.owners("self")
                    .filters(
                        filter("tag:pharos:upkeep", "image"),
                        filter("state", "available"),
                        filter("name", NAME)))
        .images();
  }

  private static Filter filter(String name, String value) {
    return Filter.builder().name(name).values(value).build();
  }

  @Test
  void createImage_ofAnInstance_isPendingThenAvailable() {
    String instance = world.instance();
    String id =
        ec2.createImage(
                create ->
                    create.name(NAME).instanceId(instance).noReboot(true).tagSpecifications(TAGGED))
            .imageId();

    assertThat(ec2.describeImages(get -> get.imageIds(id)).images().get(0).state())
        .isEqualTo(
            world.expected(
                KnownDifference.IMAGES_TAKE_NO_TIME, ImageState.PENDING, ImageState.AVAILABLE));
    world.settle();

    Image made = own(ec2).get(0);
    assertThat(made.imageId()).isEqualTo(id).startsWith("ami-");
    assertThat(made.name()).isEqualTo(NAME);
    assertThat(made.tags()).contains(TAG);
    assertThat(made.creationDate()).endsWith("Z");
  }

  @Test
  void createImage_ofAnUnknownInstance_isNotFound() {
    assertThat(Refused.by(() -> make("i-0fffffffffffffff0")))
        .isEqualTo(new Refused(Ec2Exception.class, 400, "InvalidInstanceID.NotFound"));
  }

  @Test
  void createImage_ofANameThatIsTaken_isRefused() {
    String instance = world.instance();
    make(instance);

    assertThat(Refused.by(() -> make(instance)))
        .isEqualTo(
            world.expected(
                KnownDifference.IMAGE_NAMES_ARE_NOT_CHECKED,
                new Refused(Ec2Exception.class, 400, "InvalidAMIName.Duplicate"),
                Refused.NOT));
  }

  @Test
  void copyImage_toAnotherRegion_isANewImageThere_once() {
    String original = make(world.instance());

    String id = copy(original);
    String again = copy(original);
    world.settle();

    assertThat(id).isNotEqualTo(original);
    assertThat(again.equals(id))
        .isEqualTo(world.expected(KnownDifference.COPY_TOKENS_ARE_IGNORED, true, false));
    assertThat(own(peer))
        .extracting(Image::imageId)
        .isEqualTo(world.expected(KnownDifference.COPIES_ARE_NOT_TAGGED, List.of(id), List.of()));
    assertThat(peer.describeImages(get -> get.imageIds(id)).images().get(0).name()).isEqualTo(NAME);
  }

  @Test
  void copyImage_ofAnUnknownOne_isNotFound() {
    assertThat(Refused.by(() -> copy("ami-0fffffffffffffff0")))
        .isEqualTo(new Refused(Ec2Exception.class, 400, "InvalidAMIID.NotFound"));
  }

  @Test
  void describeImages_byAnUnknownId_isNotFound() {
    assertThat(Refused.by(() -> ec2.describeImages(get -> get.imageIds("ami-0fffffffffffffff0"))))
        .isEqualTo(new Refused(Ec2Exception.class, 400, "InvalidAMIID.NotFound"));
  }

  @Test
  void deregisterImage_takesItAway_once() {
    String id = make(world.instance());

    ec2.deregisterImage(delete -> delete.imageId(id).deleteAssociatedSnapshots(true));

    assertThat(own(ec2)).isEmpty();
    assertThat(Refused.by(() -> ec2.deregisterImage(delete -> delete.imageId(id))))
        .extracting(Refused::code)
        .asString()
        .startsWith("InvalidAMIID.");
  }
}
