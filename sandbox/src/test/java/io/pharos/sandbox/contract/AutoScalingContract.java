package io.pharos.sandbox.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.autoscaling.AutoScalingClient;
import software.amazon.awssdk.services.autoscaling.model.AutoScalingException;
import software.amazon.awssdk.services.autoscaling.model.AutoScalingGroup;
import software.amazon.awssdk.services.autoscaling.model.UpdateAutoScalingGroupRequest;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;

/** The size of the application: looked at, raised, and bounded. */
abstract class AutoScalingContract {
  private static final String GROUP = "shop-prod-app";
  private static final Refused VALIDATION =
      new Refused(AutoScalingException.class, 400, "ValidationError");

  private final AutoScalingClient scaling;
  private final ContractWorld world;

  AutoScalingContract(ContractWorld world) {
    this.world = world;
    this.scaling = world.client(AutoScalingClient.class);
  }

  @BeforeEach
  void aGroup() {
    world.autoScalingGroup(GROUP, 0, 4, 0);
  }

  private AutoScalingGroup group() {
    return scaling
        .describeAutoScalingGroups(describe -> describe.autoScalingGroupNames(GROUP))
        .autoScalingGroups()
        .get(0);
  }

  private void update(Consumer<UpdateAutoScalingGroupRequest.Builder> change) {
    scaling.updateAutoScalingGroup(update -> change.accept(update.autoScalingGroupName(GROUP)));
  }

  private void hasSize(int min, int max, int desired) {
    AutoScalingGroup group = group();
    assertThat(new int[] {group.minSize(), group.maxSize(), group.desiredCapacity()})
        .containsExactly(min, max, desired);
  }

  @Test
  void describeAutoScalingGroups_showsTheSize() {
    hasSize(0, 4, 0);
    assertThat(group().instances()).isEmpty();
    assertThat(group().autoScalingGroupARN())
        .startsWith("arn:aws:autoscaling:eu-west-1:123456789012:autoScalingGroup:")
        .endsWith(":autoScalingGroupName/" + GROUP);
  }

  @Test
  void describeLaunchTemplates_showsTheTemplateOfTheGroup() {
    String template = group().launchTemplate().launchTemplateId();

    assertThat(
            world
                .client(Ec2Client.class)
                .describeLaunchTemplates(describe -> describe.launchTemplateIds(template))
                .launchTemplates())
        .singleElement()
        .satisfies(
            found -> {
              assertThat(found.launchTemplateId()).isEqualTo(template);
              assertThat(found.launchTemplateName())
                  .isEqualTo(group().launchTemplate().launchTemplateName());
            });
  }

  @Test
  void describeLaunchTemplates_ofAnUnknownOne_isRefused() {
    assertThat(
            Refused.by(
                () ->
                    world
                        .client(Ec2Client.class)
                        .describeLaunchTemplates(
                            describe -> describe.launchTemplateIds("lt-0123456789abcdef0"))))
        .isEqualTo(
            world.expected(
                KnownDifference.UNKNOWN_TEMPLATES_ARE_LEFT_OUT,
                new Refused(Ec2Exception.class, 400, "InvalidLaunchTemplateId.NotFound"),
                Refused.NOT));
  }

  @Test
  void describeAutoScalingGroups_ofAnUnknownOne_isEmpty() {
    assertThat(
            scaling
                .describeAutoScalingGroups(describe -> describe.autoScalingGroupNames("none"))
                .autoScalingGroups())
        .isEmpty();
  }

  @Test
  void updateAutoScalingGroup_setsTheSize() {
    update(update -> update.minSize(2).maxSize(6).desiredCapacity(3));

    hasSize(2, 6, 3);
  }

  @Test
  void updateAutoScalingGroup_withALargerMinimum_raisesTheDesiredCapacity() {
    update(update -> update.minSize(2));

    hasSize(2, 4, 2);
  }

  @Test
  void updateAutoScalingGroup_withASmallerMaximum_lowersTheDesiredCapacity() {
    update(update -> update.desiredCapacity(4));
    update(update -> update.maxSize(1));

    hasSize(0, 1, 1);
  }

  @Test
  void updateAutoScalingGroup_withADesiredCapacityAboveTheMaximum_isRefused() {
    assertThat(Refused.by(() -> update(update -> update.desiredCapacity(5))))
        .isEqualTo(world.expected(KnownDifference.SIZES_ARE_NOT_CHECKED, VALIDATION, Refused.NOT));
  }

  @Test
  void updateAutoScalingGroup_withADesiredCapacityBelowTheMinimum_isRefused() {
    assertThat(Refused.by(() -> update(update -> update.minSize(2).desiredCapacity(1))))
        .isEqualTo(world.expected(KnownDifference.SIZES_ARE_NOT_CHECKED, VALIDATION, Refused.NOT));
  }

  @Test
  void updateAutoScalingGroup_withAMaximumBelowTheMinimum_isRefused() {
    assertThat(Refused.by(() -> update(update -> update.minSize(3).maxSize(2))))
        .isEqualTo(world.expected(KnownDifference.SIZES_ARE_NOT_CHECKED, VALIDATION, Refused.NOT));
  }

  @Test
  void updateAutoScalingGroup_ofAnUnknownOne_isRefused() {
    assertThat(
            Refused.by(
                () ->
                    scaling.updateAutoScalingGroup(
                        update -> update.autoScalingGroupName("none").minSize(1))))
        .isEqualTo(VALIDATION);
  }
}
